import type { IHookFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ShopifyTrigger } from '../../../../nodes/Shopify/ShopifyTrigger.node';
import { hookContext } from '../../../support/n8nContext';
import { operations, tokenCredential, WEBHOOK_SIGNING } from '../support/shop';
import { subscriptionShop } from '../support/subscriptionShop';

const ADDRESS = 'https://n8n.example.com/webhook/abc';
const TEST_ADDRESS = 'https://n8n.example.com/webhook-test/abc';
const TOPICS = ['ORDERS_CREATE', 'REFUNDS_CREATE'];
const { checkExists, create, delete: remove } = new ShopifyTrigger().webhookMethods.default;

const both = TOPICS.map((topic) => [topic, ADDRESS] as const);

function trigger(options: Parameters<typeof subscriptionShop>[0] = {}, parameters: Record<string, unknown> = { topics: TOPICS }) {
  const shop = subscriptionShop(options, { parameters });
  /** n8n makes a new context for every call. */
  const call = async (method: (this: IHookFunctions) => Promise<boolean>, webhookUrl = ADDRESS) =>
    await method.call(hookContext({ ...shop.fake, webhookUrl }));
  return { ...shop, call };
}

test.each([
  ['all topics of this address', both, true],
  ['all topics and those of another address', [...both, ['ORDERS_CREATE', 'https://other.example.com/'] as const], true],
  ['one topic only', [both[0] ?? (['', ''] as const)], false],
  ['all topics of the test address only', TOPICS.map((topic) => [topic, TEST_ADDRESS] as const), false],
  ['a topic that is no longer chosen', [...both, ['ORDERS_PAID', ADDRESS] as const], false],
  ['nothing', [], false],
])('with %s the subscriptions stand: %#', async (_title, existing, stands) => {
  expect(await trigger({ existing }).call(checkExists)).toBe(stands);
});

test('a subscription on the last page is found', async () => {
  const others = Array.from({ length: 7 }, (_, index) => ['ORDERS_CREATE', `https://n8n.example.com/webhook/${index}`] as const);
  expect(await trigger({ existing: [...others, ...both], pageSize: 2 }).call(checkExists)).toBe(true);
});

test('activating creates what is missing, removes what is no longer chosen and leaves other addresses alone', async () => {
  const other = ['ORDERS_CREATE', 'https://other.example.com/'] as const;
  const shop = trigger({ existing: [other, ['ORDERS_CREATE', ADDRESS], ['ORDERS_PAID', ADDRESS]] });
  expect(await shop.call(create)).toBe(true);
  expect(shop.topics()).toEqual([`ORDERS_CREATE ${ADDRESS}`, `ORDERS_CREATE ${other[1]}`, `REFUNDS_CREATE ${ADDRESS}`]);
  expect(await shop.call(checkExists)).toBe(true);
});

test('activating twice creates nothing twice', async () => {
  const shop = trigger();
  await shop.call(create);
  await shop.call(create);
  expect(shop.topics()).toHaveLength(2);
});

test('a subscription that somebody else made in the same moment is accepted', async () => {
  const shop = trigger({
    onCreate: (topic, count, store) => {
      // The other one is faster: from here on Shopify says that the address has been taken.
      if (topic === 'ORDERS_CREATE' && count === 1) store();
      return undefined;
    },
  });
  expect(await shop.call(create)).toBe(true);
  expect(shop.topics()).toHaveLength(2);
});

test('a subscription whose confirmation was lost is found and not made twice', async () => {
  const shop = trigger({
    onCreate: (topic, _count, store) => {
      if (topic !== 'ORDERS_CREATE') return undefined;
      store();
      return { breaks: 'ECONNRESET' };
    },
  });
  expect(await shop.call(create)).toBe(true);
  expect(operations(shop.fake.http).filter((name) => name === 'CreateSubscription')).toHaveLength(2);
});

test('a subscription that Shopify confirms and does not make fails the activation', async () => {
  const shop = trigger({
    onCreate: () => ({
      status: 200,
      body: { data: { webhookSubscriptionCreate: { webhookSubscription: null, userErrors: [] } } },
    }),
  });
  await expect(shop.call(create)).rejects.toThrow('ORDERS_CREATE');
});

test('an address that Shopify refuses fails the activation and says why', async () => {
  const shop = trigger();
  await expect(shop.call(create, 'http://localhost:5678/webhook/abc')).rejects.toMatchObject({
    message: expect.stringContaining('http:// is not supported'),
    description: expect.stringContaining('https'),
  });
});

test.each([['checkExists', checkExists] as const, ['create', create] as const])(
  '%s refuses without a client secret and asks Shopify nothing',
  async (_name, method) => {
    const shop = trigger();
    const context = hookContext({
      ...shop.fake,
      credentials: { medSupplyShopifyTokenApi: { ...tokenCredential, clientSecret: '' } },
    });
    const error: unknown = await method.call(context).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NodeOperationError);
    expect(error).toMatchObject({
      message: expect.stringContaining('client secret'),
      description: expect.stringContaining('credential'),
    });
    expect(shop.fake.http.requests).toEqual([]);
  },
);

test('a trigger without topics does not activate', async () => {
  await expect(trigger({}, { topics: [] }).call(create)).rejects.toThrow('no topic');
});

test('deactivating removes every subscription of this address and no other', async () => {
  const shop = trigger({ existing: [...both, ['ORDERS_PAID', ADDRESS], ['ORDERS_CREATE', TEST_ADDRESS]] });
  expect(await shop.call(remove)).toBe(true);
  expect(shop.topics()).toEqual([`ORDERS_CREATE ${TEST_ADDRESS}`]);
});

test('deactivating counts a subscription that has gone meanwhile as removed', async () => {
  const shop = trigger({
    existing: both,
    onDelete: (_id, store) => {
      store();
      return undefined;
    },
  });
  expect(await shop.call(remove)).toBe(true);
});

test('a subscription that can not be removed fails the deactivation', async () => {
  const shop = trigger({ existing: both, onDelete: () => ({ status: 403, body: '' }) });
  await expect(shop.call(remove)).rejects.toBeInstanceOf(NodeApiError);
});

test('a vendor error that echoes the secrets shows neither of them', async () => {
  const echo = `${WEBHOOK_SIGNING} ${tokenCredential.accessToken}`;
  const shop = trigger({ onCreate: () => ({ status: 200, body: { errors: [{ message: `no ${echo}` }] } }) });
  const error: unknown = await shop.call(create).catch((thrown: unknown) => thrown);
  expect(JSON.stringify(error) + String(error) + JSON.stringify(Object.getOwnPropertyDescriptors(error))).not.toMatch(
    /sample_signing|sample_token/,
  );
});
