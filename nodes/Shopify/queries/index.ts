import type { ShopifyDocument } from '../client/document';
import { ORDER_BY_ID, ORDER_DISCOUNTS, ORDER_LINE_ITEMS, ORDER_NAMES, ORDER_SHIPPING_LINES, ORDERS } from './order';
import { VARIANTS } from './productVariant';
import { GRANTED_SCOPES, SHOP, SHOP_TIME_ZONE } from './shop';
import { CREATE_SUBSCRIPTION, DELETE_SUBSCRIPTION, SUBSCRIPTIONS } from './webhookSubscription';

/** Every GraphQL document of this pack: the tests check each one against the official schema and its price. */
export const documents: readonly ShopifyDocument[] = [
  ORDER_BY_ID,
  ORDERS,
  ORDER_NAMES,
  ORDER_LINE_ITEMS,
  ORDER_SHIPPING_LINES,
  ORDER_DISCOUNTS,
  VARIANTS,
  SHOP,
  SHOP_TIME_ZONE,
  GRANTED_SCOPES,
  SUBSCRIPTIONS,
  CREATE_SUBSCRIPTION,
  DELETE_SUBSCRIPTION,
];
