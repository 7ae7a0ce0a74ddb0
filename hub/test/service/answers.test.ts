import { createHmac, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import axios, { type Method } from 'axios';
import { openHub, type TestHub } from './openHub';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}

const SECRET = 'shop-secret';
const SHOP = 'answers.myshopify.com';
const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
const answered = new Set<string>();
let hub: TestHub;
let addresses: { readonly publicAddress: string; readonly privateAddress: string };
let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;

beforeAll(async () => {
  hub = await openHub();
  addresses = await hub.start();
  ({ paths } = (await axios.get<{ paths: typeof paths }>(`${addresses.privateAddress}/openapi.json`)).data);
});
afterAll(async () => await hub.end());

/** `/v1/events/{id}` for `/v1/events/7`; a path without parameters goes before one with. */
function templateOf(address: string): string {
  const [asked = ''] = address.split('?');
  const fits = (template: string) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked);
  const found = [asked, ...Object.keys(paths)].find((template) => template in paths && fits(template));
  if (found === undefined) throw new Error(`${asked} is not described`);
  return found;
}

/** Asks the running service over TCP, and holds the answer against what the description promises. */
async function ask<Body = Record<string, unknown>>(method: Method, address: string, body?: unknown, status = 200): Promise<Body> {
  const answer = await axios.request<string>({
    method,
    url: `${addresses.privateAddress}${address}`,
    headers: hub.headers,
    data: body,
    validateStatus: () => true,
    // Axios would read JSON Lines as JSON where there is one line only.
    transformResponse: (text: string) => text,
  });
  const isJson = /^application\/(?:problem\+)?json(?:;|$)/.test(String(answer.headers['content-type']));
  const data = (isJson ? JSON.parse(answer.data) : answer.data) as Body;
  expect([method, address, answer.status, answer.status === status ? '' : answer.data]).toEqual([method, address, status, '']);
  const template = templateOf(address);
  const operation = paths[template]?.[method.toLowerCase()];
  const response = operation?.responses[String(status)] ?? operation?.responses['default'];
  const [schema] = Object.values(response?.content ?? {});
  if (schema !== undefined && isJson) {
    // The problem's schema is named by reference.
    const isProblem = '$ref' in schema.schema;
    const validate = ajv.compile(isProblem ? { type: 'object', required: ['type', 'title', 'status', 'detail'] } : schema.schema);
    expect([method, address, validate(data), validate.errors]).toEqual([method, address, true, null]);
  }
  if (status < 300) answered.add(`${method} ${template}`);
  return data;
}

async function deliver(intakeUrl: string, order: { readonly id: number; readonly updated_at: string }): Promise<void> {
  const body = JSON.stringify(order);
  const { status } = await axios.post(`${addresses.publicAddress}${new URL(intakeUrl).pathname}`, body, {
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': SHOP,
      'x-shopify-webhook-id': `delivery-${order.id}`,
      'x-shopify-event-id': `event-${order.id}`,
      'x-shopify-triggered-at': order.updated_at,
      'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(body).digest('base64'),
    },
  });
  expect(status).toBe(200);
}

const push = {
  url: 'http://127.0.0.1:9/webhook',
  key: randomBytes(32).toString('base64'),
  batchSize: 10,
  batchDelayMs: 60_000,
  maxInFlight: 2,
  leaseMs: 60_000,
};
const workflow = { id: 'w1', name: 'Order sync', node: 'Shopify Trigger' };

test('sources and subscriptions', async () => {
  await ask('PUT', '/v1/sources/shop', {
    profile: 'shopify',
    tenant: SHOP,
    topics: ['orders/create'],
    secrets: [SECRET],
    push,
    workflow,
  });
  await ask('PUT', '/v1/subscriptions/desk', { kinds: ['event.parked'], push, workflow });
  expect(JSON.stringify(await ask('GET', '/v1/sources'))).not.toContain(SECRET);
  await ask('GET', '/v1/sources/shop');
  await ask('GET', '/v1/sources/none', undefined, 404);
  await ask('DELETE', '/v1/subscriptions/desk', undefined, 204);
});

test('events, from the delivery to the desk', async () => {
  const { intakeUrl } = await ask<{ intakeUrl: string }>('GET', '/v1/sources/shop');
  for (const id of [1, 2, 3]) await deliver(intakeUrl, { id, updated_at: '2026-11-22T10:00:00Z' });
  await ask('POST', '/v1/events', {
    source: 'own',
    deliveryId: 'd1',
    topic: 'orders/create',
    headers: {},
    bodyBase64: Buffer.from('{"id":9}').toString('base64'),
  });
  const { events } = await ask<{ events: { id: string; lease: string; body: string }[] }>('POST', '/v1/events/lease', {
    source: 'shop',
    limit: 3,
    leaseMs: 60_000,
    redriven: 'any',
  });
  expect(events.map(({ body }) => JSON.parse(body).id as number).sort()).toEqual([1, 2, 3]);
  const parked = events.map(({ id, lease }) => ({
    id,
    lease,
    outcome: 'parked',
    reason: 'unknown SKU',
    code: 'unknown-sku',
    nextStep: 'Add it.',
  }));
  await ask('POST', '/v1/events/report', { reports: parked });
  const [first, second, third] = parked;
  await ask('GET', '/v1/events?state=parked&limit=10');
  await ask('GET', `/v1/events/${first?.id}`);
  await ask('GET', `/v1/events/${first?.id}/body`);
  await ask('POST', `/v1/events/${first?.id}/fix`, { body: '{"id":1,"note":"fixed"}', reason: 'typing error' });
  await ask('POST', `/v1/events/${second?.id}/replay`, { reason: 'SKU added' });
  await ask('POST', `/v1/events/${third?.id}/resolve`, { reason: 'done by hand' });
  await ask('GET', '/v1/events/999999', undefined, 404);
  await ask('GET', '/v1/attention?limit=10');
});

test('effects', async () => {
  const key = `tryton%3Aerp/shopify/${SHOP}/order/1`;
  const claim = { key, version: '2026', fingerprint: 'a'.repeat(64), leaseMs: 60_000, settleMs: 1_000, owner: 'w1/1/Create' };
  const first = await ask<{ decision: string; token: string }>('POST', '/v1/effects/claim', claim);
  expect(first.decision).toBe('proceed');
  await ask('POST', '/v1/effects/settle', { token: first.token, outcome: 'done', result: { id: '4711' } });
  expect(await ask('POST', '/v1/effects/claim', claim)).toMatchObject({ decision: 'done', result: { id: '4711' } });
  const conflict = await ask('POST', '/v1/effects/claim', { ...claim, fingerprint: 'b'.repeat(64) }, 409);
  expect(conflict).toMatchObject({ storedFingerprint: 'a'.repeat(64), givenFingerprint: 'b'.repeat(64) });
  const other = { ...claim, key: `tryton%3Aerp/shopify/${SHOP}/order/2` };
  const { claims } = await ask<{ claims: { token: string }[] }>('POST', '/v1/effects/claim', { requests: [other] });
  await ask('POST', '/v1/effects/settle', {
    settlements: [{ token: claims[0]?.token, outcome: 'parked', reason: 'customer is locked' }],
  });
  await ask('GET', '/v1/effects?state=parked&limit=10');
  await ask('GET', `/v1/effects/one?key=${encodeURIComponent(other.key)}`);
  await ask('POST', '/v1/effects/resolve', { key: other.key, outcome: 'retry', reason: 'customer is unlocked' });
});

test('links', async () => {
  const document = (documentType: string, id: string) => ({
    system: 'shopify',
    tenant: SHOP,
    documentType,
    id,
    number: `#${id}`,
  });
  await ask(
    'POST',
    '/v1/links',
    {
      links: [{ from: document('order', '1'), to: { ...document('order', '4711'), system: 'tryton' }, relation: 'becameOrder' }],
    },
    204,
  );
  const graph = await ask<{ documents: unknown[] }>(
    'GET',
    `/v1/links/graph?system=shopify&tenant=${SHOP}&documentType=order&id=1&depth=3`,
  );
  expect(graph.documents).toHaveLength(2);
  await ask('GET', `/v1/links/find?text=${encodeURIComponent('#4711')}`);
});

test('the audit log', async () => {
  await ask('POST', '/v1/audit', { type: 'stockCounted', object: { kind: 'location', id: 'A1' }, body: { lines: 3 } }, 201);
  await ask('POST', '/v1/audit/checkpoint');
  await ask('GET', '/v1/audit?after=0&limit=10');
  const { size } = await ask<{ size: number }>('GET', '/v1/audit/checkpoint');
  await ask('GET', `/v1/audit/proof/inclusion?seq=1&size=${size}`);
  await ask('POST', '/v1/audit', { type: 'stockCounted', object: { kind: 'location', id: 'A2' }, body: { lines: 4 } }, 201);
  await ask('POST', '/v1/audit/checkpoint');
  await ask('GET', `/v1/audit/proof/consistency?first=${size}`);
  await ask('GET', '/v1/audit/export');
});

test('mappings', async () => {
  const folder = path.resolve(__dirname, '../../../docs/examples/mappings');
  const [file = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const mapping = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { id: string; version: string };
  await ask('PUT', '/v1/mappings', { mapping, activate: true });
  await ask('PUT', '/v1/mappings', { mapping: { ...mapping, version: '99.0.0' } });
  await ask('POST', '/v1/mappings/activate', { id: mapping.id, version: '99.0.0' });
  await ask('POST', '/v1/mappings/rollback', { id: mapping.id });
  expect(await ask('GET', `/v1/mappings/one?id=${encodeURIComponent(mapping.id)}`)).toMatchObject({
    stored: { version: mapping.version, active: true },
  });
  await ask('GET', '/v1/mappings');
});

test('incidents and figures', async () => {
  const { id } = await ask<{ id: string }>('POST', '/v1/incidents', {
    workflow: { id: 'w1', name: 'Order sync' },
    message: 'The ERP did not answer',
  });
  await ask('GET', '/v1/incidents?state=open');
  await ask('POST', `/v1/incidents/${id}/close`, { reason: 'it answers again' });
  await ask('GET', '/v1/kpis');
});

test('keys', async () => {
  const { key } = await ask<{ key: { id: string } }>('POST', '/v1/keys', { name: 'other', preset: 'metrics' }, 201);
  await ask('POST', `/v1/keys/${key.id}/rotate`, { graceMs: 0 });
  await ask('GET', '/v1/keys');
  await ask('DELETE', `/v1/keys/${key.id}`, undefined, 204);
});

test('a source that is taken back refuses deliveries for good', async () => {
  await ask('DELETE', '/v1/sources/shop', undefined, 204);
});

test('every described operation was answered once as described', () => {
  const described = Object.entries(paths).flatMap(([template, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${template}`),
  );
  expect(described.filter((operation) => !answered.has(operation))).toEqual([]);
});
