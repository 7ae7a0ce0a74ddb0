import type { Attribute, FinancialStatus } from './model';

export interface TaxInput {
  /** @default 'VAT' */
  readonly title?: string;
  /** Decimal text: `0.13` is 13 %. */
  readonly rate: string;
}

export interface DiscountInput {
  readonly kind?: 'manual' | 'automatic' | 'discount_code';
  /** The code of a `discount_code`, otherwise what the merchant calls it. */
  readonly title?: string;
  readonly description?: string;
  /** Percent points (`10` is 10 %), or an amount in the shop's currency; exactly one of them. */
  readonly percentage?: string;
  readonly amount?: string;
}

export interface PlaceOrderLine {
  /** Looked up among the shop's variants; a SKU the shop does not have makes a custom item. */
  readonly sku?: string | null;
  readonly title?: string;
  readonly variantTitle?: string;
  /** Unit price in the shop's currency; the variant's price when left out. */
  readonly price?: string;
  readonly quantity: number;
  readonly taxable?: boolean;
  /** The shop's default tax when left out. A line that is not taxable has none. */
  readonly taxes?: readonly TaxInput[];
  readonly discount?: DiscountInput;
  readonly properties?: readonly Attribute[];
}

export interface PlaceOrderShipping {
  /** @default 'Standard' */
  readonly title?: string;
  readonly code?: string;
  /** In the shop's currency. */
  readonly price: string;
  readonly taxes?: readonly TaxInput[];
  readonly discount?: DiscountInput;
}

export interface AddressInput {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly company?: string;
  readonly address1?: string;
  readonly address2?: string;
  readonly city?: string;
  readonly zip?: string;
  readonly province?: string;
  readonly provinceCode?: string;
  readonly country?: string;
  readonly countryCode?: string;
  readonly phone?: string;
}

export interface CustomerInput {
  readonly email?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly address?: AddressInput;
}

export interface CompanyInput {
  readonly name: string;
  /** The merchant's own key, e.g. the customer number in the ERP. */
  readonly externalId?: string;
  readonly locationName?: string;
  readonly locationExternalId?: string;
  readonly taxRegistrationId?: string;
}

/** What a buyer (or the merchant in the admin) does. Everything left out is what an ordinary order of this shop has. */
export interface PlaceOrder {
  readonly lines: readonly PlaceOrderLine[];
  /** Discounts on the whole order, after those of the lines. */
  readonly discounts?: readonly DiscountInput[];
  readonly shipping?: PlaceOrderShipping;
  readonly taxesIncluded?: boolean;
  readonly taxExempt?: boolean;
  /** The buyer pays in another currency: units of it for one unit of the shop's currency. */
  readonly presentment?: { readonly currency: string; readonly rate: string };
  /** A known address finds the same customer again. `null` or left out: an order without a customer. */
  readonly customer?: CustomerInput | null;
  /** E-mail and phone of the order; the customer's when left out. */
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly company?: CompanyInput;
  readonly poNumber?: string;
  readonly note?: string;
  readonly attributes?: readonly Attribute[];
  readonly tags?: readonly string[];
  readonly test?: boolean;
  /** @default 'paid' */
  readonly financialStatus?: FinancialStatus;
  readonly billingAddress?: AddressInput | null;
  readonly shippingAddress?: AddressInput | null;
  /** ISO time; the clock's when left out. For orders of the past. */
  readonly createdAt?: string;
  readonly sourceName?: string;
}
