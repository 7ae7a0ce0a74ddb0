import type { Order, Customer, PurchasingCompany } from './order/model';
import type { Subscription } from './webhooks/model';

export interface Product {
  readonly id: bigint;
  title: string;
  vendor: string;
  readonly createdAtMs: number;
}

export interface Variant {
  readonly id: bigint;
  readonly product: Product;
  readonly inventoryItemId: bigint;
  title: string;
  /** SKUs are not unique in Shopify, and may be missing. */
  sku: string | null;
  barcode: string | null;
  /** Decimal text in the shop's currency. */
  price: string;
  taxable: boolean;
  grams: number;
  requiresShipping: boolean;
  /** Whether the shop counts this item; a write to an untracked one means nothing. */
  tracked: boolean;
  readonly createdAtMs: number;
  updatedAtMs: number;
}

export interface ShopLocation {
  readonly id: bigint;
  name: string;
  isActive: boolean;
  readonly countryCode: string;
  readonly city: string;
  readonly createdAtMs: number;
}

export interface InventoryLevel {
  readonly id: bigint;
  readonly variant: Variant;
  readonly location: ShopLocation;
  available: number;
  committed: number;
  readonly createdAtMs: number;
  updatedAtMs: number;
}

/**
 * Whether Shopify approved the app for protected customer data (names, addresses, e-mail, phone). Without approval the fields
 * are empty or the query gets an error; which of the two is reported differently, so both can be rehearsed.
 */
export type CustomerDataAccess = 'approved' | 'empty' | 'refused';

/** Everything one shop holds, in memory. Tests may change it as a merchant would in the admin. */
export interface ShopState {
  readonly id: bigint;
  /** `<name>.myshopify.com` */
  readonly domain: string;
  name: string;
  currency: string;
  /** IANA name, e.g. `Asia/Shanghai`. */
  timeZone: string;
  taxesIncluded: boolean;
  readonly createdAtMs: number;
  customerData: CustomerDataAccess;
  /** Scopes the merchant granted to the app. */
  scopes: readonly string[];
  readonly orders: Map<bigint, Order>;
  readonly customers: Map<bigint, Customer>;
  readonly companies: Map<bigint, PurchasingCompany>;
  readonly variants: Map<bigint, Variant>;
  readonly locations: Map<bigint, ShopLocation>;
  readonly inventoryLevels: Map<bigint, InventoryLevel>;
  readonly subscriptions: Map<bigint, Subscription>;
  readonly nextId: (kind: IdKind) => bigint;
}

export type IdKind =
  | 'Address'
  | 'Company'
  | 'CompanyLocation'
  | 'Customer'
  | 'InventoryItem'
  | 'InventoryLevel'
  | 'LineItem'
  | 'Location'
  | 'Order'
  | 'Product'
  | 'ProductVariant'
  | 'ShippingLine'
  | 'WebhookSubscription';

/**
 * First id of each kind. Those of orders, lines, customers and shipping lines lie above 2^53, as in Shopify's own test
 * deliveries, and neighbours become equal when a client reads them as JavaScript numbers.
 */
const FIRST_IDS: Readonly<Record<IdKind, bigint>> = {
  Address: 715243470612851245n,
  Company: 426793626n,
  CompanyLocation: 441870438n,
  Customer: 115310627314723954n,
  InventoryItem: 43729076001n,
  InventoryLevel: 523463154n,
  LineItem: 866550311766439020n,
  Location: 655441491n,
  Order: 820982911946154508n,
  Product: 788032119674292922n,
  ProductVariant: 808950810001n,
  ShippingLine: 271878346596884015n,
  WebhookSubscription: 892403750001n,
};

export function idSource(): (kind: IdKind) => bigint {
  const next = new Map<IdKind, bigint>();
  return (kind) => {
    const id = next.get(kind) ?? FIRST_IDS[kind];
    next.set(kind, id + 1n);
    return id;
  };
}
