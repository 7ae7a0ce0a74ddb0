import { createHash, createHmac, randomBytes } from 'node:crypto';
import { request } from './client.mjs';

const SECRET = 'bench-secret';
const SHOP = 'bench.myshopify.com';
/** An order of Shopify with five lines is about this large. */
const BODY_BYTES = 6_000;

let run = 0;

/** Asks one private route outside of the measurement. */
export async function call(hub, key, method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${hub.privatePort}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Registers a shop whose batches go to `pushUrl`. @returns path of its intake */
export async function registerShop(hub, key, pushUrl) {
  const { intakeUrl } = await call(hub, key, 'PUT', '/v1/sources/bench', {
    profile: 'shopify',
    tenant: SHOP,
    topics: ['orders/create'],
    secrets: [SECRET],
    push: {
      url: pushUrl,
      key: randomBytes(32).toString('base64'),
      batchSize: 100,
      batchDelayMs: 1_000,
      maxInFlight: 2,
      leaseMs: 600_000,
    },
    workflow: { id: 'bench', name: 'bench', node: 'Shopify Trigger' },
  });
  return new URL(intakeUrl).pathname;
}

/** Signed orders, each with a delivery id of its own. */
export function deliveries(path, count) {
  run += 1;
  const now = new Date().toISOString();
  return Array.from({ length: count }, (_, i) => {
    const order = { id: run * 1e6 + i, updated_at: now, note: 'x'.repeat(BODY_BYTES - 100) };
    const body = JSON.stringify(order);
    return request(
      'POST',
      path,
      {
        'content-type': 'application/json',
        'x-shopify-topic': 'orders/create',
        'x-shopify-shop-domain': SHOP,
        'x-shopify-webhook-id': `bench-${run}-${i}`,
        'x-shopify-event-id': `event-${run}-${i}`,
        'x-shopify-triggered-at': now,
        'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(body).digest('base64'),
      },
      body,
    );
  });
}

/** The yardstick's requests: the same bytes in the body. */
export function inserts(count) {
  const body = JSON.stringify({ id: 1, note: 'x'.repeat(BODY_BYTES - 100) });
  const bytes = request('POST', '/insert', { 'content-type': 'application/json' }, body);
  return Array.from({ length: count }, () => bytes);
}

/** One request a work; every answer must be 200. */
export function plain(requests) {
  return async (ask, i) => {
    const { status, body } = await ask(requests[i]);
    if (status !== 200) throw new Error(`answered with ${status}: ${body.slice(0, 300)}`);
  };
}

/** One effect a work: claim, then settle as done; two requests, one after the other. */
export function effectCycle(key) {
  run += 1;
  const name = run;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const fingerprint = createHash('sha256').update('bench').digest('hex');
  return async (ask, i) => {
    const claim = {
      key: `tryton%3Abench/shopify/${SHOP}/order/${name}-${i}`,
      version: '2026-11-22T10:00:00Z',
      fingerprint,
      leaseMs: 60_000,
      settleMs: 0,
    };
    const claimed = await ask(request('POST', '/v1/effects/claim', headers, JSON.stringify(claim)));
    const { token } = JSON.parse(claimed.body);
    if (claimed.status !== 200 || token === undefined) throw new Error(`claim: ${claimed.status} ${claimed.body.slice(0, 300)}`);
    const settlement = { token, outcome: 'done', result: { id: '4711', number: 'SO-4711' } };
    const settled = await ask(request('POST', '/v1/effects/settle', headers, JSON.stringify(settlement)));
    if (settled.status !== 200) throw new Error(`settle: ${settled.status} ${settled.body.slice(0, 300)}`);
  };
}
