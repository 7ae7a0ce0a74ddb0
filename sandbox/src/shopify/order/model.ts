import type { Bag } from '../money';

/** A name/value pair, e.g. a cart attribute or a line item property. */
export interface Attribute {
  readonly key: string;
  readonly value: string;
}

export interface Address {
  readonly id: bigint;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly zip: string | null;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly country: string | null;
  readonly countryCode: string | null;
  readonly phone: string | null;
}

export interface Customer {
  readonly id: bigint;
  readonly email: string | null;
  readonly phone: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly note: string | null;
  readonly tags: readonly string[];
  readonly taxExempt: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly defaultAddress: Address | null;
}

/** A B2B company with its one location and contact that bought. */
export interface PurchasingCompany {
  readonly companyId: bigint;
  readonly name: string;
  readonly externalId: string | null;
  readonly locationId: bigint;
  readonly locationName: string;
  readonly locationExternalId: string | null;
  readonly taxRegistrationId: string | null;
  readonly createdAtMs: number;
}

export interface TaxLine {
  readonly title: string;
  /** Decimal text: `0.13` is 13 %. */
  readonly rate: string;
  readonly amount: Bag;
}

export interface DiscountApplication {
  readonly kind: 'manual' | 'automatic' | 'discount_code';
  readonly target: 'line_item' | 'shipping_line';
  readonly selection: 'all' | 'entitled' | 'explicit';
  readonly allocation: 'across' | 'each' | 'one';
  readonly valueType: 'percentage' | 'fixed_amount';
  /** Decimal text: percent points, or an amount in the shop's currency. */
  readonly value: string;
  /** Value of a fixed discount in both currencies; zero for a percentage. */
  readonly fixed: Bag;
  /** The code for `discount_code`, the title otherwise. */
  readonly title: string;
  readonly description: string | null;
}

export interface DiscountAllocation {
  /** Place in the order's discount applications. */
  readonly application: number;
  readonly amount: Bag;
}

export interface OrderLine {
  readonly id: bigint;
  readonly variantId: bigint | null;
  readonly productId: bigint | null;
  readonly sku: string | null;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly vendor: string | null;
  readonly quantity: number;
  /** Quantity after removals. */
  currentQuantity: number;
  readonly grams: number;
  readonly taxable: boolean;
  readonly requiresShipping: boolean;
  readonly properties: readonly Attribute[];
  readonly unitPrice: Bag;
  readonly discounts: readonly DiscountAllocation[];
  readonly taxes: readonly TaxLine[];
}

export interface ShippingLine {
  readonly id: bigint;
  readonly title: string;
  readonly code: string | null;
  readonly price: Bag;
  readonly discounts: readonly DiscountAllocation[];
  readonly taxes: readonly TaxLine[];
}

export type FinancialStatus =
  | 'authorized'
  | 'expired'
  | 'paid'
  | 'partially_paid'
  | 'partially_refunded'
  | 'pending'
  | 'refunded'
  | 'voided';

export type CancelReason = 'customer' | 'declined' | 'fraud' | 'inventory' | 'other' | 'staff';

/** One order as the shop stores it. Amounts of lines are those of the placing; totals are derived (see `totals`). */
export interface Order {
  readonly id: bigint;
  readonly number: number;
  readonly name: string;
  readonly confirmationNumber: string;
  readonly token: string;
  readonly createdAtMs: number;
  readonly processedAtMs: number;
  updatedAtMs: number;
  cancelledAtMs: number | null;
  cancelReason: CancelReason | null;
  closedAtMs: number | null;
  edited: boolean;
  readonly currency: string;
  readonly presentmentCurrency: string;
  readonly taxesIncluded: boolean;
  readonly taxExempt: boolean;
  readonly test: boolean;
  note: string | null;
  readonly attributes: readonly Attribute[];
  tags: readonly string[];
  readonly email: string | null;
  readonly phone: string | null;
  readonly poNumber: string | null;
  readonly sourceName: string;
  readonly customerLocale: string;
  readonly customer: Customer | null;
  readonly company: PurchasingCompany | null;
  readonly billingAddress: Address | null;
  readonly shippingAddress: Address | null;
  readonly discountApplications: readonly DiscountApplication[];
  readonly lines: readonly OrderLine[];
  readonly shippingLines: readonly ShippingLine[];
  financialStatus: FinancialStatus;
  /** What the buyer has paid so far. */
  received: Bag;
  refunded: Bag;
}
