import { adminBaseUrl, shopAccess, shopDomain, signRequest } from '../../../nodes/Shopify/access';
import { SHOP, TOKEN, tokenCredential, WEBHOOK_SIGNING } from './support/shop';

test.each([SHOP, ' My-Shop.myshopify.com ', '0.myshopify.com'])('%s is a shop', (value) => {
  expect(shopDomain(value)).toBe(value.trim().toLowerCase());
});

test.each([
  '',
  undefined,
  42,
  'myshopify.com',
  '.myshopify.com',
  'shop.example.com',
  'https://my-shop.myshopify.com',
  'my-shop.myshopify.com/admin',
  'my-shop.myshopify.com:443',
  'user@my-shop.myshopify.com',
  'my-shop.myshopify.com.example.com',
  'my-shop.myshopify.com#.example.com',
  'a.b.myshopify.com',
  'my_shop.myshopify.com',
  'my-shop.myshopify.com\nevil.example',
  '127.0.0.1',
])('%p is no shop and never becomes a host', (value) => {
  expect(() => shopDomain(value)).toThrow(expect.objectContaining({ recovery: 'NeedsHuman' }));
});

test('requests go to the shop over https', () => {
  expect(adminBaseUrl({ shop: SHOP })).toBe(`https://${SHOP}`);
});

test.each(['http://127.0.0.1:4010', 'http://localhost:4010/', 'http://[::1]:4010', 'https://localhost'])(
  '%s may be the sandbox',
  (sandboxUrl) => {
    expect(adminBaseUrl({ shop: SHOP, sandboxUrl })).toBe(sandboxUrl.replace(/\/$/, ''));
  },
);

test.each([
  'http://10.0.0.5:4010',
  'http://sandbox.example.com',
  'http://127.0.0.1.example.com',
  'http://user:pass@127.0.0.1:4010',
  'http://127.0.0.1:4010/path',
  'http://127.0.0.1:4010/?to=elsewhere',
  'ftp://127.0.0.1',
  'http://0.0.0.0:4010',
  'http://[::ffff:10.0.0.5]:4010',
  'not a url',
])('%s may not be the sandbox', (sandboxUrl) => {
  expect(() => adminBaseUrl({ shop: SHOP, sandboxUrl })).toThrow(expect.objectContaining({ recovery: 'NeedsHuman' }));
});

test('both secrets may sign a webhook, an empty one never', () => {
  expect(shopAccess({ ...tokenCredential, previousClientSecret: 'older' }).webhookSecrets).toEqual([WEBHOOK_SIGNING, 'older']);
  expect(shopAccess({ ...tokenCredential, clientSecret: ' ', previousClientSecret: '' }).webhookSecrets).toEqual([]);
});

test('a request to the shop gets the token', () => {
  const signed = signRequest(tokenCredential, { url: '/admin/api/2026-10/graphql.json', baseURL: `https://${SHOP}` });
  expect(signed.headers).toEqual({ 'X-Shopify-Access-Token': TOKEN });
  expect(signed.disableFollowRedirect).toBe(true);
});

test.each([
  { url: 'https://evil.example.com/' },
  { url: `http://${SHOP}/admin` },
  { url: `https://other.myshopify.com/admin` },
  { url: `https://${SHOP}@evil.example.com/` },
  { url: '//evil.example.com/', baseURL: `https://${SHOP}` },
  { url: 'not a url' },
])('a request to %p gets no token', (request) => {
  expect(() => signRequest(tokenCredential, request)).toThrow(expect.objectContaining({ recovery: 'NeedsHuman' }));
});

test('the refusal of a request names no secret', () => {
  let message = '';
  try {
    signRequest(tokenCredential, { url: 'https://evil.example.com/' });
  } catch (error) {
    message = JSON.stringify(error) + String(error);
  }
  expect(message).not.toContain(TOKEN);
});
