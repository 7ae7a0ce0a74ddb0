import { createHmac } from 'node:crypto';
import { ManualClock } from '../../src/clock';
import type { ShopifySimulatorOptions } from '../../src/shopify';
import { RETRY_DELAYS_MS, SANDBOX_CREDENTIALS } from '../../src/shopify';
import { ask, at, receiver, simulator, stopAll, subscribe } from './support';

afterEach(stopAll);

const order = { lines: [{ sku: 'STENT-35-18', quantity: 2 }] };
const topics = (from: { readonly received: readonly { readonly headers: object }[] }) =>
  from.received.map(({ headers }) => (headers as Record<string, string>)['x-shopify-topic']);

async function subscribed(topic = 'ORDERS_CREATE', options: ShopifySimulatorOptions = {}) {
  const clock = new ManualClock('2026-11-22T10:00:00Z');
  const shopify = await simulator({ clock, ...options });
  const hook = await receiver();
  await subscribe(shopify, topic, hook.url);
  return { clock, shopify, hook };
}

test('a delivery carries the documented headers and a signature over its exact bytes', async () => {
  const { shopify, hook } = await subscribed();
  shopify.placeOrder({ ...order, note: 'Fish & <chips> 发票 😀' });
  await shopify.idle();

  const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = hook.received;
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': 'suzhou-medtrade.myshopify.com',
    'x-shopify-api-version': '2026-10',
    'x-shopify-triggered-at': '2026-11-22T10:00:00.000000000Z',
    'x-shopify-hmac-sha256': createHmac('sha256', SANDBOX_CREDENTIALS.clientSecret).update(body).digest('base64'),
    'x-shopify-webhook-id': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
    'x-shopify-event-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const text = body.toString('utf8');
  expect(JSON.parse(text)).toMatchObject({ note: 'Fish & <chips> 发票 😀' });
  expect(JSON.stringify(JSON.parse(text))).not.toBe(text); // re-serialising breaks the signature
});

test('64-bit ids travel with all their digits', async () => {
  const { shopify, hook } = await subscribed();
  shopify.placeOrder({ lines: [...order.lines, ...order.lines] });
  await shopify.idle();
  const text = hook.received[0]?.body.toString('utf8') ?? '';
  expect(text).toMatch(/^\{"id":820982911946154508,"admin_graphql_api_id":"gid:\/\/shopify\/Order\/820982911946154508"/);
  expect(text).toContain('"line_items":[{"id":866550311766439020,');
  expect(text).toContain('{"id":866550311766439021,');
});

test('one action gives one event id and a webhook id for each subscription', async () => {
  const { shopify, hook } = await subscribed();
  await subscribe(shopify, 'ORDERS_PAID', hook.url);
  await subscribe(shopify, 'ORDERS_CREATE', `${hook.url}/second`);
  shopify.placeOrder(order);
  await shopify.idle();
  const ids = (name: string) => new Set(hook.received.map(({ headers }) => headers[name]));
  expect([hook.received.length, ids('x-shopify-event-id').size, ids('x-shopify-webhook-id').size]).toEqual([3, 1, 3]);
});

test('edit, payment and cancellation reach their topics', async () => {
  const { shopify, hook } = await subscribed('ORDERS_EDITED');
  for (const topic of ['ORDERS_PAID', 'ORDERS_CANCELLED', 'ORDERS_UPDATED']) await subscribe(shopify, topic, hook.url);
  const placed = shopify.placeOrder({ ...order, financialStatus: 'pending' });
  await shopify.idle();
  expect(topics(hook)).toEqual(['orders/updated']);

  shopify.editOrder(placed.id, { lineId: placed.lines[0]?.id ?? 0n, units: 1 });
  await shopify.idle();
  shopify.markPaid(placed.id);
  await shopify.idle();
  shopify.cancelOrder(placed.id, 'inventory');
  await shopify.idle();
  expect(topics(hook).sort()).toEqual([
    'orders/cancelled',
    'orders/edited',
    'orders/paid',
    'orders/updated',
    'orders/updated',
    'orders/updated',
    'orders/updated',
  ]);
  expect(shopify.orderWebhookPayload(placed.id)).toMatchObject({
    cancel_reason: 'inventory',
    financial_status: 'refunded',
    current_total_price: '0.00',
    total_price: '2712.00',
  });
});

test('a failed delivery is repeated eight times over four hours, always with the same id and bytes', async () => {
  const { clock, shopify, hook } = await subscribed();
  hook.answerWith(500);
  shopify.placeOrder(order);
  await shopify.idle();
  const startMs = clock.now();
  for (const delayMs of RETRY_DELAYS_MS) {
    await clock.advance(delayMs - 1);
    await shopify.idle();
    const before = hook.received.length;
    await clock.advance(1);
    await shopify.idle();
    expect(hook.received.length).toBe(before + 1);
  }
  await clock.advance(24 * 3_600_000, shopify.idle);

  expect(hook.received).toHaveLength(9);
  expect(new Set(hook.received.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(1);
  expect(new Set(hook.received.map(({ body }) => body.toString('hex'))).size).toBe(1);
  const [delivery] = shopify.webhooks.deliveries;
  expect(delivery).toMatchObject({ state: 'failed', attempts: { length: 9 } });
  const lastMs = (delivery?.attempts.at(-1)?.atMs ?? 0) - startMs;
  expect(Math.abs(lastMs - 4 * 3_600_000)).toBeLessThan(10);
});

test('a success ends the retries', async () => {
  const { clock, shopify, hook } = await subscribed();
  hook.answerWith(503, 200);
  shopify.placeOrder(order);
  await shopify.idle();
  await clock.advance(4 * 3_600_000, shopify.idle);
  expect(hook.received).toHaveLength(2);
  expect(shopify.webhooks.deliveries[0]?.state).toBe('delivered');
});

test('a redirect is a failure and is not followed', async () => {
  const { shopify, hook } = await subscribed();
  hook.answerWith(302);
  shopify.placeOrder(order);
  await shopify.idle();
  expect(hook.received).toHaveLength(1);
  expect(shopify.webhooks.deliveries[0]).toMatchObject({
    state: 'waiting',
    attempts: [{ result: { kind: 'answered', status: 302 } }],
  });
});

test('an answer that takes five seconds is a failure', async () => {
  const { clock, shopify, hook } = await subscribed();
  hook.answerWith('hang');
  shopify.placeOrder(order);
  await hook.arrival(1);
  await clock.advance(4_999);
  expect(shopify.webhooks.deliveries[0]?.state).toBe('sending');
  await clock.advance(1);
  await shopify.idle();
  expect(shopify.webhooks.deliveries[0]).toMatchObject({ state: 'waiting', attempts: [{ result: { kind: 'timeout' } }] });
});

test('after eight failures in a row the subscription is gone', async () => {
  const { clock, shopify, hook } = await subscribed();
  hook.answerWith(500);
  shopify.placeOrder(order);
  await shopify.idle();
  for (const delayMs of RETRY_DELAYS_MS.slice(0, 6)) await clock.advance(delayMs, shopify.idle);
  expect(shopify.webhooks.subscriptions).toHaveLength(1);
  await clock.advance(RETRY_DELAYS_MS[6] ?? 0, shopify.idle);
  expect(shopify.webhooks.subscriptions).toHaveLength(0);

  shopify.placeOrder(order);
  await shopify.idle();
  expect(hook.received).toHaveLength(8);
});

test('a success in between keeps the subscription', async () => {
  const { clock, shopify, hook } = await subscribed();
  hook.answerWith(500, 500, 500, 500, 500, 500, 500, 200, 500, 500);
  shopify.placeOrder(order);
  await shopify.idle();
  await clock.advance(4 * 3_600_000, shopify.idle);
  shopify.placeOrder(order);
  await shopify.idle();
  expect(shopify.webhooks.subscriptions).toHaveLength(1);
});

test('redeliver sends the same delivery once more', async () => {
  const { shopify, hook } = await subscribed();
  shopify.placeOrder(order);
  await shopify.idle();
  shopify.webhooks.redeliver(shopify.webhooks.deliveries[0]?.id ?? '');
  await shopify.idle();
  const [first, second] = hook.received;
  expect(second).toEqual(expect.objectContaining({ body: first?.body }));
  expect(second?.headers['x-shopify-webhook-id']).toBe(first?.headers['x-shopify-webhook-id']);
});

test('the fault knobs double, delay and drop deliveries by seed', async () => {
  const doubled = await subscribed('ORDERS_CREATE', { webhookFaults: { duplicate: 1 } });
  doubled.shopify.placeOrder(order);
  await doubled.shopify.idle();
  expect(doubled.hook.received).toHaveLength(2);

  const dropped = await subscribed('ORDERS_CREATE', { webhookFaults: { drop: 1 } });
  dropped.shopify.placeOrder(order);
  await dropped.shopify.idle();
  expect([dropped.hook.received.length, dropped.shopify.webhooks.deliveries[0]?.state]).toEqual([0, 'notSent']);

  const late = await subscribed('ORDERS_UPDATED', { webhookFaults: { seed: 5, reorder: 0.5 } });
  for (let i = 0; i < 10; i++) late.shopify.placeOrder(order);
  await late.shopify.idle();
  expect(late.hook.received.length).toBeLessThan(10);
  await late.clock.advance(60_000);
  await late.shopify.idle();
  const arrived = late.hook.received.map(({ body }) => (JSON.parse(body.toString()) as { name: string }).name);
  expect([...arrived].sort()).toHaveLength(10);
  expect(arrived).not.toEqual([...arrived].sort());
});

test('a topic and address can be taken once, and the address must be https or on this machine', async () => {
  const shopify = await simulator();
  const uri = 'https://n8n.example.com/webhook/a';
  expect(await subscribe(shopify, 'ORDERS_CREATE', uri, { version: '2026-07' })).toMatchObject({
    webhookSubscription: { uri, apiVersion: { handle: '2026-07' } },
    userErrors: [],
  });
  expect(await subscribe(shopify, 'ORDERS_CREATE', uri)).toEqual({
    webhookSubscription: null,
    userErrors: [{ field: ['webhookSubscription', 'uri'], message: 'Address for this topic has already been taken' }],
  });
  expect(await subscribe(shopify, 'ORDERS_PAID', uri)).toMatchObject({ userErrors: [] });
  expect(await subscribe(shopify, 'ORDERS_CREATE', 'http://n8n.example.com/a')).toMatchObject({ webhookSubscription: null });
  expect(await subscribe(shopify, 'ORDERS_CREATE', 'nowhere')).toMatchObject({ webhookSubscription: null });
  expect(shopify.witness.keys()).toEqual([`webhookSubscription/ORDERS_CREATE/${uri}`, `webhookSubscription/ORDERS_PAID/${uri}`]);
});

test('nothing is ever sent to another machine', async () => {
  const shopify = await simulator();
  await subscribe(shopify, 'ORDERS_CREATE', 'https://n8n.example.com/webhook/a');
  shopify.placeOrder(order);
  await shopify.idle();
  expect(shopify.webhooks.deliveries[0]).toMatchObject({ state: 'notSent', attempts: [] });
});

test('a topic needs its scope', async () => {
  const shopify = await simulator({ scopes: ['read_products'] });
  expect(await subscribe(shopify, 'ORDERS_CREATE', 'https://n8n.example.com/a')).toMatchObject({
    webhookSubscription: null,
    userErrors: [{ message: expect.stringContaining('permission') }],
  });
});

test('subscriptions are listed by address and topic, changed and deleted', async () => {
  const shopify = await simulator();
  const created = await subscribe(shopify, 'ORDERS_CREATE', 'https://a.example.com/');
  await subscribe(shopify, 'ORDERS_PAID', 'https://b.example.com/');
  const list = async (args: string) =>
    at(
      (await ask(shopify, `{ webhookSubscriptions(first: 10, ${args}) { nodes { uri } } }`)).body,
      'data.webhookSubscriptions.nodes',
    );
  expect(await list('uri: "https://b.example.com/"')).toEqual([{ uri: 'https://b.example.com/' }]);
  expect(await list('topics: [ORDERS_CREATE]')).toEqual([{ uri: 'https://a.example.com/' }]);

  const id = String(at(created, 'webhookSubscription.id'));
  const change = `mutation { webhookSubscriptionUpdate(id: "${id}", webhookSubscription: { uri: "https://c.example.com/", includeFields: ["id"] })
    { webhookSubscription { uri includeFields } userErrors { message } } }`;
  expect(at((await ask(shopify, change)).body, 'data.webhookSubscriptionUpdate.webhookSubscription')).toEqual({
    uri: 'https://c.example.com/',
    includeFields: ['id'],
  });
  const remove = `mutation { webhookSubscriptionDelete(id: "${id}") { deletedWebhookSubscriptionId userErrors { message } } }`;
  expect(at((await ask(shopify, remove)).body, 'data.webhookSubscriptionDelete.deletedWebhookSubscriptionId')).toBe(id);
  expect(at((await ask(shopify, remove)).body, 'data.webhookSubscriptionDelete.userErrors.length')).toBe(1);
});

test('a filter that the sandbox cannot apply is refused instead of ignored', async () => {
  const shopify = await simulator();
  const { messages } = await ask(
    shopify,
    'mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "https://a.example.com/", filter: "id:1" }) { userErrors { message } } }',
  );
  expect(messages).toEqual(['The sandbox does not implement WebhookSubscriptionInput.filter']);
});
