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
const sync = withTarget(read('01-order-sync-shopify.json'), 'quotation');
const sweep = withTarget(read('03-order-sweep-shopify.json'), 'quotation');
const customer = {
  email: 'dr.smith@clinic.example',
  firstName: 'Anna',
  lastName: 'Smith',
  address: { address1: '9 Care Street', city: 'Nanjing', countryCode: 'CN', country: 'China' },
};
const ORDERS = 200;

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

test('orders whose webhooks were lost are found by the sweep, repaired once, and then left alone', async () => {
  await engine.activate(sync);
  const placed = [];
  for (let place = 0; place < ORDERS; place++) {
    placed.push(
      shop.placeOrder({
        customer,
        lines: [
          { sku: 'STENT-35-18', quantity: (place % 9) + 1 },
          { sku: 'MON-7', quantity: 1 },
        ],
      }),
    );
    if (place % 20 === 19) {
      await shop.idle();
      await engine.idle();
    }
  }
  for (const [place, order] of placed.entries()) {
    const [line] = order.lines;
    if (place % 10 === 3 && order.lines.length > 1 && (line?.currentQuantity ?? 0) > 1)
      shop.editOrder(order.id, { lineId: line?.id ?? 0n, units: 1 });
    if (place % 40 === 7) shop.cancelOrder(order.id);
  }
  await shop.idle();
  await engine.idle();
  // Nobody listens any more: what happens now is announced to nobody.
  await engine.deactivate(sync);
  shop.cancelOrder(placed[0]?.id ?? 0n);
  shop.editOrder(placed[8]?.id ?? 0n, { lineId: placed[8]?.lines[0]?.id ?? 0n, units: 2 });
  const missed = [
    shop.placeOrder({ customer, lines: [{ sku: 'MON-7', quantity: 2 }] }),
    shop.placeOrder({ customer, lines: [{ sku: 'MON-7', quantity: 3 }] }),
  ];
  await shop.idle();

  const before = new Set(erp.listSales().map(({ webId }) => webId));
  const first = await counts();
  expect(first.created).toBeGreaterThanOrEqual(missed.length);
  expect(first.applied).toBeGreaterThanOrEqual(2);
  expect(erp.listSales().filter(({ webId }) => !before.has(webId)).length).toBe(first.created);
  expectEqual();
  expect(erp.witness.doubled()).toEqual([]);
  const again = await counts();
  expect(again.created ?? 0).toBe(0);
  expect(again.applied ?? 0).toBe(0);
}, 300_000);
