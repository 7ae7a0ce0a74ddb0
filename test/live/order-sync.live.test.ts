import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { isInstalled, n8nPaths, setUpOwner, signIn, startN8nServer } from '../../sandbox/src/n8nServer';
import type { N8nServer, Owner, Session } from '../../sandbox/src/n8nServer';
import type { ShopifySimulator } from '../../sandbox/src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator } from '../../sandbox/src/shopify';
import type { LiveTryton } from './support/tryton';
import { startLiveTryton } from './support/tryton';

/**
 * The main job on real input: a Shopify-signed webhook enters the published template in a real n8n, and a sale stands in a
 * real Tryton. Only the shop is simulated (it signs and re-sends as Shopify does).
 */
const root = path.resolve(__dirname, '../..');
const paths = n8nPaths(root);
const hasTryton = spawnSync('trytond', ['--version'], { stdio: 'ignore' }).status === 0;
const describeLive = hasTryton && isInstalled(paths) ? describe : describe.skip;
const OWNER: Owner = { email: 'owner@medsupply.example', firstName: 'Live', lastName: 'Test', password: 'Sandbox-2026' };
const N8N_PORT = 15678;

/** Sends the exact bytes; any status is an answer. */
const post = (target: string, body: Buffer, headers: Readonly<Record<string, string>>) =>
  axios.post<string>(target, body, { headers: { ...headers }, responseType: 'text', validateStatus: () => true });

const buyer = {
  email: 'dr.smith@clinic.example',
  firstName: 'Anna',
  lastName: 'Smith',
  address: {
    firstName: 'Anna',
    lastName: 'Smith',
    company: 'Second Clinic',
    address1: '9 Care Street',
    city: 'Nanjing',
    zip: '210000',
    country: 'China',
    countryCode: 'CN',
  },
};

describeLive('template 01 in the real n8n, writing to the real Tryton', () => {
  let shop: ShopifySimulator;
  let tryton: LiveTryton;
  let n8n: N8nServer;
  let session: Session;

  beforeAll(async () => {
    shop = await startShopifySimulator();
    tryton = await startLiveTryton();
    const template = JSON.parse(readFileSync(path.join(root, 'workflows/01-order-sync-shopify.json'), 'utf8')) as object;
    n8n = await startN8nServer({
      paths,
      port: N8N_PORT,
      credentials: [
        {
          id: 'medsupplySandbox1',
          name: 'Sandbox shop',
          type: 'medSupplyShopifyClientApi',
          data: {
            shop: shop.shop.domain,
            clientId: SANDBOX_CREDENTIALS.clientId,
            clientSecret: SANDBOX_CREDENTIALS.clientSecret,
            sandboxUrl: shop.url,
          },
        },
        {
          id: 'medsupplySandbox2',
          name: 'Tryton',
          type: 'medSupplyTrytonApi',
          data: { url: tryton.url, allowHttp: true, database: tryton.database, user: tryton.user, password: tryton.password },
        },
      ],
      workflows: [template],
      publish: true,
    });
    await setUpOwner(n8n.url, OWNER);
    session = await signIn(n8n.url, OWNER);
    await until('the trigger registers its webhook', () => shop.webhooks.subscriptions.length > 0);
  });

  afterAll(async () => {
    await n8n?.stop();
    await shop?.close();
    await tryton?.stop();
  });

  /** Waits for something to become true, without a fixed pause. */
  async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 90_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s for: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  const executions = async (): Promise<{ status: string; finished: boolean }[]> =>
    ((await session.get('/rest/executions?limit=100')) as { results: { status: string; finished: boolean }[] }).results;
  const settled = async (count: number): Promise<void> =>
    until(`${count} executions have ended`, async () => {
      const list = await executions();
      return list.length >= count && list.every(({ status }) => status !== 'running' && status !== 'new');
    });

  test('the trigger registers its topics at the address of its production webhook', () => {
    expect(shop.webhooks.subscriptions.map(({ topic }) => topic)).toEqual([
      'ORDERS_CREATE',
      'ORDERS_UPDATED',
      'ORDERS_CANCELLED',
    ]);
    expect(shop.webhooks.subscriptions[0]?.uri).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${N8N_PORT}/webhook/`));
  });

  test('a signed order becomes one sale with the same lines, taxes and total', async () => {
    const order = shop.placeOrder({
      customer: buyer,
      lines: [
        { sku: 'GLOVE-M-100', quantity: 3 },
        { sku: 'STENT-35-18', quantity: 2 },
      ],
      shipping: { title: 'SF Express', code: 'SF', price: '25.00' },
    });
    await shop.idle();
    await until('the sale stands in Tryton', async () => (await tryton.salesOf(order.id)).length === 1);
    await settled(2); // a new order is announced as created and as updated
    const [sale] = await tryton.salesOf(order.id);
    const payload = shop.orderWebhookPayload(order.id) as { total_price: string; total_tax: string };
    expect(sale).toMatchObject({ totalAmount: payload.total_price, taxAmount: payload.total_tax });
    expect(sale?.lines.map(({ code, quantity }) => [code, quantity])).toEqual([
      ['GLOVE-M-100', 3],
      ['STENT-35-18', 2],
      ['FREIGHT', 1],
    ]);
  });

  test('the same webhook 50 times in parallel, and again later, stays one sale, one party and one set of addresses', async () => {
    const order = shop.placeOrder({
      customer: { ...buyer, email: 'parallel@clinic.example' },
      lines: [
        { sku: 'GLOVE-M-100', quantity: 1 },
        { sku: 'GLOVE-M-100', quantity: 2 },
      ],
    });
    await shop.idle();
    const delivery = shop.webhooks.deliveries.at(-1);
    if (delivery === undefined) throw new Error('the shop sent no webhook');
    const target = shop.webhooks.subscriptions[0]?.uri ?? '';
    // Sent outside the simulator so that all 50 are under way at once, each with its own delivery id: no memory can drop them.
    const send = async (place: number): Promise<number> => {
      const webhookId = `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
      const response = await post(target, delivery.body, { ...delivery.headers, 'X-Shopify-Webhook-Id': webhookId });
      return response.status;
    };
    const statuses = await Promise.all(Array.from({ length: 50 }, (_, place) => send(place)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await settled(54);
    expect(await send(99)).toBe(200);
    await settled(55);
    const sales = await tryton.salesOf(order.id);
    expect(sales).toHaveLength(1);
    expect(sales[0]?.lines.map(({ quantity }) => quantity)).toEqual([1, 2]);
    expect(await tryton.partiesWithAddresses(sales[0]?.partyCode ?? '')).toEqual([{ addresses: 1 }]);
    expect((await executions()).filter(({ status }) => status !== 'success')).toEqual([]);
  }, 240_000);

  test('a delivery with a wrong signature is answered with 401 and starts nothing', async () => {
    const before = (await executions()).length;
    const delivery = shop.webhooks.deliveries.at(-1);
    const target = shop.webhooks.subscriptions[0]?.uri ?? '';
    const wrong = Buffer.alloc(32).toString('base64');
    const response = await post(target, delivery?.body ?? Buffer.alloc(0), {
      ...delivery?.headers,
      'X-Shopify-Hmac-Sha256': wrong,
    });
    expect(response.status).toBe(401);
    expect(response.data).toBe('');
    expect((await executions()).length).toBe(before);
  });

  test('an order that cannot be written ends as a failed execution with the reason, and leaves nothing in Tryton', async () => {
    const before = (await executions()).length;
    const order = shop.placeOrder({
      customer: buyer,
      lines: [{ sku: 'MASK-UNKNOWN', title: 'Mask', price: '5.00', quantity: 1 }],
    });
    await shop.idle();
    await settled(before + 2);
    expect((await executions())[0]?.status).toBe('error');
    expect(await tryton.salesOf(order.id)).toEqual([]);
    expect(existsSync(n8n.logFile)).toBe(true);
    const log = readFileSync(n8n.logFile, 'utf8');
    expect(log).not.toContain(SANDBOX_CREDENTIALS.clientSecret);
    expect(log).not.toContain(tryton.password);
  });
});
