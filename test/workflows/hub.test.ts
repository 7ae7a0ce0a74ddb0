import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Execution, Template } from '../../sandbox/src/engine';
import { Engine } from '../../sandbox/src/engine';
import type { ShopifySimulator } from '../../sandbox/src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator } from '../../sandbox/src/shopify';
import type { TrytonSimulator } from '../../sandbox/src/tryton';
import { startTrytonSimulator } from '../../sandbox/src/tryton';
import { FakeHub, HUB_KEY } from '../support/fakeHub';

/* The shipped templates, unchanged but for the credentials, on n8n-core between the simulators and a hub in memory. */

const root = path.resolve(__dirname, '../..');
const HUB_NODES = ['Shopify Order', 'Map to Order', 'Synchronize ERP Order'];
const read = (file: string): Template => JSON.parse(readFileSync(path.join(root, 'workflows', file), 'utf8')) as Template;
const shipped = read('01-order-sync-shopify.json');
const recovery = read('02-order-recovery.json');
const errorDesk = read('99-error-desk.json');
const template: Template = {
  ...shipped,
  nodes: shipped.nodes.map((node) =>
    HUB_NODES.includes(node.name)
      ? { ...node, credentials: { ...node.credentials, medSupplyHubApi: { id: '1', name: 'Hub' } } }
      : node,
  ),
};
const buyer = {
  email: 'dr.smith@clinic.example',
  firstName: 'Anna',
  lastName: 'Smith',
  address: { lastName: 'Smith', address1: '9 Care Street', city: 'Nanjing', zip: '210000', country: 'China', countryCode: 'CN' },
};

let hub: FakeHub;
let shop: ShopifySimulator;
let erp: TrytonSimulator;
let engine: Engine;

beforeAll(async () => {
  hub = new FakeHub();
  const url = await hub.listen();
  shop = await startShopifySimulator();
  erp = await startTrytonSimulator();
  engine = await Engine.start({
    packFolder: root,
    credentials: {
      medSupplyShopifyClientApi: {
        shop: shop.shop.domain,
        clientId: SANDBOX_CREDENTIALS.clientId,
        clientSecret: SANDBOX_CREDENTIALS.clientSecret,
        sandboxUrl: shop.url,
      },
      medSupplyTrytonApi: {
        url: erp.url,
        allowHttp: true,
        database: erp.database,
        user: 'connector',
        password: 'Conn3ctor-2026!',
      },
      medSupplyHubApi: { url, apiKey: HUB_KEY },
    },
  });
  await engine.activate(template);
}, 60_000);

afterAll(async () => {
  await engine?.close();
  await shop?.close();
  await erp?.close();
  await hub?.close();
});

beforeEach(() => hub.memory.reports.splice(0));

/** Lets the shop deliver, the hub push, and n8n run. */
async function pass(): Promise<readonly Execution[]> {
  const before = engine.executions.length;
  await shop.idle();
  await hub.pushWaiting();
  await engine.idle();
  return engine.executions.slice(before);
}
const order = (sku = 'GLOVE-M-100') =>
  shop.placeOrder({
    customer: buyer,
    lines: [{ sku, quantity: 1, ...(sku.startsWith('NO-') ? { title: 'x', price: '1.00' } : {}) }],
  });
const salesOf = (orderId: bigint) => erp.listSales().filter(({ webId }) => webId?.endsWith(`/order/${orderId}`));

test('Shopify calls the hub and never n8n', () => {
  const [source] = [...hub.sources.values()];
  expect(shop.webhooks.subscriptions.map(({ uri }) => uri)).toEqual([source?.intakeUrl, source?.intakeUrl, source?.intakeUrl]);
  expect(source?.registration.push.url).toBe(engine.webhookUrl(template, 'Shopify Order'));
});

test('a batch of orders is one execution, and each order becomes one settled sale', async () => {
  const orders = [order(), order(), order()];
  const runs = await pass();
  expect(runs.map(({ status }) => status)).toEqual(['success']);
  for (const { id } of orders) expect(salesOf(id)).toHaveLength(1);
  expect(hub.memory.reports.map(({ outcome }) => outcome)).toEqual(orders.map(() => 'done'));
  const effects = [...hub.memory.effects.values()];
  expect(effects.map(({ state, mapping }) => [state, mapping?.id])).toEqual(orders.map(() => ['done', 'shopify/order.in']));
  expect(runs[0]?.nodes['Order Stands in the ERP']?.outputs[0]?.map(({ outcome }) => outcome)).toEqual(
    orders.map(() => 'created'),
  );
});

test('a delivery that is pushed a second time writes nothing and is reported as done', async () => {
  const { id } = order();
  await shop.idle();
  const again = [...hub.waiting];
  await pass();
  const requests = erp.listSales().length;
  hub.waiting.push(...again);
  const [run] = await pass();
  expect(run?.status).toBe('success');
  expect(salesOf(id)).toHaveLength(1);
  expect(erp.listSales()).toHaveLength(requests);
  expect(hub.memory.reports.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
});

test('one bad order parks its own event, names what to do, and takes no other down', async () => {
  const bad = order('NO-SUCH-SKU');
  const good = order();
  const [run] = await pass();
  expect(salesOf(bad.id)).toEqual([]);
  expect(salesOf(good.id)).toHaveLength(1);
  expect(hub.memory.reports.map(({ outcome }) => outcome).sort()).toEqual(['done', 'parked']);
  expect(hub.memory.reports.find(({ outcome }) => outcome === 'parked')?.nextStep).toMatch(/\w{3,}/);
  expect(run).toMatchObject({ status: 'error', error: expect.stringContaining('NO-SUCH-SKU') });
  expect(JSON.stringify(hub.memory.reports)).not.toContain('dr.smith');
});

test('while the hub is away nothing is written, and the order comes when it is back', async () => {
  const { id } = order();
  await shop.idle();
  const events = [...hub.waiting];
  hub.fault = ({ path: asked }) => (asked === '/v1/effects/claim' ? { status: 500 } : undefined);
  await pass();
  expect(salesOf(id)).toEqual([]);
  expect(hub.memory.reports).toMatchObject([{ outcome: 'released' }]);
  hub.fault = () => undefined;
  hub.waiting.push(...events);
  await pass();
  expect(salesOf(id)).toHaveLength(1);
});

test('an event that was left unfinished is brought to its end by the recovery workflow, without a second sale', async () => {
  const { id } = order();
  await shop.idle();
  const left = hub.waiting.find(({ topic }) => topic === 'orders/create');
  await pass();
  await engine.activate(recovery);
  const [subscription, registration] = [...hub.subscriptions][0] ?? [];
  const { headers, rawBody } = hub.push(subscription ?? '', left === undefined ? [] : [{ ...left, lease: 'again', attempt: 2 }]);
  hub.memory.reports.splice(0);
  await fetch(registration?.push.url ?? '', { method: 'POST', headers, body: new Uint8Array(rawBody) });
  await engine.idle();
  expect(engine.executions.at(-1)).toMatchObject({ template: recovery.name, status: 'success' });
  expect(hub.memory.reports).toMatchObject([{ id: left?.id, lease: 'again' }]);
  expect(['done', 'superseded']).toContain(hub.memory.reports[0]?.outcome);
  expect(salesOf(id)).toHaveLength(1);
  await engine.deactivate(recovery);
  expect(hub.subscriptions.size).toBe(0);
});

test.each([
  ['is new', true, 'Send the Alert Here'],
  ['is a repeat', false, 'Counted in Its Incident'],
])('a failed execution whose error %s goes on accordingly', async (_title, isNew, reached) => {
  hub.canned.set('POST /v1/incidents', { id: '1', message: 'SKU … not found', count: 3, isNew });
  const failed = {
    execution: { id: '9', error: { message: 'SKU X not found' } },
    workflow: { id: shipped.id, name: shipped.name },
  };
  const run = await engine.run(errorDesk, 'Workflow Failed', [failed]);
  expect(run.status).toBe('success');
  expect(run.nodes[reached]?.outputs[0]).toMatchObject([{ id: '1', isNew }]);
  expect(hub.requests.at(-1)?.body).toMatchObject({ workflow: { id: shipped.id }, message: 'SKU X not found' });
});

test('withdrawing the workflow ends the subscriptions and the source', async () => {
  await engine.deactivate(template);
  expect(shop.webhooks.subscriptions).toEqual([]);
  expect([...hub.sources.values()].map(({ active }) => active)).toEqual([false]);
});
