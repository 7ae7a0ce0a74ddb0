import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IHookFunctions,
  IHttpRequestOptions,
  INodeTypes,
  IWebhookFunctions,
} from 'n8n-workflow';
import { createRunExecutionData, NodeHelpers, Workflow } from 'n8n-workflow';
import { connect } from '../../../nodes/Shopify/client';
import { SHOP as SHOP_QUERY } from '../../../nodes/Shopify/queries/shop';
import { ShopifyTrigger } from '../../../nodes/Shopify/ShopifyTrigger.node';
import { credentialTypes, SHOP, tokenCredential, WEBHOOK_SIGNING } from './support/shop';

/* The client over a real connection and the trigger in n8n's own contexts: what the fakes assume has to be true there. */

process.env.N8N_USER_FOLDER = mkdtempSync(path.join(tmpdir(), 'medsupply-test-'));
process.env.N8N_ENCRYPTION_KEY = 'test-key';
process.env.N8N_LOG_LEVEL = 'silent';

interface Seen {
  readonly path: string;
  readonly token: string | undefined;
  readonly body: string;
}

type Handler = (
  seen: Seen,
  count: number,
) => { status?: number; headers?: Record<string, string>; body: string; cutAfter?: number } | undefined;

let server: Server;
let seen: Seen[];
let handler: Handler;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const entry = {
        path: request.url ?? '',
        token: request.headers['x-shopify-access-token'] as string | undefined,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(entry);
      const answer = handler(entry, seen.length);
      if (answer === undefined) return void request.socket.destroy();
      response.writeHead(answer.status ?? 200, {
        'content-type': 'application/json',
        'X-Shopify-API-Version': '2026-10',
        ...answer.headers,
      });
      if (answer.cutAfter === undefined) return void response.end(answer.body);
      response.write(answer.body.slice(0, answer.cutAfter), () => request.socket.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  seen = [];
});

const trigger = new ShopifyTrigger();
const nodeTypes = {
  getByName: () => trigger,
  getByNameAndVersion: () => NodeHelpers.getVersionedNodeType(trigger),
  getKnownTypes: () => ({}),
} as unknown as INodeTypes;

/** What the server's credentials helper does with the classes of this pack. */
function credentialsHelper(stored: ICredentialDataDecryptedObject) {
  const typeOf = (name: string): ICredentialType | undefined => credentialTypes.find((type) => type.name === name);
  return {
    getParentTypes: (name: string) => typeOf(name)?.extends ?? [],
    isCredentialUsableByNode: () => true,
    getCredentialsProperties: (name: string) => typeOf(name)?.properties ?? [],
    getDecrypted: async () => ({ ...stored }),
    async authenticate(credentials: ICredentialDataDecryptedObject, name: string, options: IHttpRequestOptions) {
      const { authenticate } = typeOf(name) ?? {};
      return typeof authenticate === 'function' ? await authenticate(credentials, options) : options;
    },
    async preAuthentication(
      helpers: never,
      credentials: ICredentialDataDecryptedObject,
      name: string,
      _node: unknown,
      expired: boolean,
    ) {
      if (name !== 'medSupplyShopifyClientApi' || (credentials.accessToken !== '' && !expired)) return undefined;
      const renewed = await typeOf(name)?.preAuthentication?.call(helpers, credentials);
      Object.assign(stored, renewed);
      return renewed;
    },
    runPreAuthentication: async () => undefined,
    updateCredentials: async () => undefined,
    updateCredentialsOauthTokenData: async () => undefined,
  };
}

function n8n(
  authentication: string,
  credentialType: string,
  stored: ICredentialDataDecryptedObject,
  request?: { headers: Record<string, string>; rawBody: Buffer },
) {
  const core = jest.requireActual<typeof import('n8n-core')>('n8n-core');
  const triggerNode = {
    id: 'n1',
    webhookId: 'abc',
    name: 'S',
    type: 'n8n-nodes-medsupply.shopifyTrigger',
    typeVersion: 1,
    position: [0, 0] as [number, number],
    parameters: { authentication, topics: ['ORDERS_CREATE'] },
    credentials: { [credentialType]: { id: '1', name: 'c' } },
  };
  const workflow = new Workflow({ id: 'w', nodes: [triggerNode], connections: {}, nodeTypes, active: true });
  const url = 'https://n8n.example.com/webhook';
  const replies: number[] = [];
  const response = { status: (code: number) => (replies.push(code), response), end: () => response, once: () => response };
  const additionalData = {
    credentialsHelper: credentialsHelper(stored),
    executionId: 'e',
    currentNodeExecutionIndex: 0,
    variables: {},
    restApiUrl: url,
    instanceBaseUrl: url,
    webhookBaseUrl: url,
    webhookWaitingBaseUrl: url,
    webhookTestBaseUrl: `${url}-test`,
    formBaseUrl: url,
    formTestBaseUrl: url,
    formWaitingBaseUrl: url,
    httpRequest: request === undefined ? undefined : { ...request, body: {}, query: {}, params: {} },
    httpResponse: response,
  };
  const webhookData = {
    httpMethod: 'POST',
    node: 'S',
    path: NodeHelpers.getNodeWebhookPath('w', triggerNode as never, 'webhook'),
    webhookDescription: trigger.description.webhooks?.[0],
    workflowId: 'w',
    workflowExecuteAdditionalData: additionalData,
  };
  const hook = new core.HookContext(
    workflow,
    triggerNode as never,
    additionalData as never,
    'trigger',
    'activate',
    webhookData as never,
  );
  const webhook = new core.WebhookContext(
    workflow,
    triggerNode as never,
    additionalData as never,
    'webhook',
    webhookData as never,
    [],
    createRunExecutionData(),
  );
  return { hook: hook as unknown as IHookFunctions, webhook: webhook as unknown as IWebhookFunctions, replies };
}

const tokenNode = (request?: { headers: Record<string, string>; rawBody: Buffer }) =>
  n8n('accessToken', 'medSupplyShopifyTokenApi', { ...tokenCredential, sandboxUrl: base }, request);

test('a query goes out signed to the versioned address and its long ids come back whole', async () => {
  handler = () => ({ body: '{"data":{"shop":{"id":9007199254740993}}}' });
  const { client } = await connect(tokenNode().hook);
  await expect(client.run(SHOP_QUERY)).resolves.toEqual({ shop: { id: '9007199254740993' } });
  expect(seen).toMatchObject([{ path: '/admin/api/2026-10/graphql.json', token: tokenCredential.accessToken }]);
  expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ operationName: 'Shop' });
});

test('an expired client-credentials token is renewed by n8n and the request repeated', async () => {
  handler = ({ path: asked, token }) => {
    if (asked === '/admin/oauth/access_token') return { body: '{"access_token":"new-token","expires_in":86399}' };
    return token === 'new-token'
      ? { body: '{"data":{"shop":{}}}' }
      : { status: 401, body: '{"errors":"[API] Invalid API key or access token"}' };
  };
  const stored = { shop: SHOP, clientId: 'c', clientSecret: WEBHOOK_SIGNING, accessToken: 'old-token', sandboxUrl: base };
  const { client } = await connect(n8n('clientCredentials', 'medSupplyShopifyClientApi', stored).hook);
  await expect(client.run(SHOP_QUERY)).resolves.toEqual({ shop: {} });
  expect(seen.map(({ path: asked }) => asked.split('/').pop())).toEqual(['graphql.json', 'access_token', 'graphql.json']);
  expect(seen[1]?.body).toContain('grant_type=client_credentials');
});

test('a refused static token needs a person, and its text is not passed on', async () => {
  handler = () => ({ status: 401, body: `{"errors":"${tokenCredential.accessToken}"}` });
  const { client } = await connect(tokenNode().hook);
  const error: unknown = await client.run(SHOP_QUERY).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ recovery: 'NeedsHuman', details: { httpStatus: 401 } });
  expect(String(error) + JSON.stringify(error)).not.toContain(String(tokenCredential.accessToken));
});

test('a connection cut in the middle of an answer is tried again for a query', async () => {
  handler = (_asked, count) => ({
    body: '{"data":{"shop":{"id":"1"}}}',
    headers: { 'content-length': '28' },
    ...(count === 1 ? { cutAfter: 12 } : {}),
  });
  const { client } = await connect(tokenNode().hook);
  await expect(client.run(SHOP_QUERY)).resolves.toEqual({ shop: { id: '1' } });
  expect(seen).toHaveLength(2);
});

test('a redirect is not followed, so the token stays here', async () => {
  handler = () => ({ status: 302, headers: { location: `${base}/elsewhere` }, body: '' });
  const { client } = await connect(tokenNode().hook);
  await expect(client.run(SHOP_QUERY)).rejects.toMatchObject({ recovery: 'NeedsHuman', details: { httpStatus: 302 } });
  expect(seen.map(({ path: asked }) => asked)).toEqual(['/admin/api/2026-10/graphql.json']);
});

test('activation asks for the address that n8n listens on', async () => {
  handler = () => ({ body: '{"data":{"webhookSubscriptions":{"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}}}' });
  await expect(trigger.webhookMethods.default.checkExists.call(tokenNode().hook)).resolves.toBe(false);
});

describe('a delivery in the context of n8n', () => {
  const rawBody = Buffer.from('{"id":820982911946154508}');
  const headers = (signature: string) => ({
    'x-shopify-topic': 'orders/create',
    'x-shopify-hmac-sha256': signature,
    'x-shopify-shop-domain': SHOP,
    'x-shopify-webhook-id': `delivery-${signature}`,
  });
  const signature = createHmac('sha256', WEBHOOK_SIGNING).update(rawBody).digest('base64');

  test('starts a run when its signature is right', async () => {
    const { webhook } = tokenNode({ headers: headers(signature), rawBody });
    expect(await trigger.webhook.call(webhook)).toMatchObject({
      workflowData: [[{ json: { payload: { id: '820982911946154508' } } }]],
    });
  });

  test('is answered with 401 when it is not', async () => {
    const { webhook, replies } = tokenNode({ headers: headers('forged'), rawBody });
    expect(await trigger.webhook.call(webhook)).toEqual({ noWebhookResponse: true });
    expect(replies).toEqual([401]);
  });
});
