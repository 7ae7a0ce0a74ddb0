import { ManualClock } from '../../src/clock';
import { SANDBOX_CREDENTIALS } from '../../src/shopify';
import { ask, simulator, stopAll, subscribe } from './support';

afterEach(stopAll);

const URI = 'https://n8n.example.com/a';
const KEY = `webhookSubscription/ORDERS_CREATE/${URI}`;

test.each([
  ['timeoutBeforeCommit', 0],
  ['timeoutAfterCommit', 1],
  ['cutResponse', 1],
] as const)('%s: no readable answer, %i effect', async (kind, effects) => {
  const shopify = await simulator();
  shopify.faults.next(kind);
  await expect(subscribe(shopify, 'ORDERS_CREATE', URI)).rejects.toThrow();
  expect(shopify.witness.effects(KEY)).toBe(effects);
});

test.each([
  ['error429', 429, 0],
  ['error500BeforeCommit', 500, 0],
  ['error500AfterCommit', 500, 1],
] as const)('%s: HTTP %i, %i effect', async (kind, status, effects) => {
  const shopify = await simulator();
  shopify.faults.next(kind);
  const query = `mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "${URI}" }) { userErrors { message } } }`;
  const answer = await ask(shopify, query);
  expect([answer.status, shopify.witness.effects(KEY)]).toEqual([status, effects]);
  expect(answer.headers.get('retry-after')).toBe(status === 429 ? '1' : null);
});

test('a late commit takes effect after the caller has gone', async () => {
  const clock = new ManualClock();
  const shopify = await simulator({ clock });
  shopify.faults.next({ kind: 'lateCommit', commitDelayMs: 500 });
  const impatient = new AbortController();
  const call = fetch(`${shopify.url}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    signal: impatient.signal,
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': SANDBOX_CREDENTIALS.accessToken },
    body: JSON.stringify({
      query: `mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "${URI}" }) { userErrors { message } } }`,
    }),
  });
  while (clock.nextTimerAt() === undefined) await new Promise((resolve) => setImmediate(resolve));
  impatient.abort();
  await expect(call).rejects.toThrow();
  expect(shopify.witness.effects(KEY)).toBe(0);
  await clock.advance(500);
  expect(shopify.witness.effects(KEY)).toBe(1);
});

test('a request without a valid token meets no fault and uses none up', async () => {
  const shopify = await simulator();
  shopify.faults.next('error500BeforeCommit');
  expect((await ask(shopify, '{ shop { id } }', { token: 'wrong' })).status).toBe(401);
  expect((await ask(shopify, '{ shop { id } }')).status).toBe(500);
});
