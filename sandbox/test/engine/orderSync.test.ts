import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../src/engine';
import type { Template } from '../../src/engine';
import type { ShopifySimulator } from '../../src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator } from '../../src/shopify';
import type { TrytonSimulator } from '../../src/tryton';
import { startTrytonSimulator } from '../../src/tryton';

/** The shipped template on n8n-core with the built pack, between the two simulators. */
const root = path.resolve(__dirname, '../../..');
const template = JSON.parse(readFileSync(path.join(root, 'workflows/01-order-sync-shopify.json'), 'utf8')) as Template;
const check = JSON.parse(readFileSync(path.join(root, 'workflows/90-webhook-check-shopify.json'), 'utf8')) as Template;
const buyer = {
  email: 'dr.smith@clinic.example',
  firstName: 'Anna',
  lastName: 'Smith',
  address: {
    firstName: 'Anna',
    lastName: 'Smith',
    address1: '9 Care Street',
    city: 'Nanjing',
    zip: '210000',
    country: 'China',
    countryCode: 'CN',
  },
};

let shop: ShopifySimulator;
let erp: TrytonSimulator;
let engine: Engine;

beforeAll(async () => {
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
    },
  });
  await engine.activate(template);
}, 60_000);

afterAll(async () => {
  await engine?.close();
  await shop?.close();
  await erp?.close();
});

const lastExecution = () => engine.executions.at(-1);
const salesOf = (orderId: bigint) => erp.listSales().filter(({ webId }) => webId?.endsWith(`/order/${orderId}`));

test('a signed order becomes one sale with the same total', async () => {
  const order = shop.placeOrder({
    customer: buyer,
    lines: [
      { sku: 'STENT-35-18', quantity: 2 },
      { sku: 'GLOVE-M-100', quantity: 10 },
    ],
    shipping: { price: '25.00' },
  });
  await shop.idle();
  await engine.idle();
  expect(lastExecution()).toMatchObject({ status: 'success' });
  expect(salesOf(order.id)).toMatchObject([
    { totalAmount: (shop.orderWebhookPayload(order.id) as { total_price: string }).total_price },
  ]);
});

test('a delivery repeated 20 times starts no further execution', async () => {
  const order = shop.placeOrder({ customer: buyer, lines: [{ sku: 'GLOVE-M-100', quantity: 1 }] });
  await shop.idle();
  await engine.idle();
  const before = engine.executions.length;
  const delivery = shop.webhooks.deliveries.at(-1);
  for (let again = 0; again < 20; again++) shop.webhooks.redeliver(delivery?.id ?? '');
  await shop.idle();
  await engine.idle();
  expect(engine.executions.length - before).toBe(0);
  expect(salesOf(order.id)).toHaveLength(1);
});

test('an article the ERP does not know leaves nothing behind and says what to do', async () => {
  const order = shop.placeOrder({ customer: buyer, lines: [{ sku: 'MASK-UNKNOWN', title: 'Mask', price: '5.00', quantity: 1 }] });
  await shop.idle();
  await engine.idle();
  expect(lastExecution()).toMatchObject({
    status: 'error',
    error: expect.stringMatching(/MASK-UNKNOWN not found\. .*(Create|Add|Enter|Correct)/s),
  });
  expect(salesOf(order.id)).toEqual([]);
  expect(JSON.stringify(lastExecution()?.error)).not.toContain('dr.smith');
});

test('the webhook check makes a deleted subscription again', async () => {
  const address = engine.webhookUrl(template, 'Shopify Order');
  const filled: Template = {
    ...check,
    nodes: check.nodes.map((node) =>
      node.parameters.address === '' ? { ...node, parameters: { ...node.parameters, address } } : node,
    ),
  };
  const [subscription] = shop.webhooks.subscriptions;
  shop.shop.subscriptions.delete(subscription?.id ?? 0n);
  const run = await engine.run(filled, 'Every Day');
  expect(run).toMatchObject({ status: 'success' });
  expect(run.nodes['Webhooks Stand']?.outputs[0]?.map(({ topic, status }) => [topic, status])).toEqual([
    ['ORDERS_UPDATED', 'kept'],
    ['ORDERS_CANCELLED', 'kept'],
    ['ORDERS_CREATE', 'created'],
  ]);
  expect(shop.webhooks.subscriptions.map(({ uri }) => uri)).toEqual([address, address, address]);
});
