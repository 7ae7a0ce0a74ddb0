import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { MedSupplyShopifyOAuth2Api } from '../../../credentials/MedSupplyShopifyOAuth2Api.credentials';
import { connect } from '../../../nodes/Shopify/client';
import { DEFAULT_API_VERSION, shopify } from '../../../nodes/Shopify/platform';
import { SHOP as SHOP_QUERY } from '../../../nodes/Shopify/queries/shop';
import { FakeHttp } from '../../support/fakeHttp';
import { executeContext } from '../../support/n8nContext';
import { credentialTypes, graphqlAnswer, SHOP } from './support/shop';

const clientCredential: ICredentialDataDecryptedObject = {
  shop: SHOP,
  clientId: 'client-1',
  clientSecret: 'shpss_sample_client_value',
  accessToken: '',
  sandboxUrl: '',
};

const isExchange = ({ url }: IHttpRequestOptions) => url === `https://${SHOP}/admin/oauth/access_token`;

function contextWith(http: FakeHttp, credential: ICredentialDataDecryptedObject = clientCredential) {
  return executeContext({
    parameters: { authentication: 'clientCredentials' },
    credentials: { medSupplyShopifyClientApi: credential },
    credentialTypes,
    http,
  });
}

const sentToken = ({ headers }: IHttpRequestOptions) => headers?.['X-Shopify-Access-Token'];

test('client ID and secret are exchanged for a token before the first request', async () => {
  const http = new FakeHttp((request) =>
    isExchange(request)
      ? { body: { access_token: 'day-token', scope: 'read_orders', expires_in: 86399 } }
      : graphqlAnswer({ shop: { id: '1' } }),
  );
  const { client } = await connect(contextWith(http));
  await client.run(SHOP_QUERY);
  expect(String(http.requests[0]?.body)).toBe(
    'client_id=client-1&client_secret=shpss_sample_client_value&grant_type=client_credentials',
  );
  expect(http.requests.map(sentToken)).toEqual([undefined, 'day-token']);
});

test('a token that has expired in mid-run is renewed once and the request repeated', async () => {
  const http = new FakeHttp((request) => {
    if (isExchange(request)) return { body: { access_token: 'new-token', expires_in: 86399 } };
    if (sentToken(request) === 'new-token') return graphqlAnswer({ shop: { id: '1' } });
    return { status: 401, body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' } };
  });
  const { client } = await connect(contextWith(http, { ...clientCredential, accessToken: 'old-token' }));
  await expect(client.run(SHOP_QUERY)).resolves.toEqual({ shop: { id: '1' } });
  expect(http.requests.map(sentToken)).toEqual(['old-token', undefined, 'new-token']);
});

test('a token that stays refused is a matter for a person', async () => {
  const http = new FakeHttp((request) =>
    isExchange(request) ? { body: { access_token: 'new-token' } } : { status: 401, body: 'no' },
  );
  const { client } = await connect(contextWith(http));
  await expect(client.run(SHOP_QUERY)).rejects.toMatchObject({ recovery: 'NeedsHuman', details: { httpStatus: 401 } });
});

test.each([
  ['a wrong secret', { status: 400, body: { error: 'invalid_client', echo: clientCredential.clientSecret } }, 'NeedsHuman'],
  ['an answer without a token', { status: 200, body: {} }, 'NeedsHuman'],
  ['an answer that is no JSON', { status: 200, body: '<html>shpss_sample_client_value</html>' }, 'NeedsHuman'],
  ['a redirect', { status: 302, headers: { location: 'https://evil.example.com' } }, 'NeedsHuman'],
  ['a busy server', { status: 503, body: '' }, 'RetryLater'],
  ['too many requests', { status: 429, body: '' }, 'RetryLater'],
  ['a broken connection', { breaks: 'ECONNRESET' }, 'RetryLater'],
] as const)('%s at the exchange ends with %s advice and without the secret', async (_title, answer, recovery) => {
  const http = new FakeHttp(() => answer);
  const { client } = await connect(contextWith(http));
  const error: unknown = await client.run(SHOP_QUERY).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ recovery });
  expect(String(error) + JSON.stringify(error)).not.toContain('shpss_sample_client_value');
  expect(http.requests.every(isExchange)).toBe(true);
});

test('the secret is not sent to a host that is no shop', async () => {
  const http = new FakeHttp([]);
  await expect(connect(contextWith(http, { ...clientCredential, shop: 'evil.example.com' }))).rejects.toMatchObject({
    recovery: 'NeedsHuman',
  });
  expect(http.requests).toEqual([]);
});

describe('OAuth2 addresses', () => {
  const workflow = new Workflow({ nodes: [], connections: {}, active: false, nodeTypes: {} as INodeTypes });
  const addressFor = (name: 'authUrl' | 'accessTokenUrl', self: Record<string, string>): unknown => {
    const property = new MedSupplyShopifyOAuth2Api().properties.find((entry) => entry.name === name);
    const node = { id: '1', name: 'n', type: 't', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
    return workflow.expression.getComplexParameterValue(
      node,
      String(property?.default),
      'internal',
      {},
      undefined,
      undefined,
      self,
    );
  };

  test('are those of the shop', () => {
    expect(addressFor('authUrl', { shop: SHOP, sandboxUrl: '' })).toBe(`https://${SHOP}/admin/oauth/authorize`);
    expect(addressFor('accessTokenUrl', { shop: SHOP, sandboxUrl: '' })).toBe(`https://${SHOP}/admin/oauth/access_token`);
  });

  test('are those of the sandbox when there is one on this machine', () => {
    expect(addressFor('accessTokenUrl', { shop: SHOP, sandboxUrl: 'http://127.0.0.1:4010' })).toBe(
      'http://127.0.0.1:4010/admin/oauth/access_token',
    );
  });

  test.each([
    { shop: 'evil.example.com', sandboxUrl: '' },
    { shop: 'evil.example.com/.myshopify.com', sandboxUrl: '' },
    { shop: 'evil.example.com', sandboxUrl: 'http://evil.example.com' },
  ])('never lead to %p', (self) => {
    expect(addressFor('accessTokenUrl', self)).toBe('https://shop-domain.invalid/admin/oauth/access_token');
  });
});

test('the OAuth2 token goes into the header that Shopify reads', async () => {
  const passedOn: unknown[] = [];
  const context = executeContext({
    parameters: { authentication: 'oAuth2' },
    credentials: { medSupplyShopifyOAuth2Api: { shop: SHOP, clientSecret: 'x', oauthTokenData: { access_token: 'y' } } },
  });
  Object.assign(context.helpers, {
    httpRequestWithAuthentication: async (...parts: unknown[]) => {
      passedOn.push(...parts);
      return { statusCode: 200, headers: {}, body: '{"data":{"shop":{}}}' };
    },
  });
  const { client } = await connect(context);
  await client.run(SHOP_QUERY);
  expect(passedOn[0]).toBe('medSupplyShopifyOAuth2Api');
  expect(passedOn[2]).toEqual({ oauth2: { keyToIncludeInAccessTokenHeader: 'X-Shopify-Access-Token' } });
});

describe.each(credentialTypes.map((type) => [type.name, type] as const))('%s', (name, type) => {
  test('carries the name that its file promises', () => {
    expect(name).toBe(type.constructor.name[0]?.toLowerCase() + type.constructor.name.slice(1));
    expect(existsSync(path.join(__dirname, '../../../credentials', `${type.constructor.name}.credentials.ts`))).toBe(true);
  });

  test('masks every secret', () => {
    const secrets = type.properties.filter((property) => /secret|token/i.test(property.name) && !/url/i.test(property.name));
    expect(secrets.map(({ typeOptions }) => typeOptions?.password)).toEqual(secrets.map(() => true));
  });

  test('accepts a second secret while one is being rotated', () => {
    expect(type.properties.map((property) => property.name)).toContain('previousClientSecret');
  });

  test('is tested with the default API version', () => {
    if (type.extends?.includes('oAuth2Api')) return;
    expect(type.test?.request).toMatchObject({ url: shopify.graphqlPath(DEFAULT_API_VERSION), method: 'POST' });
  });
});
