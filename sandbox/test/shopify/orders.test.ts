import { ManualClock } from '../../src/clock';
import { ask, at, simulator, stopAll } from './support';

afterEach(stopAll);

const line = { sku: 'GLOVE-M-100', quantity: 1 };
const names = (body: unknown, path = 'data.orders.nodes') =>
  (at(body, path) as readonly { readonly name: string }[]).map(({ name }) => name);
const search = (query: string, more = '') => `{ orders(first: 50, query: ${JSON.stringify(query)}${more}) { nodes { name } } }`;

test('pages follow each other without a gap, and the cursor is bound to its sort key', async () => {
  const shopify = await simulator();
  for (let i = 0; i < 7; i++) shopify.placeOrder({ lines: [line] });
  const page = `query ($after: String, $sort: OrderSortKeys) {
    orders(first: 3, after: $after, sortKey: $sort) { nodes { name } pageInfo { hasNextPage hasPreviousPage endCursor } }
  }`;
  const seen: string[] = [];
  let after: unknown;
  do {
    const { body } = await ask(shopify, page, { variables: { after, sort: 'ID' } });
    seen.push(...names(body));
    after = at(body, 'data.orders.pageInfo.hasNextPage') === true ? at(body, 'data.orders.pageInfo.endCursor') : undefined;
  } while (after !== undefined);
  expect(seen).toEqual(['#1001', '#1002', '#1003', '#1004', '#1005', '#1006', '#1007']);

  const first = await ask(shopify, page, { variables: { sort: 'ID' } });
  const cursor = at(first.body, 'data.orders.pageInfo.endCursor');
  const wrong = await ask(shopify, page, { variables: { after: cursor, sort: 'UPDATED_AT' } });
  expect(wrong.messages).toEqual(['Invalid cursor for current pagination sort.']);
});

test('a row that changes between two pages of UPDATED_AT moves to the end', async () => {
  const clock = new ManualClock();
  const shopify = await simulator({ clock });
  const placed = [];
  for (let i = 0; i < 4; i++) {
    placed.push(shopify.placeOrder({ lines: [line], financialStatus: 'pending' }));
    await clock.advance(1000);
  }
  const page = (after: string) => `{ orders(first: 2, sortKey: UPDATED_AT${after}) { nodes { name } pageInfo { endCursor } } }`;
  const first = await ask(shopify, page(''));
  shopify.markPaid(placed[2]?.id ?? 0n);
  const second = await ask(shopify, page(`, after: "${String(at(first.body, 'data.orders.pageInfo.endCursor'))}"`));
  expect([names(first.body), names(second.body)]).toEqual([
    ['#1001', '#1002'],
    ['#1004', '#1003'],
  ]);
});

test('nested line items end with their own page', async () => {
  const shopify = await simulator();
  shopify.placeOrder({ lines: Array.from({ length: 5 }, () => line) });
  const query = `query ($after: String) { orders(first: 1) { nodes { lineItems(first: 3, after: $after) {
    nodes { id } pageInfo { hasNextPage endCursor } } } } }`;
  const first = await ask(shopify, query);
  const after = at(first.body, 'data.orders.nodes.0.lineItems.pageInfo.endCursor');
  const second = await ask(shopify, query, { variables: { after } });
  expect(at(first.body, 'data.orders.nodes.0.lineItems')).toMatchObject({
    nodes: { length: 3 },
    pageInfo: { hasNextPage: true },
  });
  expect(at(second.body, 'data.orders.nodes.0.lineItems')).toMatchObject({
    nodes: { length: 2 },
    pageInfo: { hasNextPage: false },
  });
});

test('orders older than 60 days are invisible without read_all_orders', async () => {
  const clock = new ManualClock('2026-11-22T10:00:00Z');
  const shopify = await simulator({ clock, scopes: ['read_orders'] });
  const old = shopify.placeOrder({ lines: [line], createdAt: '2026-09-22T10:00:00Z' });
  shopify.placeOrder({ lines: [line], createdAt: '2026-09-24T10:00:00Z' });
  const byId = `{ order(id: "gid://shopify/Order/${old.id}") { name } }`;
  expect(names((await ask(shopify, search(''))).body)).toEqual(['#1002']);
  expect((await ask(shopify, byId)).body.data).toEqual({ order: null });

  shopify.shop.scopes = ['read_orders', 'read_all_orders'];
  expect((await ask(shopify, byId)).body.data).toEqual({ order: { name: '#1001' } });
});

test('filters select by name, time, state and id', async () => {
  const clock = new ManualClock('2026-11-22T10:00:00Z');
  const shopify = await simulator({ clock });
  const first = shopify.placeOrder({ lines: [line] });
  await clock.advance(60_000);
  shopify.placeOrder({ lines: [line], financialStatus: 'pending', test: true });
  await clock.advance(60_000);
  shopify.cancelOrder(shopify.placeOrder({ lines: [line] }).id);

  const found = async (query: string) => names((await ask(shopify, search(query))).body);
  expect(await found("name:'#1001'")).toEqual(['#1001']);
  expect(await found('name:1001')).toEqual(['#1001']);
  expect(await found('name:100')).toEqual([]);
  expect(await found('name:100*')).toEqual(['#1001', '#1002', '#1003']);
  expect(await found("updated_at:>='2026-11-22T10:01:00Z'")).toEqual(['#1002', '#1003']);
  expect(await found("created_at:<'2026-11-22T18:01:00+08:00'")).toEqual(['#1001']);
  expect(await found('financial_status:pending')).toEqual(['#1002']);
  expect(await found('status:cancelled OR test:true')).toEqual(['#1002', '#1003']);
  expect(await found('-status:cancelled financial_status:paid')).toEqual(['#1001']);
  expect(await found(`(status:open AND NOT test:true) id:<=${first.id}`)).toEqual(['#1001']);
});

test('a filter that Shopify does not know is ignored with a warning; one that only the sandbox lacks is refused', async () => {
  const shopify = await simulator();
  shopify.placeOrder({ lines: [line] });
  const unknown = await ask(shopify, search('reference:X-1'));
  expect(names(unknown.body)).toEqual(['#1001']);
  expect(at(unknown.body, 'extensions.search.0.warnings.0')).toMatchObject({ field: 'reference', code: 'invalid_field' });
  expect((await ask(shopify, search('risk_level:high'))).messages).toEqual([
    'The sandbox does not implement the orders filter risk_level',
  ]);
});

test('a SKU search compares words, so it also finds longer SKUs', async () => {
  const shopify = await simulator();
  const query = `{ productVariants(first: 5, query: "sku:'STENT-35'") { nodes { sku price } } }`;
  expect((await ask(shopify, query)).body.data).toEqual({
    productVariants: { nodes: [{ sku: 'STENT-35-18', price: '1200.00' }] },
  });
  const items = `{ inventoryItems(first: 5, query: "sku:MON-7") { nodes { sku duplicateSkuCount
    inventoryLevels(first: 1) { nodes { location { name } quantities(names: ["available", "on_hand"]) { name quantity } } } } } }`;
  expect(at((await ask(shopify, items)).body, 'data.inventoryItems.nodes.0')).toEqual({
    sku: 'MON-7',
    duplicateSkuCount: 0,
    inventoryLevels: {
      nodes: [
        {
          location: { name: 'Suzhou Warehouse' },
          quantities: [
            { name: 'available', quantity: 2 },
            { name: 'on_hand', quantity: 2 },
          ],
        },
      ],
    },
  });
});

test('without approval for protected customer data the personal fields are empty', async () => {
  const shopify = await simulator({ customerData: 'empty' });
  const { id } = shopify.placeOrder({
    lines: [line],
    customer: { email: 'li@example.com', lastName: 'Li', address: { city: 'Suzhou', country: 'China', countryCode: 'CN' } },
  });
  const { body } = await ask(shopify, '{ orders(first: 1) { nodes { email phone customer { id } shippingAddress { city } } } }');
  expect(at(body, 'data.orders.nodes.0')).toEqual({ email: null, phone: null, customer: null, shippingAddress: null });
  const payload = shopify.orderWebhookPayload(id);
  expect(payload).not.toHaveProperty('email');
  expect(payload['shipping_address']).toEqual({ country: 'China', country_code: 'CN', province: null, province_code: null });
});

test('an app that Shopify refuses personal data gets an error for the field and the rest of the order', async () => {
  const shopify = await simulator({ customerData: 'refused' });
  shopify.placeOrder({ lines: [line], customer: { email: 'li@example.com' } });
  const { body, codes, messages } = await ask(shopify, '{ orders(first: 1) { nodes { name email } } }');
  expect([codes, messages[0]]).toEqual([['ACCESS_DENIED'], expect.stringContaining('not approved to use the email field')]);
  expect(at(body, 'data.orders.nodes.0')).toEqual({ name: '#1001', email: null });
});
