import { createHmac } from 'node:crypto';
import type { IHookFunctions } from 'n8n-workflow';
import type { LeasedEvent } from '../../../../core/hub';
import { pushKey } from '../../../../core/hub';
import { ShopifyTrigger } from '../../../../nodes/Shopify/ShopifyTrigger.node';
import { DeliveryMemory } from '../../../../nodes/Shopify/webhooks/deliveryMemory';
import { receive } from '../../../../nodes/Shopify/webhooks/receive';
import { HUB_KEY } from '../../../support/fakeHub';
import type { FakeRequest } from '../../../support/n8nContext';
import { hookContext, webhookContext } from '../../../support/n8nContext';
import { hubTrigger } from '../support/hubTrigger';
import { SHOP, WEBHOOK_SIGNING } from '../support/shop';

const ADDRESS = 'https://n8n.example.com/webhook/abc';
const TEST_ADDRESS = 'https://n8n.example.com/webhook-test/abc';
const { checkExists, create, delete: remove } = new ShopifyTrigger().webhookMethods.default;

function trigger(...given: Parameters<typeof hubTrigger>) {
  const world = hubTrigger(...given);
  const call = async (method: (this: IHookFunctions) => Promise<boolean>, mode: 'trigger' | 'manual' = 'trigger') =>
    await method.call(hookContext({ ...world.fake, mode, webhookUrl: mode === 'manual' ? TEST_ADDRESS : ADDRESS }));
  const source = () => [...world.hub.sources.values()][0];
  return { ...world, call, source };
}

describe('publishing with a hub', () => {
  test('registers the source and has Shopify call the intake of the hub', async () => {
    const { call, source, topics } = trigger();
    expect(await call(checkExists)).toBe(false);
    expect(await call(create)).toBe(true);
    const intake = source()?.intakeUrl ?? '';
    expect(topics()).toEqual([`ORDERS_CREATE ${intake}`, `ORDERS_UPDATED ${intake}`]);
    expect(source()?.registration).toMatchObject({
      profile: 'shopify',
      tenant: SHOP,
      topics: ['ORDERS_CREATE', 'ORDERS_UPDATED'],
      secrets: [WEBHOOK_SIGNING],
      push: { url: ADDRESS, batchSize: 50, batchDelayMs: 200, maxInFlight: 2, leaseMs: 90_000 },
      workflow: { id: 'workflow-1', name: '01 Order sync', node: 'Shopify Order' },
    });
    expect(source()?.registration.push.key).toBe(pushKey(HUB_KEY, source()?.id ?? ''));
    expect(await call(checkExists)).toBe(true);
  });

  test('takes the options of the node', async () => {
    const hubOptions = { batchSize: 10, batchDelayMs: 0, maxInFlight: 5, leaseSeconds: 30 };
    const { call, source } = trigger({}, { topics: ['ORDERS_CREATE'], hubOptions });
    await call(create);
    expect(source()?.registration.push).toMatchObject({ batchSize: 10, batchDelayMs: 0, maxInFlight: 5, leaseMs: 30_000 });
  });

  test('uses one id over all activations, and another one for another node', async () => {
    const { call, hub, fake } = trigger();
    await call(create);
    await call(create);
    expect(hub.sources.size).toBe(1);
    await create.call(hookContext({ ...fake, node: { ...fake.node, id: 'node-2' } }));
    expect(hub.sources.size).toBe(2);
  });

  test("moves Shopify from n8n's own address to the hub, so that nothing arrives twice", async () => {
    const { call, source, topics } = trigger({ existing: [['ORDERS_CREATE', ADDRESS]] });
    expect(await call(checkExists)).toBe(false);
    await call(create);
    expect(topics().filter((line) => line.includes(ADDRESS))).toEqual([]);
    expect(topics().filter((line) => line.includes(source()?.intakeUrl ?? '-'))).toHaveLength(2);
  });

  test('registers again when the hub has lost the source, and repairs a deleted subscription', async () => {
    const { call, hub, topics } = trigger();
    await call(create);
    hub.sources.clear();
    expect(await call(checkExists)).toBe(true);
    expect(hub.sources.size).toBe(1);
    expect(topics()).toHaveLength(2);
  });

  test('fails when the hub cannot be reached, with what to do and without the key', async () => {
    const { call, hub } = trigger();
    hub.fault = () => ({ status: 503 });
    const error: unknown = await call(create).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining('hub') });
    expect(JSON.stringify(error) + String(error)).not.toContain(HUB_KEY);
  });

  test('withdraws the subscriptions first and the source afterwards', async () => {
    const { call, hub, source, topics } = trigger({ existing: [['ORDERS_CREATE', 'https://other.example.com/']] });
    await call(create);
    expect(await call(remove)).toBe(true);
    expect(topics()).toEqual(['ORDERS_CREATE https://other.example.com/']);
    expect(source()?.active).toBe(false);
    expect(hub.requests.at(-1)).toMatchObject({ method: 'DELETE' });
  });

  test('withdraws without a complaint when the hub does not know the source', async () => {
    const { call, topics } = trigger({ existing: [['ORDERS_CREATE', ADDRESS]] });
    expect(await call(remove)).toBe(true);
    expect(topics()).toEqual([]);
  });

  test("listening in the editor takes n8n's test address and leaves the hub alone", async () => {
    const { call, hub, topics } = trigger();
    await call(create);
    const before = topics();
    const asked = hub.requests.length;
    await call(create, 'manual');
    expect(topics()).toEqual(expect.arrayContaining([`ORDERS_CREATE ${TEST_ADDRESS}`, ...before]));
    await call(remove, 'manual');
    expect(topics()).toEqual(before);
    expect(hub.requests).toHaveLength(asked);
  });
});

const event = (changes: Partial<LeasedEvent> = {}): LeasedEvent => ({
  id: '17',
  lease: '17.1.0123456789abcdef',
  attempt: 1,
  leaseUntilMs: 0,
  source: 'source-1',
  deliveryId: 'delivery-1',
  eventId: 'event-1',
  topic: 'orders/create',
  businessKey: `shopify/${SHOP}/order/820982911946154508`,
  version: '2026-11-22T10:00:00Z/2026-11-22T10:00:00.5Z',
  triggeredAt: '2026-11-22T10:00:00.5Z',
  receivedAtMs: 0,
  headers: { 'x-shopify-shop-domain': SHOP, 'x-shopify-api-version': '2026-10' },
  body: '{"id":820982911946154508,"updated_at":"2026-11-22T10:00:00Z"}',
  ...changes,
});

const memory = () => new DeliveryMemory({ maxAgeMs: 1_000, maxEntries: 10 }, () => 0);

async function published() {
  const world = trigger();
  await world.call(create);
  const id = world.source()?.id ?? '';
  const deliver = async (request: FakeRequest, mode: 'webhook' | 'manual' = 'webhook', using = memory()) => {
    const context = webhookContext({ ...world.fake, request, mode });
    return { context, answer: await receive(context, using) };
  };
  return { ...world, id, deliver };
}

function shopifyDelivery(signedWith = WEBHOOK_SIGNING): FakeRequest {
  const rawBody = Buffer.from('{"id":820982911946154508,"updated_at":"2026-11-22T10:00:00Z"}');
  return {
    rawBody,
    headers: {
      'X-Shopify-Topic': 'orders/create',
      'X-Shopify-Hmac-Sha256': createHmac('sha256', signedWith).update(rawBody).digest('base64'),
      'X-Shopify-Shop-Domain': SHOP,
      'X-Shopify-Webhook-Id': 'delivery-1',
      'X-Shopify-Event-Id': 'event-1',
      'X-Shopify-Triggered-At': '2026-11-22T10:00:00.5Z',
      'X-Shopify-API-Version': '2026-10',
    },
  };
}

describe('receiving with a hub', () => {
  test('a pushed batch becomes one run with one item per event', async () => {
    const { hub, id, deliver } = await published();
    const { answer } = await deliver(hub.push(id, [event(), event({ id: '18', lease: '18.1.ff', attempt: 3 })]));
    expect(answer.workflowData?.[0]?.map(({ json }) => json.hubEvent)).toEqual([
      { id: '17', lease: '17.1.0123456789abcdef', attempt: 1 },
      { id: '18', lease: '18.1.ff', attempt: 3 },
    ]);
  });

  test('an item has the same shape and content with and without hub', async () => {
    const { hub, id, deliver } = await published();
    const pushed = await deliver(hub.push(id, [event()]));
    const direct = await deliver(shopifyDelivery(), 'manual');
    const { hubEvent, ...withHub } = pushed.answer.workflowData?.[0]?.[0]?.json ?? {};
    expect(withHub).toEqual(direct.answer.workflowData?.[0]?.[0]?.json);
    expect(withHub.payload).toMatchObject({ id: '820982911946154508' });
    expect(hubEvent).toBeDefined();
  });

  test.each<[string, (request: FakeRequest) => FakeRequest]>([
    [
      'of one byte more',
      ({ headers, rawBody }) => ({ headers, rawBody: Buffer.concat([rawBody ?? Buffer.of(), Buffer.from(' ')]) }),
    ],
    ['without its bytes', ({ headers }) => ({ headers })],
    [
      'of ten minutes ago',
      ({ headers, rawBody }) => ({
        rawBody,
        headers: { ...headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 600) },
      }),
    ],
    ['signed by somebody else', ({ headers, rawBody }) => ({ rawBody, headers: { ...headers, 'webhook-signature': 'v1,AAAA' } })],
    ['with another id', ({ headers, rawBody }) => ({ rawBody, headers: { ...headers, 'webhook-id': 'batch-2' } })],
  ])('a push %s is answered with 401, an empty body and no run', async (_title, change) => {
    const { hub, id, deliver } = await published();
    const { context, answer } = await deliver(change(hub.push(id, [event()])));
    expect(answer).toEqual({ noWebhookResponse: true });
    expect(context.reply).toMatchObject({ statusCode: 401, body: undefined, ended: true });
    expect(JSON.stringify(context.log)).not.toMatch(/820982|msk_/);
  });

  test('a push signed for another registration is refused', async () => {
    const { hub, fake, deliver } = await published();
    await create.call(hookContext({ ...fake, node: { ...fake.node, id: 'node-2' } }));
    const other = [...hub.sources.keys()][1] ?? '';
    const { context } = await deliver(hub.push(other, [event()]));
    expect(context.reply.statusCode).toBe(401);
  });

  test('a body that is no JSON object is handed on as null, so that the mapping refuses it and a person sees it', async () => {
    const { hub, id, deliver } = await published();
    const { answer } = await deliver(hub.push(id, [event({ body: 'erased' })]));
    expect(answer.workflowData?.[0]?.[0]?.json).toMatchObject({ payload: null, hubEvent: { id: '17' } });
  });

  test('a delivery that Shopify still sends here is stored at the hub and starts no run', async () => {
    const { hub, id, deliver } = await published();
    const { context, answer } = await deliver(shopifyDelivery());
    expect(answer).toEqual({ noWebhookResponse: true });
    expect(context.reply.statusCode).toBe(200);
    expect(hub.events).toMatchObject([
      {
        source: id,
        deliveryId: 'delivery-1',
        eventId: 'event-1',
        topic: 'orders/create',
        resourceId: '820982911946154508',
        businessKey: `shopify/${SHOP}/order/820982911946154508`,
        version: '2026-11-22T10:00:00Z/2026-11-22T10:00:00.5Z',
      },
    ]);
    expect(Buffer.from(hub.events[0]?.bodyBase64 ?? '', 'base64').toString()).toContain('820982911946154508');
    expect(JSON.stringify(hub.events[0]?.headers)).not.toMatch(/hmac/i);
  });

  test('its repeats are stored once, and the memory of this process has no say', async () => {
    const { hub, deliver } = await published();
    const using = memory();
    for (let again = 0; again < 3; again++) await deliver(shopifyDelivery(), 'webhook', using);
    expect(hub.events).toHaveLength(1);
    expect(using.size).toBe(0);
  });

  test('when the hub cannot store it, Shopify hears 503 and sends it again', async () => {
    const { hub, deliver } = await published();
    hub.fault = ({ path }) => (path === '/v1/events' ? { status: 500 } : undefined);
    const { context, answer } = await deliver(shopifyDelivery());
    expect(answer.workflowData).toBeUndefined();
    expect(context.reply.statusCode).toBe(503);
  });

  test('a forged delivery is refused before the hub hears of it', async () => {
    const { hub, deliver } = await published();
    const asked = hub.requests.length;
    const { context } = await deliver(shopifyDelivery('guess'));
    expect(context.reply.statusCode).toBe(401);
    expect(hub.requests).toHaveLength(asked);
  });

  test('with a hub credential that cannot be used nothing is taken', async () => {
    const { fake } = await published();
    const credentials = { ...fake.credentials, medSupplyHubApi: { url: 'http://hub.example.com', apiKey: HUB_KEY } };
    const context = webhookContext({ ...fake, credentials, request: shopifyDelivery() });
    expect(await receive(context, memory())).toEqual({ noWebhookResponse: true });
    expect(context.reply.statusCode).toBe(503);
  });
});
