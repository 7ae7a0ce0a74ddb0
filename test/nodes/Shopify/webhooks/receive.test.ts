import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { DeliveryMemory } from '../../../../nodes/Shopify/webhooks/deliveryMemory';
import { receive } from '../../../../nodes/Shopify/webhooks/receive';
import { webhookContext } from '../../../support/n8nContext';
import { SHOP, TOKEN, tokenCredential, WEBHOOK_SIGNING } from '../support/shop';

const BODY = '{"id":820982911946154508,"name":"#1001","note":"发票 \\u0026 加急"}';

interface Sent {
  readonly body?: string;
  readonly signedWith?: string;
  readonly topic?: string;
  readonly deliveryId?: string;
  readonly apiVersion?: string;
  readonly shop?: string;
  readonly credential?: ICredentialDataDecryptedObject;
  readonly withoutRawBody?: boolean;
  readonly workflowId?: string;
  readonly mode?: 'webhook' | 'manual';
}

function delivery(sent: Sent = {}) {
  const rawBody = Buffer.from(sent.body ?? BODY);
  return webhookContext({
    parameters: { topics: ['ORDERS_CREATE', 'REFUNDS_CREATE'], apiVersion: '2026-10' },
    credentials: { medSupplyShopifyTokenApi: sent.credential ?? tokenCredential },
    workflow: { id: sent.workflowId ?? 'workflow-1' },
    mode: sent.mode,
    request: {
      rawBody: sent.withoutRawBody ? undefined : rawBody,
      headers: {
        'X-Shopify-Topic': sent.topic ?? 'orders/create',
        'X-Shopify-Hmac-Sha256': createHmac('sha256', sent.signedWith ?? WEBHOOK_SIGNING)
          .update(rawBody)
          .digest('base64'),
        'X-Shopify-Shop-Domain': sent.shop ?? SHOP,
        'X-Shopify-API-Version': sent.apiVersion ?? '2026-10',
        'X-Shopify-Webhook-Id': sent.deliveryId ?? 'delivery-1',
        'X-Shopify-Event-Id': 'event-1',
        'X-Shopify-Triggered-At': '2026-11-22T10:00:00Z',
      },
    },
  });
}

const freshMemory = () => new DeliveryMemory({ maxAgeMs: 7 * 86_400_000, maxEntries: 100 }, () => 0);

test('a signed delivery becomes one item with its payload to the last digit', async () => {
  const { workflowData } = await receive(delivery(), freshMemory());
  expect(workflowData).toEqual([
    [
      {
        json: {
          topic: 'orders/create',
          shop: SHOP,
          deliveryId: 'delivery-1',
          eventId: 'event-1',
          triggeredAt: '2026-11-22T10:00:00Z',
          apiVersion: '2026-10',
          version: '2026-11-22T10:00:00Z/2026-11-22T10:00:00Z',
          payload: { id: '820982911946154508', name: '#1001', note: '发票 & 加急' },
        },
      },
    ],
  ]);
});

test.each<[string, Sent]>([
  ['a forged signature', { signedWith: 'guess' }],
  ['the access token used as secret', { signedWith: TOKEN }],
  ['a missing raw body', { withoutRawBody: true }],
  ['an empty body', { body: '' }],
  ['another shop', { shop: 'other.myshopify.com' }],
  ['a credential without a secret', { credential: { ...tokenCredential, clientSecret: '' }, signedWith: '' }],
  [
    'a credential whose shop is no shop',
    { credential: { ...tokenCredential, shop: 'evil.example.com' }, shop: 'evil.example.com' },
  ],
])('%s is answered with 401, an empty body and no run', async (_title, sent) => {
  const context = delivery(sent);
  expect(await receive(context, freshMemory())).toEqual({ noWebhookResponse: true });
  expect(context.reply).toMatchObject({ statusCode: 401, body: undefined, ended: true });
});

test('a refusal is logged with its reason and without content', async () => {
  const context = delivery({ signedWith: 'guess' });
  await receive(context, freshMemory());
  expect(context.log).toMatchObject([{ level: 'warn', details: { reason: 'bad-signature' } }]);
  expect(JSON.stringify(context.log)).not.toMatch(/#1001|发票|shpss|shpat/);
});

test('a credential that n8n can not read is an error of n8n and not a bad signature', async () => {
  const context = delivery();
  Object.assign(context, { getCredentials: async () => Promise.reject(new Error('database is away')) });
  await expect(receive(context, freshMemory())).rejects.toThrow('database is away');
});

test('a topic that is not chosen is accepted without a run, so that Shopify keeps the subscription', async () => {
  const context = delivery({ topic: 'orders/updated' });
  expect(await receive(context, freshMemory())).toEqual({ noWebhookResponse: true });
  expect(context.reply.statusCode).toBe(200);
});

test.each(['{"id":1', '"my secret message"', '[1]', 'null'])('the signed body %s is answered with 400', async (body) => {
  const context = delivery({ body });
  expect(await receive(context, freshMemory())).toEqual({ noWebhookResponse: true });
  expect(context.reply.statusCode).toBe(400);
});

test('fifty deliveries of one event at once start one run, and all are accepted', async () => {
  const memory = freshMemory();
  const contexts = Array.from({ length: 50 }, () => delivery());
  const results = await Promise.all(contexts.map(async (context) => await receive(context, memory)));
  expect(results.filter(({ workflowData }) => workflowData !== undefined)).toHaveLength(1);
  expect(contexts.filter(({ reply }) => reply.statusCode === 200)).toHaveLength(49);
});

test('the memory of one workflow does not silence another, nor a production run after a test', async () => {
  const memory = freshMemory();
  const runs = [];
  for (const sent of [{}, { workflowId: 'workflow-2' }, { mode: 'manual' as const }])
    runs.push(await receive(delivery(sent), memory));
  expect(runs.every(({ workflowData }) => workflowData !== undefined)).toBe(true);
});

test('an unsigned repeat does not use up the id of the real delivery', async () => {
  const memory = freshMemory();
  await receive(delivery({ signedWith: 'guess' }), memory);
  expect((await receive(delivery(), memory)).workflowData).toBeDefined();
});

test.each([
  ['n8n answered with an error', { statusCode: 500 }],
  ['the connection closed before the answer', { statusCode: 200, finished: false }],
])('when %s, the repeat of Shopify starts a run', async (_title, outcome) => {
  const memory = freshMemory();
  const first = delivery();
  await receive(first, memory);
  first.reply.close(outcome);
  expect((await receive(delivery(), memory)).workflowData).toBeDefined();
});

test('when n8n has accepted the run, the repeat of Shopify starts none', async () => {
  const memory = freshMemory();
  const first = delivery();
  await receive(first, memory);
  first.reply.close({ statusCode: 200 });
  expect((await receive(delivery(), memory)).workflowData).toBeUndefined();
});

test('a payload of another API version runs and is named in the log', async () => {
  const context = delivery({ apiVersion: '2026-04' });
  expect((await receive(context, freshMemory())).workflowData).toBeDefined();
  expect(context.log).toMatchObject([{ level: 'warn', message: expect.stringContaining('2026-04') }]);
});
