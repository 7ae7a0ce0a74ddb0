import { isEnumType } from 'graphql';
import { topicOfHeader, topicOptions } from '../../../../nodes/Shopify/webhooks/topics';
import { adminSchema } from '../support/adminSchema';

test('every topic of the trigger exists in Admin API 2026-10', () => {
  const topics = adminSchema().schema.getType('WebhookSubscriptionTopic');
  const known = new Set(isEnumType(topics) ? topics.getValues().map(({ name }) => name) : []);
  expect(topicOptions.filter(({ value }) => !known.has(String(value)))).toEqual([]);
});

test('titles come in alphabetical order and once', () => {
  const titles = topicOptions.map(({ name }) => name);
  expect(titles).toEqual([...new Set(titles)].sort((a, b) => a.localeCompare(b, 'en')));
});

test.each([
  ['orders/create', 'ORDERS_CREATE'],
  ['order_transactions/create', 'ORDER_TRANSACTIONS_CREATE'],
  ['fulfillment_orders/order_routing_complete', 'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE'],
  ['app/uninstalled', 'APP_UNINSTALLED'],
])('the header %s is the topic %s', (header, topic) => {
  expect(topicOfHeader(header)).toBe(topic);
});
