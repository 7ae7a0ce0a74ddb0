import { getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { matchSkus } from '../../../../nodes/Shopify/resources/productVariant/matchSkus';
import { documents } from '../../../../nodes/Shopify/queries';
import { missingScopes, scopeNeeds } from '../../../../nodes/Shopify/scopes';
import { adminSchema } from '../support/adminSchema';
import { failureOf, runNode } from '../support/runNode';
import { asked, connection, graphqlAnswer, operations, SHOP, shopNode, tokenCredential } from '../support/shop';
import { ShopifyTrigger } from '../../../../nodes/Shopify/ShopifyTrigger.node';
import { hookContext } from '../../../support/n8nContext';
import { hubTrigger } from '../support/hubTrigger';
import { subscriptionShop } from '../support/subscriptionShop';

const { create } = new ShopifyTrigger().webhookMethods.default;
const variant = (id: number, sku: string | null) => ({ id: `gid://shopify/ProductVariant/${id}`, sku });

describe('Product Variant: Get Many by SKU', () => {
  const node = (skus: unknown, found: readonly unknown[], more: Record<string, unknown> = {}) =>
    shopNode(
      { Variants: () => graphqlAnswer({ productVariants: connection(found) }) },
      { parameters: { resource: 'productVariant', operation: 'getManyBySku', skus, ...more } },
    );

  test('every SKU gets one answer: found, missing or duplicate', async () => {
    const found = [
      variant(1, 'GLOVE-M'),
      variant(2, 'glove-m'),
      variant(3, 'MASK'),
      variant(4, 'MASK'),
      variant(5, null),
      variant(6, 'GLOVE-M-2'),
    ];
    expect(await runNode(node('GLOVE-M, MASK, SYRINGE', found))).toEqual([
      { shop: SHOP, sku: 'GLOVE-M', status: 'found', variant: variant(1, 'GLOVE-M'), variants: [variant(1, 'GLOVE-M')] },
      { shop: SHOP, sku: 'MASK', status: 'duplicate', variant: null, variants: [variant(3, 'MASK'), variant(4, 'MASK')] },
      { shop: SHOP, sku: 'SYRINGE', status: 'missing', variant: null, variants: [] },
    ]);
  });

  test('missing and duplicate SKUs are named in one error when the node says so', async () => {
    const error = await failureOf(
      node(['A', 'B', 'C'], [variant(1, 'A'), variant(2, 'B'), variant(3, 'B')], { ifMissing: 'fail' }),
    );
    expect(error.message).toContain('B (duplicate), C (missing)');
  });

  test('quotes and backslashes in a SKU do not break the search', async () => {
    const fake = node(String.raw`O'Neil 5\2`, []);
    await runNode(fake);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables.query).toBe(String.raw`sku:'O\'Neil 5\\2'`);
  });

  test('a long list is asked for in several queries and each SKU once', async () => {
    const skus = Array.from({ length: 60 }, (_, index) => `SKU-${index}`);
    const fake = node(
      [...skus, 'SKU-0'].join(','),
      skus.map((sku, index) => variant(index, sku)),
    );
    const found = await runNode(fake);
    expect(found.map(({ sku }) => sku)).toEqual(skus);
    expect(operations(fake.http)).toEqual(['Variants', 'Variants', 'Variants']);
  });

  test.each(['', ' , ', []])('nothing to look for (%p) is an error of the item', async (skus) => {
    expect((await failureOf(node(skus, []))).message).toBe('There is no SKU to look for');
  });

  test('a SKU named like an object member is an ordinary SKU', () => {
    expect(matchSkus(['constructor', '__proto__'], [variant(1, '__proto__')]).map(({ status }) => status)).toEqual([
      'missing',
      'found',
    ]);
  });
});

describe('Shop: Check Set-Up', () => {
  const all = [
    'read_all_orders',
    'read_fulfillments',
    'read_inventory',
    'read_merchant_managed_fulfillment_orders',
    'read_returns',
  ];
  const required = ['write_orders', 'read_products', 'read_customers'];
  const node = (scopes: readonly string[], credential = tokenCredential, headers: Record<string, string> = {}) => {
    const answer = graphqlAnswer({
      currentAppInstallation: { accessScopes: scopes.map((handle) => ({ handle })) },
      shop: { name: 'Suzhou Medtrade', myshopifyDomain: SHOP },
    });
    return shopNode(
      { GrantedScopes: () => ({ ...answer, headers: { ...answer.headers, ...headers } }) },
      { parameters: { resource: 'shop', operation: 'checkSetUp' }, credentials: { medSupplyShopifyTokenApi: credential } },
    );
  };

  test('a complete set-up has no problem; permission to write includes permission to read', async () => {
    expect(await runNode(node([...all, ...required]))).toMatchObject([
      { ok: true, missingScopes: [], missingOptionalScopes: [], problems: [] },
    ]);
  });

  test('every missing scope is named with what it is needed for', async () => {
    const [report] = await runNode(node(['read_orders']));
    expect(report).toMatchObject({
      ok: false,
      missingScopes: [
        { scope: 'read_products', neededFor: expect.arrayContaining(['Product Variant: Get Many by SKU']) },
        { scope: 'read_customers', neededFor: ['customer data of orders (Include Customer Data)'] },
      ],
    });
    expect(report?.missingOptionalScopes).toHaveLength(5);
  });

  test('a missing webhook secret is a problem', async () => {
    expect(await runNode(node(required, { ...tokenCredential, clientSecret: '' }))).toMatchObject([
      { ok: false, webhookSecretSet: false },
    ]);
  });

  test('a token of another shop is a problem', async () => {
    const [report] = await runNode(node(required, { ...tokenCredential, shop: 'other.myshopify.com' }));
    expect(report).toMatchObject({
      ok: false,
      problems: [{ problem: `The token belongs to ${SHOP}, the credential names other.myshopify.com` }],
    });
  });

  test('a version that is no longer served is a problem with a next step', async () => {
    const [report] = await runNode(node(required, tokenCredential, { 'X-Shopify-API-Version': '2027-01' }));
    expect(report).toMatchObject({
      ok: false,
      apiVersionServed: false,
      problems: [{ nextStep: expect.stringContaining('supported API version') }],
    });
  });
});

test('the scopes that the queries need by the official list are all in ours', () => {
  const { schema, scopes } = adminSchema();
  const unmet = new Set<string>();
  const known = scopeNeeds.flatMap(({ anyOf }) => anyOf);
  for (const document of documents) {
    const info = new TypeInfo(schema);
    const collect = (key: string) => {
      const anyOf = scopes.get(key);
      if (anyOf !== undefined && !anyOf.some((scope) => known.includes(scope))) unmet.add(`${key}: ${anyOf.join(' or ')}`);
    };
    const Field = () => {
      const type = info.getType();
      const field = info.getFieldDef();
      if (type) collect(getNamedType(type).name);
      if (field) collect(`${info.getParentType()?.name ?? ''}.${field.name}`);
    };
    visit(parse(document.text), visitWithTypeInfo(info, { Field }));
  }
  expect([...unmet]).toEqual([]);
  expect(missingScopes(['write_orders']).map(({ anyOf }) => anyOf[0])).not.toContain('read_orders');
});

test('Shop: Get gives the shop', async () => {
  const fake = shopNode(
    { Shop: () => graphqlAnswer({ shop: { name: 'Suzhou Medtrade' } }) },
    { parameters: { resource: 'shop', operation: 'get' } },
  );
  expect(await runNode(fake)).toEqual([{ name: 'Suzhou Medtrade' }]);
});

describe('GraphQL: Execute', () => {
  const node = (query: string, variables: unknown = '{}', answer = graphqlAnswer({ shop: { name: 'x' } })) =>
    shopNode(
      { '': () => answer, Second: () => answer },
      { parameters: { resource: 'graphql', operation: 'execute', query, variables } },
    );

  test('sends text and variables and gives the data', async () => {
    const fake = node('query Q($id: ID!) { order(id: $id) { id } }', '{"id": 820982911946154508}');
    expect(await runNode(fake)).toEqual([{ shop: { name: 'x' } }]);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables).toEqual({ id: '820982911946154508' });
  });

  test('names the operation when the node does', async () => {
    const fake = node('query First { shop { id } } query Second { shop { name } }');
    await runNode({ ...fake, parameters: { ...fake.parameters, operationName: 'Second' } });
    expect(asked(fake.http.requests[0] ?? { url: '' }).operation).toBe('Second');
  });

  test.each([
    ['', '{}', 'The text holds no query and no mutation'],
    ['subscription S { x }', '{}', 'Shopify has no GraphQL subscriptions'],
    ['{ shop { id } }', '{broken', 'The variables are not a JSON object'],
    ['{ shop { id } }', '[1]', 'The variables are not a JSON object'],
  ])('%p with variables %p is refused before anything is sent', async (query, variables, message) => {
    const fake = node(query, variables);
    expect((await failureOf(fake)).message).toBe(message);
    expect(fake.http.requests).toEqual([]);
  });

  test('a mutation with a server error is sent once and called unknown', async () => {
    const fake = node('mutation M { x }', {}, { status: 500, headers: {}, body: '' });
    expect((await failureOf(fake)).message).toContain('not known whether M took effect');
    expect(fake.http.requests).toHaveLength(1);
  });
});

describe('Webhook Subscription', () => {
  const ADDRESS = 'https://n8n.example.com/webhook/abc';
  const repair = (topics: readonly string[], address = ADDRESS) => ({
    resource: 'webhookSubscription',
    operation: 'checkAndRepair',
    topics,
    address,
  });

  test('Check and Repair keeps, creates and reports duplicates per topic', async () => {
    const shop = subscriptionShop(
      {
        existing: [
          ['ORDERS_CREATE', ADDRESS],
          ['ORDERS_PAID', ADDRESS],
          ['ORDERS_PAID', ADDRESS],
          ['REFUNDS_CREATE', 'https://other.example.com/'],
        ],
        pageSize: 1,
      },
      { parameters: repair(['ORDERS_CREATE', 'ORDERS_PAID', 'REFUNDS_CREATE']) },
    );
    expect(await runNode(shop.fake)).toMatchObject([
      { topic: 'ORDERS_CREATE', status: 'kept' },
      { topic: 'ORDERS_PAID', status: 'duplicate', duplicateIds: ['gid://shopify/WebhookSubscription/3'] },
      { topic: 'REFUNDS_CREATE', status: 'created', apiVersion: '2026-10' },
    ]);
    expect(await runNode(shop.fake)).toMatchObject([{ status: 'kept' }, { status: 'duplicate' }, { status: 'kept' }]);
  });

  test('with a hub, Check and Repair looks after the triggers that are registered there', async () => {
    const world = hubTrigger({}, { ...repair([], ''), topics: ['ORDERS_CREATE'] });
    await expect(runNode(world.fake)).rejects.toThrow('no active trigger of this shop');
    await create.call(hookContext(world.fake));
    const intake = [...world.hub.sources.values()][0]?.intakeUrl;
    world.shop.clear();
    expect(await runNode(world.fake)).toMatchObject([{ topic: 'ORDERS_CREATE', status: 'created', address: intake }]);
    expect(await runNode(world.fake)).toMatchObject([{ status: 'kept' }]);
  });

  test('Check and Repair refuses an address that is none', async () => {
    const shop = subscriptionShop({}, { parameters: repair(['ORDERS_CREATE'], 'the trigger') });
    expect((await failureOf(shop.fake)).message).toBe('The webhook address is not a URL');
  });

  test('Get Many lists over all pages', async () => {
    const existing = Array.from({ length: 5 }, (_, index) => ['ORDERS_CREATE', `https://n8n.example.com/${index}`] as const);
    const shop = subscriptionShop(
      { existing, pageSize: 2 },
      { parameters: { resource: 'webhookSubscription', operation: 'getMany', returnAll: true } },
    );
    expect((await runNode(shop.fake)).map(({ uri }) => uri)).toEqual(existing.map(([, uri]) => uri));
  });
});

test('the table of scopes is free of double entries', () => {
  const all = scopeNeeds.flatMap(({ anyOf }) => anyOf);
  expect(new Set(all).size).toBe(all.length);
});
