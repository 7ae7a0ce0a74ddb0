interface TopicFamily {
  /** The part before the slash in the header. */
  readonly resource: string;
  /** Any of these lets an app subscribe; empty means none is needed. */
  readonly scopes: readonly string[];
}

/**
 * Topic families an app may subscribe to here, longest name first. Only order topics are ever sent: nothing else happens in
 * this shop.
 */
const FAMILIES: readonly TopicFamily[] = [
  {
    resource: 'fulfillment_orders',
    scopes: [
      'read_merchant_managed_fulfillment_orders',
      'read_assigned_fulfillment_orders',
      'read_third_party_fulfillment_orders',
    ],
  },
  { resource: 'order_transactions', scopes: ['read_orders'] },
  { resource: 'inventory_levels', scopes: ['read_inventory'] },
  { resource: 'inventory_items', scopes: ['read_inventory'] },
  { resource: 'bulk_operations', scopes: [] },
  { resource: 'draft_orders', scopes: ['read_draft_orders'] },
  { resource: 'fulfillments', scopes: ['read_fulfillments'] },
  { resource: 'companies', scopes: ['read_companies', 'read_customers'] },
  { resource: 'customers', scopes: ['read_customers'] },
  { resource: 'disputes', scopes: ['read_shopify_payments_disputes'] },
  { resource: 'products', scopes: ['read_products'] },
  { resource: 'refunds', scopes: ['read_orders'] },
  { resource: 'returns', scopes: ['read_returns'] },
  { resource: 'orders', scopes: ['read_orders'] },
  { resource: 'shop', scopes: [] },
  { resource: 'app', scopes: [] },
];

export interface Topic {
  /** As the X-Shopify-Topic header writes it: `orders/create`. */
  readonly header: string;
  readonly scopes: readonly string[];
}

/**
 * @param name as GraphQL writes it: `ORDERS_PARTIALLY_FULFILLED`
 * @returns `undefined` for a topic this sandbox does not know
 */
export function topicOf(name: string): Topic | undefined {
  const lower = name.toLowerCase();
  const family = FAMILIES.find(({ resource }) => lower.startsWith(`${resource}_`));
  if (family === undefined) return undefined;
  return { header: `${family.resource}/${lower.slice(family.resource.length + 1)}`, scopes: family.scopes };
}
