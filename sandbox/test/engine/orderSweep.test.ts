import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Template } from '../../src/engine';
import { Engine } from '../../src/engine';
import type { ShopifySimulator } from '../../src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator } from '../../src/shopify';
import type { TrytonSimulator } from '../../src/tryton';
import { startTrytonSimulator } from '../../src/tryton';

/** The shipped sweep on n8n-core with the built pack: what no webhook announced is found and repaired, each order once. */
const root = path.resolve(__dirname, '../../..');
const read = (file: string) => JSON.parse(readFileSync(path.join(root, 'workflows', file), 'utf8')) as Template;
const withTarget = (template: Template, targetState: string): Template => ({
  ...template,
  nodes: template.nodes.map((node) =>
    node.parameters.targetState === undefined ? node : { ...node, parameters: { ...node.parameters, targetState } },
  ),
});
/** Listens to new orders alone: edits and cancellations are announced to nobody. */
const sync: Template = ((template) => ({
  ...template,
  nodes: template.nodes.map((node) =>
    node.parameters.topics === undefined ? node : { ...node, parameters: { ...node.parameters, topics: ['ORDERS_CREATE'] } },
  ),
}))(withTarget(read('01-order-sync-shopify.json'), 'quotation'));
const sweep = withTarget(read('03-order-sweep-shopify.json'), 'quotation');
const customer = {
  email: 'dr.smith@clinic.example',
  firstName: 'Anna',
  lastName: 'Smith',
  address: { address1: '9 Care Street', city: 'Nanjing', countryCode: 'CN', country: 'China' },
};
const ORDERS = 150;

let shop: ShopifySimulator;
let erp: TrytonSimulator;
let engine: Engine;

beforeAll(async () => {
  // One webhook of a hundred never arrives, by seed.
  shop = await startShopifySimulator({
    plan: { maximumAvailable: 100_000, restoreRate: 10_000 },
    webhookFaults: { seed: 'sweep', drop: 0.01 },
  });
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
    },
  });
}, 60_000);

afterAll(async () => {
  await engine?.close();
  await shop?.close();
  await erp?.close();
});

interface Counted {
  readonly outcome: string;
  readonly count_outcome: number;
}

async function counts(): Promise<Readonly<Record<string, number>>> {
  const run = await engine.run(sweep, 'Every 15 Minutes');
  expect({ status: run.status, error: run.error }).toEqual({ status: 'success', error: undefined });
  const items = (run.nodes['Counts']?.outputs[0] ?? []) as unknown as readonly Counted[];
  return Object.fromEntries(items.map(({ outcome, count_outcome: count }) => [outcome, count]));
}

/** Every order of the shop stands in the ERP once, as the shop has it; cancelled ones do not stand. */
function expectEqual(): void {
  for (const order of shop.shop.orders.values()) {
    const sales = erp.listSales().filter(({ webId }) => webId?.endsWith(`/order/${order.id}`));
    const standing = sales.filter(({ state }) => state !== 'cancelled');
    expect(sales.length).toBeLessThanOrEqual(1);
    if (order.cancelledAtMs !== null) expect(standing).toEqual([]);
    else {
      const { current_total_price: total } = shop.orderWebhookPayload(order.id) as { current_total_price: string };
      expect(standing).toMatchObject([{ totalAmount: total, state: 'quotation' }]);
    }
  }
}

test('orders that no webhook announced are found by the sweep, repaired once, and then left alone', async () => {
  await engine.activate(sync);
  const placed = [];
  for (let place = 0; place < ORDERS; place++) {
    const lines = [
      { sku: 'STENT-35-18', quantity: (place % 9) + 1 },
      { sku: 'MON-7', quantity: 1 },
    ];
    placed.push(shop.placeOrder({ customer, lines }));
    if (place % 25 !== 24) continue;
    await shop.idle();
    await engine.idle();
  }
  const standing = new Set(erp.listSales().map(({ webId }) => webId));
  const lost = ORDERS - standing.size;
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThan(ORDERS / 20);

  const edited = placed.filter((_, place) => place % 30 === 8);
  const cancelled = placed.filter((_, place) => place % 40 === 7);
  for (const { id, lines } of edited) shop.editOrder(id, { lineId: lines[0]?.id ?? 0n, units: 2 });
  for (const { id } of cancelled) shop.cancelOrder(id);
  await shop.idle();

  const first = await counts();
  expect(first.created).toBe(lost);
  expect(first.applied).toBe(edited.length + cancelled.length);
  expectEqual();
  expect(erp.witness.doubled()).toEqual([]);
  expect(await counts()).toEqual({ unchanged: ORDERS });
}, 300_000);
