import type { DocumentRule, IntakeProfile, VersionPlace } from './profile';

/**
 * `updated_at` has whole seconds, so the time at which Shopify triggered the delivery (nanoseconds) decides within one second; where
 * a payload has no `updated_at` it decides alone.
 */
const UPDATED_THEN_TRIGGERED: readonly (readonly VersionPlace[])[] = [
  [{ body: 'updated_at' }, { header: 'triggeredAt' }],
  [{ header: 'triggeredAt' }],
];

const document = (
  topicPrefix: string,
  documentType: string,
  id: readonly string[],
  fullState: readonly string[] | 'all' = 'all',
): DocumentRule => ({ topicPrefix, documentType, id, version: UPDATED_THEN_TRIGGERED, fullState });

/**
 * Shopify's webhooks, and the Events preview whose headers come without `X-`. Only the body is signed. The delivery id is the same on
 * every retry and differs between subscriptions; the Events preview may name the event only.
 * Source: Shopify's pages on webhooks, version 2026-10.
 */
export const shopifyProfile: IntakeProfile = {
  id: 'shopify',
  system: 'shopify',
  headerPrefixes: ['x-shopify-', 'shopify-'],
  signature: { algorithm: 'sha256', header: 'hmac-sha256', encoding: 'base64', signs: 'body' },
  headers: {
    topic: 'topic',
    deliveryId: ['webhook-id', 'event-id'],
    eventId: 'event-id',
    triggeredAt: 'triggered-at',
    apiVersion: 'api-version',
    tenant: { name: 'shop-domain', optional: false },
  },
  topics: 'enumOrPath',
  documents: [
    // `orders/edited` describes one edit, `orders/delete` has the id alone: neither may stand in for the whole order.
    document(
      'orders/',
      'order',
      ['id'],
      ['orders/create', 'orders/updated', 'orders/cancelled', 'orders/paid', 'orders/fulfilled', 'orders/partially_fulfilled'],
    ),
    document('orders/edited', 'orderEdit', ['order_edit.id'], []),
    document('draft_orders/', 'draftOrder', ['id'], ['draft_orders/create', 'draft_orders/update']),
    document('products/', 'product', ['id'], ['products/create', 'products/update']),
    document('inventory_items/', 'inventoryItem', ['id'], ['inventory_items/create', 'inventory_items/update']),
    document('inventory_levels/', 'stockLevel', ['inventory_item_id', 'location_id'], ['inventory_levels/update']),
    document('fulfillments/', 'shipment', ['id']),
    document('refunds/', 'refund', ['id']),
    document('returns/', 'return', ['id'], []),
    document('order_transactions/', 'payment', ['id']),
    document('disputes/', 'dispute', ['id']),
    document('companies/', 'company', ['id'], ['companies/create', 'companies/update']),
  ],
  keptHeaders: ['topic', 'shop-domain', 'webhook-id', 'event-id', 'triggered-at', 'api-version', 'name', 'sub-topic'],
};
