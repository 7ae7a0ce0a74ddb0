import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { parseLossless } from '../../../../core/json';
import { compileShipped } from '../../../../core/mapping';
import type { PlaceOrder, ShopifySimulator, ShopifySimulatorOptions } from '../../../../sandbox/src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator, toJson } from '../../../../sandbox/src/shopify';
import { FakeHttp } from '../../../support/fakeHttp';
import { runNode } from '../support/runNode';
import { credentialTypes, SHOP } from '../support/shop';

/** An order that was read is the same document as the one that its webhook carries, whatever kind of order it is. */
let simulator: ShopifySimulator;

async function start(options: ShopifySimulatorOptions = {}): Promise<void> {
  simulator = await startShopifySimulator({ shop: SHOP, plan: { maximumAvailable: 50_000, restoreRate: 5_000 }, ...options });
}
afterEach(async () => simulator.close());

async function getMany(options: IDataObject = {}): Promise<IDataObject[]> {
  const http = new FakeHttp(async (request: IHttpRequestOptions) => {
    const response = await fetch(String(request.url), {
      method: request.method,
      headers: request.headers as Record<string, string>,
      body: request.body as string,
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });
  const parameters = {
    resource: 'order',
    operation: 'getMany',
    returnAll: true,
    updatedSince: '',
    options: { outputAs: 'webhook', updatedWithinHours: 24, ...options },
  };
  const credentials = { medSupplyShopifyTokenApi: { shop: SHOP, ...SANDBOX_CREDENTIALS, sandboxUrl: simulator.url } };
  return runNode({ parameters, http, credentialTypes, credentials });
}

const mapping = compileShipped('shopify/order.in');

function mapped(payload: unknown): unknown {
  const { output, issues } = mapping?.apply(payload, { tenant: SHOP }) ?? {};
  return output ?? { issues: issues?.map(({ message, target }) => ({ message, target })) };
}

/** The document of the webhook, from the very bytes that Shopify would send. */
const fromWebhook = (orderId: bigint) => mapped(parseLossless(toJson(simulator.orderWebhookPayload(orderId))));

const buyer = {
  email: 'dr.smith@clinic.example',
  phone: '+86 512 0000 0000',
  firstName: 'Anna',
  lastName: 'Smith',
  address: {
    firstName: 'Anna',
    lastName: 'Smith',
    company: 'Clinic & Co',
    address1: '9 Care Street',
    address2: 'Building 4',
    city: 'Nanjing',
    zip: '210000',
    province: 'Jiangsu',
    provinceCode: 'JS',
    country: 'China',
    countryCode: 'CN',
    phone: '+86 25 0000 0000',
  },
};

const orders: readonly (readonly [string, PlaceOrder])[] = [
  ['one line', { lines: [{ sku: 'GLOVE-M-100', quantity: 3 }], customer: buyer }],
  [
    'no customer',
    { lines: [{ sku: 'GLOVE-M-100', quantity: 1 }], email: 'guest@clinic.example', shippingAddress: buyer.address },
  ],
  [
    'shipping with its own discount',
    {
      lines: [{ sku: 'MON-7', quantity: 1 }],
      shipping: { price: '25.00', code: 'SF', discount: { percentage: '20' } },
      customer: buyer,
    },
  ],
  [
    'prices with tax',
    { lines: [{ sku: 'STENT-35-18', quantity: 2 }], taxesIncluded: true, shipping: { price: '11.30' }, customer: buyer },
  ],
  [
    'line and order discounts',
    {
      lines: [
        { sku: 'GLOVE-M-100', quantity: 7, discount: { percentage: '10', title: 'Ward' } },
        { sku: 'GLOVE-M-100', quantity: 2, properties: [{ key: 'ward', value: '3' }] },
      ],
      discounts: [
        { kind: 'discount_code', title: 'WELCOME', amount: '5.00' },
        { kind: 'automatic', title: 'Spring', percentage: '3' },
      ],
      customer: buyer,
    },
  ],
  [
    'taxes of several rates, and none',
    {
      lines: [
        {
          sku: 'STENT-35-18',
          quantity: 1,
          taxes: [
            { title: 'VAT', rate: '0.13' },
            { title: 'Local', rate: '0.01' },
          ],
        },
        { sku: 'MASK', title: 'Mask', price: '0.05', quantity: 3, taxable: false },
      ],
      customer: buyer,
    },
  ],
  [
    'another currency of the buyer',
    { lines: [{ sku: 'MON-7', quantity: 2 }], presentment: { currency: 'JPY', rate: '20.5' }, customer: buyer },
  ],
  [
    'a company',
    {
      lines: [{ sku: 'MON-7', quantity: 1 }],
      company: { name: 'Suzhou Hospital', externalId: 'C-1001', locationName: 'Main', taxRegistrationId: '91320100MA1YYYYY0C' },
      poNumber: 'PO-77',
      customer: buyer,
    },
  ],
  [
    'note, tags and attributes',
    {
      lines: [{ sku: 'MON-7', quantity: 1 }],
      note: 'ring\ntwice 🏥',
      tags: ['vip', 'b2b'],
      attributes: [{ key: 'gift', value: 'no' }],
      customer: buyer,
    },
  ],
  ['not yet paid, a test', { lines: [{ sku: 'MON-7', quantity: 1 }], financialStatus: 'pending', test: true, customer: buyer }],
  [
    'more lines than one page holds',
    { lines: Array.from({ length: 260 }, (_, place) => ({ sku: 'GLOVE-M-100', quantity: (place % 5) + 1 })), customer: buyer },
  ],
];

test.each(orders)('an order with %s', async (_, input) => {
  await start();
  const { id } = simulator.placeOrder(input);
  const [item] = await getMany();
  expect(mapped(item?.payload)).toEqual(fromWebhook(id));
  expect(item).toMatchObject({ shop: SHOP, version: expect.stringMatching(/^\S+Z\/\S+Z$/) as string });
});

test('an order that was edited, paid and cancelled, at each step', async () => {
  await start();
  const order = simulator.placeOrder({
    lines: [
      { sku: 'GLOVE-M-100', quantity: 7, discount: { percentage: '10' } },
      { sku: 'MON-7', quantity: 2 },
    ],
    shipping: { price: '12.00' },
    financialStatus: 'pending',
    customer: buyer,
  });
  const same = async () => expect(mapped((await getMany())[0]?.payload)).toEqual(fromWebhook(order.id));
  const [first, second] = order.lines;
  simulator.editOrder(order.id, { lineId: first?.id ?? 0n, units: 3 });
  await same();
  simulator.editOrder(order.id, { lineId: second?.id ?? 0n, units: 2 });
  await same();
  simulator.markPaid(order.id);
  await same();
  simulator.cancelOrder(order.id, 'inventory');
  await same();
});

test.each([
  ['yen', { currency: 'JPY' }],
  ['dinars with three decimals', { currency: 'KWD' }],
  ['a shop with prices that include tax', { taxesIncluded: true }],
  ['a shop in another zone', { timeZone: 'America/New_York' }],
  ['a shop in Greenwich', { timeZone: 'UTC' }],
  ['an app that may see no customer', { customerData: 'denied' as const }],
])('%s', async (_, options) => {
  await start(options as ShopifySimulatorOptions);
  const { id } = simulator.placeOrder({
    lines: [
      { sku: 'A', title: 'A', price: '100', quantity: 3 },
      { sku: 'B', title: 'B', price: '7', quantity: 1, discount: { percentage: '15' } },
    ],
    shipping: { price: '12' },
    customer: buyer,
  });
  const asked = 'customerData' in options ? { customerData: false } : {};
  const [item] = await getMany(asked);
  const webhook = fromWebhook(id) as Readonly<Record<string, unknown>>;
  const read = mapped(item?.payload) as Readonly<Record<string, unknown>>;
  if (!('customerData' in options)) return expect(read).toEqual(webhook);
  // Webhooks still name country and region; what may not be read is not asked for.
  const { customer: _c, billTo: _b, shipTo: _s, ...rest } = webhook;
  expect(read).toMatchObject(rest);
});

test('orders changed within the hours are read, older ones are not', async () => {
  await start();
  simulator.placeOrder({
    lines: [{ sku: 'MON-7', quantity: 1 }],
    createdAt: new Date(Date.now() - 48 * 3_600_000).toISOString(),
  });
  const { id } = simulator.placeOrder({ lines: [{ sku: 'MON-7', quantity: 1 }] });
  const found = await getMany({ updatedWithinHours: 2 });
  expect(found.map(({ payload }) => (payload as IDataObject).id)).toEqual([String(id)]);
  expect(await getMany({ updatedWithinHours: 0 })).toHaveLength(2);
});
