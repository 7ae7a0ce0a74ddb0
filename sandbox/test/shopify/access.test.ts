import { ManualClock } from '../../src/clock';
import { SANDBOX_CREDENTIALS } from '../../src/shopify';
import { ask, at, simulator, stopAll } from './support';

afterEach(stopAll);

const SHOP = '{ shop { name } }';
const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields);
const grant = {
  grant_type: 'client_credentials',
  client_id: SANDBOX_CREDENTIALS.clientId,
  client_secret: SANDBOX_CREDENTIALS.clientSecret,
};

test('a wrong token gets 401 with errors as text', async () => {
  const shopify = await simulator();
  const { status, body } = await ask(shopify, SHOP, { token: 'wrong' });
  expect(status).toBe(401);
  expect(body).toEqual({ errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
});

test('a client-credentials token works for 24 hours less a second, and then no more', async () => {
  const clock = new ManualClock();
  const shopify = await simulator({ clock });
  const response = await fetch(`${shopify.url}/admin/oauth/access_token`, { method: 'POST', body: form(grant) });
  const token = (await response.json()) as { access_token: string; scope: string; expires_in: number };
  expect(token).toMatchObject({ expires_in: 86_399, scope: expect.stringContaining('read_orders') });

  await clock.advance(86_398_999);
  expect((await ask(shopify, SHOP, { token: token.access_token })).status).toBe(200);
  await clock.advance(1);
  expect((await ask(shopify, SHOP, { token: token.access_token })).status).toBe(401);
});

test.each([
  ['a wrong secret', { ...grant, client_secret: 'no' }, 'invalid_client'],
  ['an unknown app', { ...grant, client_id: 'no' }, 'application_cannot_be_found'],
  ['another grant', { ...grant, grant_type: 'authorization_code' }, 'unsupported_grant_type'],
])('%s gets no token', async (_name, fields, error) => {
  const shopify = await simulator();
  const response = await fetch(`${shopify.url}/admin/oauth/access_token`, { method: 'POST', body: form(fields) });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error });
});

test('the token request must be a form', async () => {
  const shopify = await simulator();
  const response = await fetch(`${shopify.url}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(grant),
  });
  expect(response.status).toBe(400);
});

test('a version older than all supported ones is answered by the oldest, and the header tells', async () => {
  const shopify = await simulator();
  const asked = ['2026-10', '2026-07', '2026-04', '2026-01', '2024-07'];
  const answers = await Promise.all(asked.map((version) => ask(shopify, SHOP, { version })));
  expect(answers.map(({ headers }) => headers.get('x-shopify-api-version'))).toEqual([
    '2026-10',
    '2026-07',
    '2026-04',
    '2026-04',
    '2026-04',
  ]);
});

test('a version that does not exist is not found', async () => {
  const shopify = await simulator();
  expect((await ask(shopify, SHOP, { version: '2027-01' })).status).toBe(404);
  expect((await ask(shopify, SHOP, { version: '2026-11' })).status).toBe(404);
});

test('a field outside the granted scopes is denied by name, with HTTP 200', async () => {
  const shopify = await simulator({ scopes: ['read_products'] });
  const { status, body, codes, messages } = await ask(shopify, '{ orders(first: 1) { nodes { id } } }');
  expect(status).toBe(200);
  expect(codes).toEqual(['ACCESS_DENIED']);
  expect(messages[0]).toContain('Access denied for orders field. Required access: `read_orders`');
  expect(body.data).toBeNull();
});

test('the customer of an order needs its own scope', async () => {
  const shopify = await simulator({ scopes: ['read_orders'] });
  shopify.placeOrder({ lines: [{ sku: 'MON-7', quantity: 1 }], customer: { email: 'a@example.com' } });
  const { body, codes } = await ask(shopify, '{ orders(first: 1) { nodes { name customer { id } } } }');
  expect(codes).toEqual(['ACCESS_DENIED']);
  expect(at(body, 'data.orders.nodes.0')).toEqual({ name: '#1001', customer: null });
});

test('the installation lists its scopes, a write scope with its read scope', async () => {
  const shopify = await simulator({ scopes: ['write_orders', 'read_products'] });
  const { body } = await ask(shopify, '{ currentAppInstallation { accessScopes { handle } } }');
  expect(at(body, 'data.currentAppInstallation.accessScopes')).toEqual([
    { handle: 'read_orders' },
    { handle: 'read_products' },
    { handle: 'write_orders' },
  ]);
});

test('a body that is no GraphQL request is refused before GraphQL', async () => {
  const shopify = await simulator();
  const post = (body: string, type = 'application/json') =>
    fetch(`${shopify.url}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': type, 'x-shopify-access-token': SANDBOX_CREDENTIALS.accessToken },
      body,
    });
  expect((await post('not json')).status).toBe(400);
  expect((await post('{}')).status).toBe(400);
  expect((await post('{"query":"{ shop { id } }"}', 'text/plain')).status).toBe(415);
});
