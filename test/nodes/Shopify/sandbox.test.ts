import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { DeliveryMemory } from '../../../nodes/Shopify/webhooks/deliveryMemory';
import { receive } from '../../../nodes/Shopify/webhooks/receive';
import { ShopifyTrigger } from '../../../nodes/Shopify/ShopifyTrigger.node';
import type { ShopifySimulator, ShopifySimulatorOptions } from '../../../sandbox/src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator } from '../../../sandbox/src/shopify';
import { FakeHttp } from '../../support/fakeHttp';
import { hookContext, webhookContext } from '../../support/n8nContext';
import { runNode } from './support/runNode';
import { credentialTypes, operations, SHOP } from './support/shop';

/* The node against the simulator, which checks every query against the official schema and charges its cost. */

let simulator: ShopifySimulator;

async function start(options: ShopifySimulatorOptions = {}): Promise<void> {
  simulator = await startShopifySimulator({ shop: SHOP, ...options });
}

afterEach(async () => {
  await simulator.close();
});

/** A network that reaches the simulator. */
const network = () =>
  new FakeHttp(async (request: IHttpRequestOptions) => {
    const response = await fetch(String(request.url), {
      method: request.method,
      headers: request.headers as Record<string, string>,
      body: request.body as string,
      redirect: 'manual',
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });

const credential = () => ({ shop: SHOP, ...SANDBOX_CREDENTIALS, sandboxUrl: simulator.url });

function node(parameters: IDataObject, http = network()) {
  return { parameters, http, credentialTypes, credentials: { medSupplyShopifyTokenApi: credential() } };
}

const place = (count: number, lines = 1) => {
  for (let index = 0; index < count; index += 1) {
    simulator.placeOrder({
      lines: Array.from({ length: lines }, (_, line) => ({
        sku: line % 2 === 0 ? 'GLOVE-M-100' : 'MON-7',
        quantity: line + 1,
        discount: line === 0 ? { percentage: '10' } : undefined,
      })),
      discounts: [{ kind: 'discount_code', title: 'WELCOME', amount: '5.00' }],
      shipping: { price: '12.00' },
      customer: {
        firstName: 'Ming',
        lastName: 'Wang',
        email: 'wang.ming@example.com',
        address: { city: 'Suzhou', countryCode: 'CN' },
      },
      company: { name: 'Suzhou Hospital', externalId: 'C-1001' },
    });
  }
};

test('an order with 60 lines arrives complete, with money in both currencies and its company', async () => {
  await start();
  place(1, 60);
  const [order] = await runNode(node({ resource: 'order', operation: 'findByName', orderName: '1001' }));
  expect(order?.lineItems).toHaveLength(60);
  expect(order).toMatchObject({
    shop: SHOP,
    name: '#1001',
    totalPriceSet: { shopMoney: { currencyCode: 'CNY' }, presentmentMoney: { currencyCode: 'CNY' } },
    purchasingEntity: { __typename: 'PurchasingCompany', company: { externalId: 'C-1001' } },
    shippingLines: [{ title: 'Standard' }],
  });
  expect(order?.discountApplications).not.toHaveLength(0);
});

test('many orders come once each over several pages, oldest change first', async () => {
  await start({ plan: { maximumAvailable: 20_000, restoreRate: 1000 } });
  place(10, 6);
  const http = network();
  const orders = await runNode(
    node(
      { resource: 'order', operation: 'getMany', returnAll: true, updatedSince: new Date(Date.now() - 60_000).toISOString() },
      http,
    ),
  );
  expect(orders.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, index) => `#${1001 + index}`));
  expect(orders.every(({ lineItems }) => (lineItems as unknown[]).length === 6)).toBe(true);
});

test('variants are found by SKU and the missing ones named', async () => {
  await start();
  const found = await runNode(
    node({ resource: 'productVariant', operation: 'getManyBySku', skus: "GLOVE-M-100, glove-m-100, O'NEIL" }),
  );
  expect(found.map(({ sku, status }) => `${String(sku)} ${String(status)}`)).toEqual([
    'GLOVE-M-100 found',
    'glove-m-100 missing',
    "O'NEIL missing",
  ]);
});

test('the set-up check names the scope that the app lacks', async () => {
  await start({ scopes: ['read_orders', 'read_products'] });
  const [report] = await runNode(node({ resource: 'shop', operation: 'checkSetUp' }));
  expect(report).toMatchObject({ ok: false, missingScopes: [{ scope: 'read_customers' }], webhookSecretSet: true });
});

test('orders are readable without customer data when the app is not allowed to see it', async () => {
  await start({ scopes: ['read_orders', 'read_products'] });
  place(1);
  const get = (customerData: boolean) =>
    runNode(node({ resource: 'order', operation: 'findByName', orderName: '#1001', options: { customerData } }));
  await expect(get(true)).rejects.toThrow('denies access');
  await expect(get(false)).resolves.toMatchObject([{ name: '#1001' }]);
});

test('the shop says who it is', async () => {
  await start();
  expect(await runNode(node({ resource: 'shop', operation: 'get' }))).toMatchObject([
    { myshopifyDomain: SHOP, ianaTimezone: 'Asia/Shanghai', currencyCode: 'CNY' },
  ]);
});

describe('the trigger', () => {
  let server: Server;
  let runs: IDataObject[];
  let address: string;

  beforeEach(async () => {
    runs = [];
    const memory = new DeliveryMemory({ maxAgeMs: 7 * 86_400_000, maxEntries: 100 }, () => Date.now());
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const context = webhookContext({
          ...node({ topics: ['ORDERS_CREATE'] }),
          request: { rawBody: Buffer.concat(chunks), headers: request.headers as Record<string, string> },
        });
        void receive(context, memory).then(({ workflowData }) => {
          for (const { json } of workflowData?.[0] ?? []) runs.push(json);
          response.writeHead(workflowData === undefined ? context.reply.statusCode : 200).end();
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/abc`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const hook = (http = network()) => hookContext({ ...node({ topics: ['ORDERS_CREATE'] }, http), webhookUrl: address });
  const { checkExists, create, delete: remove } = new ShopifyTrigger().webhookMethods.default;

  test('subscribes, receives a signed order once although it is delivered twice, and unsubscribes', async () => {
    await start();
    expect(await checkExists.call(hook())).toBe(false);
    expect(await create.call(hook())).toBe(true);
    expect(await checkExists.call(hook())).toBe(true);

    place(1);
    await simulator.idle();
    const [sent] = simulator.webhooks.deliveries;
    if (sent === undefined) throw new Error('The simulator sent nothing');
    simulator.webhooks.redeliver(sent.id);
    await simulator.idle();
    expect(runs).toMatchObject([{ topic: 'orders/create', shop: SHOP, apiVersion: '2026-10', payload: { name: '#1001' } }]);

    expect(await remove.call(hook())).toBe(true);
    expect(simulator.webhooks.subscriptions).toEqual([]);
  });

  test('activating again repairs what Shopify has removed and makes nothing twice', async () => {
    await start();
    await create.call(hook());
    await create.call(hook());
    const http = network();
    await create.call(hook(http));
    expect(simulator.webhooks.subscriptions).toHaveLength(1);
    expect(operations(http)).not.toContain('CreateSubscription');
  });
});
