import { NodeOperationError } from 'n8n-workflow';
import { shopify } from '../../../nodes/Shopify/platform';
import { resources } from '../../../nodes/Shopify/resources';
import { Shopify } from '../../../nodes/Shopify/Shopify.node';
import { ShopifyTrigger } from '../../../nodes/Shopify/ShopifyTrigger.node';
import { failureOf, runNode } from './support/runNode';
import {
  connection,
  credentialTypes,
  graphqlAnswer,
  operations,
  shopNode,
  TOKEN,
  tokenCredential,
  WEBHOOK_SIGNING,
} from './support/shop';

const descriptions = [new Shopify().description, new ShopifyTrigger().description];

test.each(descriptions.map((description) => [description.displayName, description] as const))(
  '%s offers each of the three credentials for one choice of authentication',
  (displayName, description) => {
    expect(displayName).toMatch(/^MedSupply /);
    const choices = description.properties.find(({ name }) => name === 'authentication')?.options ?? [];
    const shown = (description.credentials ?? [])
      .filter(({ required }) => required)
      .map(({ name, displayOptions }) => [displayOptions?.show?.authentication, name]);
    expect(shown).toEqual(
      choices.map((choice, index) => [['value' in choice ? choice.value : ''], credentialTypes[index]?.name]),
    );
  },
);

test.each(descriptions.map((description) => [description.displayName, description] as const))(
  '%s takes the hub as an optional second credential',
  (_displayName, { credentials }) => {
    expect(credentials).toContainEqual({ name: 'medSupplyHubApi', required: false });
  },
);

test('the overlap that the node shows is the one the platform states', () => {
  const getMany = resources[0]?.operations.find(({ option }) => option.value === 'getMany');
  const options = getMany?.properties.find(({ name }) => name === 'options')?.options ?? [];
  const overlap = options.find(({ name }) => name === 'overlapMinutes');
  expect(overlap).toMatchObject({ default: shopify.intake.overlapMinutes });
});

test('every parameter of an operation is shown for that operation only', () => {
  for (const property of new Shopify().description.properties) {
    if (['authentication', 'resource', 'operation', 'apiVersion'].includes(property.name)) continue;
    expect(property.displayOptions?.show).toMatchObject({ resource: [expect.any(String)], operation: [expect.any(String)] });
  }
});

test('the items of one run share the points of the shop: one client for all', async () => {
  const fake = shopNode(
    { Shop: () => graphqlAnswer({ shop: { name: 'x' } }) },
    { parameters: { resource: 'shop', operation: 'get' } },
  );
  let readings = 0;
  const credentials = new Proxy(fake.credentials ?? {}, { get: (target, name: string) => ((readings += 1), target[name]) });
  await runNode({ ...fake, credentials, items: [{}, {}, {}] });
  // One reading to open the client; n8n itself reads it for every request.
  expect(readings).toBe(1 + operations(fake.http).length);
});

test('one bad item goes to the error output and the others go on', async () => {
  const fake = shopNode({
    OrderById: ({ variables }) =>
      graphqlAnswer({
        order: {
          id: variables.id,
          name: '#1',
          updatedAt: 'x',
          lineItems: connection([]),
          shippingLines: connection([]),
          discountApplications: connection([]),
        },
      }),
  });
  const parameters = (itemIndex: number) => ({ resource: 'order', operation: 'get', orderId: ['1', 'nonsense', '3'][itemIndex] });
  const output = await runNode({ ...fake, parameters, items: [{}, {}, {}], continueOnFail: true });
  expect(output).toMatchObject([
    { name: '#1' },
    { error: expect.stringContaining('not an ID'), details: { recovery: 'BadMapping' } },
    { name: '#1' },
  ]);
  expect(Object.keys(output[1] ?? {}).sort()).toEqual(['details', 'error']);
});

const ECHO = `${TOKEN} ${WEBHOOK_SIGNING} ${encodeURIComponent(TOKEN)} ${Buffer.from(TOKEN).toString('base64')}`;

test.each([
  ['in an errors list', { status: 200, body: { errors: [{ message: `bad ${ECHO}`, extensions: { code: ECHO } }] } }],
  ['in a sentence', { status: 200, body: { errors: ECHO } }],
  ['in user errors', { status: 200, body: { data: { x: { userErrors: [{ message: ECHO, field: [ECHO], code: ECHO }] } } } }],
  ['in a status', { status: 403, headers: { 'x-echo': ECHO }, body: ECHO }],
  ['in a 401', { status: 401, headers: { 'www-authenticate': ECHO }, body: ECHO }],
  ['in the version header', { status: 200, headers: { 'x-shopify-api-version': ECHO }, body: { data: { shop: {} } } }],
] as const)('a secret that Shopify echoes %s is in no error', async (_title, answer) => {
  const parameters = { resource: 'graphql', operation: 'execute', query: 'mutation M { x }', variables: '{}' };
  const fake = shopNode({ '': () => answer }, { parameters });
  const error = await failureOf(fake);
  const everything = [
    error.message,
    error.description,
    error.stack,
    JSON.stringify(error),
    ...Object.values(error).map((value) => JSON.stringify(value) ?? ''),
  ];
  for (const form of [TOKEN, WEBHOOK_SIGNING, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64')]) {
    expect(everything.join('\n')).not.toContain(form);
  }
});

test('a credential for another host is refused before anything is sent', async () => {
  const fake = shopNode({}, { parameters: { resource: 'shop', operation: 'get' } });
  const error = await failureOf({
    ...fake,
    credentials: { medSupplyShopifyTokenApi: { ...tokenCredential, shop: 'evil.example.com' } },
  });
  expect(error).toBeInstanceOf(NodeOperationError);
  expect(fake.http.requests).toEqual([]);
});
