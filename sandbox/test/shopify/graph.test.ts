import { ManualClock } from '../../src/clock';
import { ask, at, simulator, stopAll } from './support';

afterEach(stopAll);

test('a field that Shopify does not have is named in Shopify words, with HTTP 200 and without data', async () => {
  const shopify = await simulator();
  const { status, body, messages, codes } = await ask(shopify, '{ shop { nonsense } }');
  expect([status, codes, messages]).toEqual([200, ['undefinedField'], ["Field 'nonsense' doesn't exist on type 'Shop'"]]);
  expect(body).not.toHaveProperty('data');
});

test('a field that the sandbox lacks fails loudly, even below an empty list', async () => {
  const shopify = await simulator();
  const { body, messages } = await ask(shopify, '{ orders(first: 1) { nodes { id fulfillments { id } } } }');
  expect(messages).toContain('The sandbox does not implement Order.fulfillments');
  expect(body).not.toHaveProperty('data');
});

test('an argument that the sandbox lacks fails loudly', async () => {
  const shopify = await simulator();
  const { messages } = await ask(shopify, '{ orders(first: 1, savedSearchId: "gid://shopify/SavedSearch/1") { nodes { id } } }');
  expect(messages).toEqual(['The sandbox does not implement the argument savedSearchId of QueryRoot.orders']);
});

test('a mutation that needs an idempotency key is refused without one', async () => {
  const shopify = await simulator();
  const { codes } = await ask(
    shopify,
    'mutation { inventoryActivate(inventoryItemId: "gid://shopify/InventoryItem/1", locationId: "gid://shopify/Location/1") { userErrors { message } } }',
  );
  expect(codes).toContain('BAD_REQUEST');
});

test('a connection needs first or last, not both, and at most 250', async () => {
  const shopify = await simulator();
  const message = async (args: string) => (await ask(shopify, `{ orders${args} { nodes { id } } }`)).messages[0];
  expect(await message('')).toBe('you must provide one of first or last');
  expect(await message('(first: 1, last: 1)')).toBe('providing both first and last is not supported');
  expect(await message('(first: 251)')).toMatch(/250/);
});

test('an input list of more than 250 is refused', async () => {
  const shopify = await simulator();
  const topics = Array.from({ length: 251 }, () => 'ORDERS_CREATE');
  const query =
    'query ($topics: [WebhookSubscriptionTopic!]) { webhookSubscriptions(first: 1, topics: $topics) { nodes { id } } }';
  expect((await ask(shopify, query, { variables: { topics } })).codes).toEqual(['MAX_INPUT_SIZE_EXCEEDED']);
});

test.each([
  ['{ shop { name } }', 1],
  ['{ shop { name primaryDomain { host } } }', 2],
  ['{ orders(first: 10) { nodes { id } } }', 12],
  ['{ orders(first: 10) { edges { cursor node { id } } pageInfo { hasNextPage } } }', 12],
  ['{ orders(first: 10) { nodes { id totalPriceSet { shopMoney { amount } } } } }', 32],
  ['{ orders(first: 5) { nodes { id lineItems(first: 10) { nodes { id } } } } }', 67],
  ['query { ...F } fragment F on QueryRoot { shop { name } shop { id } }', 1],
  ['query ($no: Boolean = false) { shop { name primaryDomain @include(if: $no) { host } } }', 1],
])('%s costs %i points', async (query, points) => {
  const shopify = await simulator();
  const { body } = await ask(shopify, query);
  expect(at(body, 'extensions.cost.requestedQueryCost')).toBe(points);
});

test('a union costs as much as its dearest member', async () => {
  const shopify = await simulator();
  const { body } = await ask(
    shopify,
    '{ order(id: "gid://shopify/Order/1") { purchasingEntity { ... on Customer { id } ... on PurchasingCompany { company { id } location { id } } } } }',
  );
  expect(at(body, 'extensions.cost.requestedQueryCost')).toBe(4);
});

test('only what was really returned is charged in the end', async () => {
  const clock = new ManualClock();
  const shopify = await simulator({ clock });
  shopify.placeOrder({ lines: [{ sku: 'MON-7', quantity: 1 }] });
  const { body } = await ask(shopify, '{ orders(first: 100) { nodes { id totalPriceSet { shopMoney { amount } } } } }');
  expect(at(body, 'extensions.cost')).toEqual({
    requestedQueryCost: 302,
    actualQueryCost: 5,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1995, restoreRate: 100 },
  });
});

test('a query over 1000 points is refused and costs nothing', async () => {
  const shopify = await simulator({ clock: new ManualClock() });
  const { status, codes, messages, body } = await ask(
    shopify,
    '{ orders(first: 250) { nodes { id lineItems(first: 10) { nodes { id } } } } }',
  );
  expect([status, codes]).toEqual([200, ['MAX_COST_EXCEEDED']]);
  expect(messages[0]).toContain('Query cost is 3252, which exceeds the single query max cost limit (1000)');
  expect(body).not.toHaveProperty('data');
  const next = await ask(shopify, '{ shop { name } }');
  expect(at(next.body, 'extensions.cost.throttleStatus.currentlyAvailable')).toBe(1999);
});

test('an empty bucket throttles with HTTP 200, and the documented wait is exactly long enough', async () => {
  const clock = new ManualClock();
  const shopify = await simulator({ clock, plan: { maximumAvailable: 1000, restoreRate: 50 } });
  for (let i = 0; i < 200; i++) shopify.placeOrder({ lines: [{ sku: 'MON-7', quantity: 1 }] });
  const query = '{ orders(first: 200) { nodes { id totalPriceSet { shopMoney { amount } } } } }'; // 602 points

  expect((await ask(shopify, query)).body).toHaveProperty('data');
  const throttled = await ask(shopify, query);
  expect(throttled.status).toBe(200);
  expect(throttled.body).toEqual({
    errors: [
      { message: 'Throttled', extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' } },
    ],
    extensions: {
      cost: {
        requestedQueryCost: 602,
        actualQueryCost: null,
        throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 398, restoreRate: 50 },
      },
    },
  });

  const waitMs = ((602 - 398) / 50) * 1000;
  await clock.advance(waitMs - 1);
  expect((await ask(shopify, query)).codes).toEqual(['THROTTLED']);
  await clock.advance(1);
  expect((await ask(shopify, query)).body).toHaveProperty('data');
});

test('a plain number is no global id, and an id of another type is refused', async () => {
  const shopify = await simulator();
  expect((await ask(shopify, '{ order(id: "1001") { id } }')).messages).toEqual(["Invalid global id '1001'"]);
  expect((await ask(shopify, '{ order(id: "gid://shopify/Customer/1") { id } }')).codes).toEqual(['RESOURCE_NOT_FOUND']);
});
