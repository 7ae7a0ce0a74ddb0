import type { INodePropertyOptions } from 'n8n-workflow';

/** Topics that matter to an ERP: enum value of the Admin API and the title in the editor, sorted by title. */
const TITLES: readonly (readonly [title: string, topic: string])[] = [
  ['App Uninstalled', 'APP_UNINSTALLED'],
  ['Bulk Operation Finished', 'BULK_OPERATIONS_FINISH'],
  ['Company Created', 'COMPANIES_CREATE'],
  ['Company Updated', 'COMPANIES_UPDATE'],
  ['Dispute Created', 'DISPUTES_CREATE'],
  ['Dispute Updated', 'DISPUTES_UPDATE'],
  ['Draft Order Created', 'DRAFT_ORDERS_CREATE'],
  ['Draft Order Updated', 'DRAFT_ORDERS_UPDATE'],
  ['Fulfillment Created', 'FULFILLMENTS_CREATE'],
  ['Fulfillment Order Cancelled', 'FULFILLMENT_ORDERS_CANCELLED'],
  ['Fulfillment Order Hold Released', 'FULFILLMENT_ORDERS_HOLD_RELEASED'],
  ['Fulfillment Order Moved', 'FULFILLMENT_ORDERS_MOVED'],
  ['Fulfillment Order Placed on Hold', 'FULFILLMENT_ORDERS_PLACED_ON_HOLD'],
  ['Fulfillment Order Routed', 'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE'],
  ['Fulfillment Order Split', 'FULFILLMENT_ORDERS_SPLIT'],
  ['Fulfillment Orders Merged', 'FULFILLMENT_ORDERS_MERGED'],
  ['Fulfillment Updated', 'FULFILLMENTS_UPDATE'],
  ['Inventory Item Updated', 'INVENTORY_ITEMS_UPDATE'],
  ['Inventory Level Connected', 'INVENTORY_LEVELS_CONNECT'],
  ['Inventory Level Disconnected', 'INVENTORY_LEVELS_DISCONNECT'],
  ['Inventory Level Updated', 'INVENTORY_LEVELS_UPDATE'],
  ['Order Cancelled', 'ORDERS_CANCELLED'],
  ['Order Created', 'ORDERS_CREATE'],
  ['Order Deleted', 'ORDERS_DELETE'],
  ['Order Edited', 'ORDERS_EDITED'],
  ['Order Fulfilled', 'ORDERS_FULFILLED'],
  ['Order Paid', 'ORDERS_PAID'],
  ['Order Partially Fulfilled', 'ORDERS_PARTIALLY_FULFILLED'],
  ['Order Transaction Created', 'ORDER_TRANSACTIONS_CREATE'],
  ['Order Updated', 'ORDERS_UPDATED'],
  ['Product Created', 'PRODUCTS_CREATE'],
  ['Product Deleted', 'PRODUCTS_DELETE'],
  ['Product Updated', 'PRODUCTS_UPDATE'],
  ['Refund Created', 'REFUNDS_CREATE'],
  ['Return Approved', 'RETURNS_APPROVE'],
  ['Return Cancelled', 'RETURNS_CANCEL'],
  ['Return Closed', 'RETURNS_CLOSE'],
  ['Return Declined', 'RETURNS_DECLINE'],
  ['Return Processed', 'RETURNS_PROCESS'],
  ['Return Reopened', 'RETURNS_REOPEN'],
  ['Return Requested', 'RETURNS_REQUEST'],
  ['Return Updated', 'RETURNS_UPDATE'],
];

/** Options of the Topics parameter. */
export const topicOptions: INodePropertyOptions[] = TITLES.map(([name, value]) => ({ name, value }));

/**
 * Enum value of a topic header: `order_transactions/create` is `ORDER_TRANSACTIONS_CREATE`.
 */
export function topicOfHeader(header: string): string {
  return header.trim().toUpperCase().replaceAll('/', '_');
}
