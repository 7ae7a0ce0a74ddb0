/** An access scope that this pack makes use of. Any one of `anyOf` is enough. */
export interface ScopeNeed {
  readonly anyOf: readonly string[];
  readonly neededFor: readonly string[];
  /** False when the pack works without it as long as these things are not used. */
  readonly required: boolean;
}

/** What the operations and topics of this pack need, after the access scopes in Shopify's schema of 2026-10. */
export const scopeNeeds: readonly ScopeNeed[] = [
  {
    anyOf: ['read_orders'],
    neededFor: ['Order: Get', 'Order: Get Many', 'Order: Find by Name', 'the topics of orders, order transactions and refunds'],
    required: true,
  },
  {
    anyOf: ['read_products'],
    neededFor: ['variants and products of order lines', 'Product Variant: Get Many by SKU', 'the topics of products'],
    required: true,
  },
  { anyOf: ['read_customers'], neededFor: ['customer data of orders (Include Customer Data)'], required: true },
  { anyOf: ['read_all_orders'], neededFor: ['orders older than 60 days'], required: false },
  { anyOf: ['read_inventory'], neededFor: ['the topics of inventory items and inventory levels'], required: false },
  { anyOf: ['read_fulfillments'], neededFor: ['the topics of fulfillments'], required: false },
  {
    anyOf: [
      'read_merchant_managed_fulfillment_orders',
      'read_assigned_fulfillment_orders',
      'read_third_party_fulfillment_orders',
      'read_marketplace_fulfillment_orders',
    ],
    neededFor: ['the topics of fulfillment orders'],
    required: false,
  },
  { anyOf: ['read_returns'], neededFor: ['the topics of returns'], required: false },
];

/** The needs that the granted scopes do not meet; permission to write includes permission to read. */
export function missingScopes(granted: readonly string[]): readonly ScopeNeed[] {
  const held = new Set(granted.flatMap((scope) => [scope, scope.replace(/^write_/, 'read_')]));
  return scopeNeeds.filter(({ anyOf }) => !anyOf.some((scope) => held.has(scope)));
}
