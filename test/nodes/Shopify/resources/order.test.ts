import { API_VERSIONS } from '../../../../nodes/Shopify/platform';
import type { FakeAnswer } from '../../../support/fakeHttp';
import { failureOf, runNode } from '../support/runNode';
import type { Asked } from '../support/shop';
import { asked, connection, graphqlAnswer, operations, SHOP, shopNode } from '../support/shop';

interface Paged {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: string;
  readonly lineItems: unknown;
  readonly shippingLines: unknown;
  readonly discountApplications: unknown;
}

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ id: `gid://shopify/LineItem/${from + index}` }));

function pagedOrder(number: number, changes: Partial<Paged> = {}): Paged {
  return {
    id: `gid://shopify/Order/${number}`,
    name: `#${number}`,
    updatedAt: '2026-11-22T08:00:00Z',
    lineItems: connection(lines(1, 1)),
    shippingLines: connection([]),
    discountApplications: connection([]),
    ...changes,
  };
}

type Answers = Readonly<Record<string, (asked: Asked, count: number) => FakeAnswer>>;

const node = (operation: string, parameters: Record<string, unknown>, answers: Answers) =>
  shopNode(answers, { parameters: { resource: 'order', operation, ...parameters } });

describe('Get', () => {
  test.each(['1001', 'gid://shopify/Order/1001', ' 1001 '])('finds the order by %p and gives plain lists', async (orderId) => {
    const fake = node('get', { orderId }, { OrderById: () => graphqlAnswer({ order: pagedOrder(1001) }) });
    expect(await runNode(fake)).toEqual([
      { ...pagedOrder(1001), shop: SHOP, lineItems: lines(1, 1), shippingLines: [], discountApplications: [] },
    ]);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables).toMatchObject({
      id: 'gid://shopify/Order/1001',
      withCustomer: true,
    });
  });

  test.each(['#1001', '', 'gid://shopify/Customer/1', '0', '-1', 'gid://shopify/Order/1/../2', 1e21])(
    'refuses %p as an ID before it asks Shopify',
    async (orderId) => {
      const fake = node('get', { orderId }, {});
      expect((await failureOf(fake)).message).toContain('not an ID of Shopify');
      expect(fake.http.requests).toEqual([]);
    },
  );

  test('reads an order with 251 lines to the last one', async () => {
    const fake = node(
      'get',
      { orderId: '1001' },
      {
        OrderById: () => graphqlAnswer({ order: pagedOrder(1001, { lineItems: connection(lines(1, 20), '20') }) }),
        OrderLineItems: ({ variables }) => {
          const from = Number(variables.after) + 1;
          const to = Math.min(251, from + Number(variables.first) - 1);
          return graphqlAnswer({
            order: { updatedAt: '2026-11-22T08:00:00Z', connection: connection(lines(from, to), to < 251 ? String(to) : null) },
          });
        },
      },
    );
    const [order] = await runNode(fake);
    expect(order?.lineItems).toEqual(lines(1, 251));
  });

  test('reads further shipping lines and discounts as well', async () => {
    const more = (nodes: readonly unknown[]) => () =>
      graphqlAnswer({ order: { updatedAt: '2026-11-22T08:00:00Z', connection: connection(nodes) } });
    const fake = node(
      'get',
      { orderId: '1001' },
      {
        OrderById: () =>
          graphqlAnswer({
            order: pagedOrder(1001, {
              shippingLines: connection([{ id: 's1' }], 'a'),
              discountApplications: connection([{ index: 0 }], 'b'),
            }),
          }),
        OrderShippingLines: more([{ id: 's2' }]),
        OrderDiscounts: more([{ index: 1 }]),
      },
    );
    expect(await runNode(fake)).toMatchObject([
      { shippingLines: [{ id: 's1' }, { id: 's2' }], discountApplications: [{ index: 0 }, { index: 1 }] },
    ]);
  });

  test('starts again when the order changes between two pages of lines, and never mixes both states', async () => {
    const fake = node(
      'get',
      { orderId: '1001' },
      {
        OrderById: (_asked, count) =>
          graphqlAnswer({
            order: pagedOrder(
              1001,
              count === 1
                ? { lineItems: connection(lines(1, 20), '20') }
                : { updatedAt: 'later', lineItems: connection(lines(5, 9)) },
            ),
          }),
        OrderLineItems: () => graphqlAnswer({ order: { updatedAt: 'later', connection: connection(lines(21, 22)) } }),
      },
    );
    expect(await runNode(fake)).toMatchObject([{ updatedAt: 'later', lineItems: lines(5, 9) }]);
  });

  test('gives up on an order that changes all the time', async () => {
    const fake = node(
      'get',
      { orderId: '1001' },
      {
        OrderById: () => graphqlAnswer({ order: pagedOrder(1001, { lineItems: connection(lines(1, 20), '20') }) }),
        OrderLineItems: (_asked, count) => graphqlAnswer({ order: { updatedAt: `change ${count}`, connection: connection([]) } }),
      },
    );
    expect((await failureOf(fake)).message).toContain('#1001 was changed while its lines were read');
  });

  test('an order that Shopify does not show fails and mentions the 60 days', async () => {
    const error = await failureOf(node('get', { orderId: '1001' }, { OrderById: () => graphqlAnswer({ order: null }) }));
    expect(error).toMatchObject({
      message: 'Order 1001 was not found in Shopify',
      description: expect.stringContaining('60 days'),
    });
  });

  test('an order that Shopify does not show gives nothing when the node says so', async () => {
    const fake = node(
      'get',
      { orderId: '1001', options: { ifMissing: 'empty' } },
      { OrderById: () => graphqlAnswer({ order: null }) },
    );
    expect(await runNode(fake)).toEqual([]);
  });

  test('customer data is not asked for when it is switched off', async () => {
    const fake = node(
      'get',
      { orderId: '1', options: { customerData: false } },
      { OrderById: () => graphqlAnswer({ order: pagedOrder(1) }) },
    );
    await runNode(fake);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables.withCustomer).toBe(false);
  });

  test('presentment money is asked for unless it is switched off', async () => {
    const variablesWith = async (options: Record<string, unknown>) => {
      const fake = node('get', { orderId: '1', options }, { OrderById: () => graphqlAnswer({ order: pagedOrder(1) }) });
      await runNode(fake);
      return asked(fake.http.requests[0] ?? { url: '' }).variables.withPresentment;
    };
    expect([await variablesWith({}), await variablesWith({ presentmentMoney: false })]).toEqual([true, false]);
  });

  test.each(API_VERSIONS)('asks for the chosen version %s', async (apiVersion) => {
    const answer = graphqlAnswer({ order: pagedOrder(1) });
    const fake = node(
      'get',
      { orderId: '1', apiVersion },
      { OrderById: () => ({ ...answer, headers: { 'x-shopify-api-version': apiVersion } }) },
    );
    await runNode(fake);
    expect(fake.http.requests[0]?.url).toBe(`https://${SHOP}/admin/api/${apiVersion}/graphql.json`);
  });
});

describe('Get Many', () => {
  test('asks from five minutes before the time, in UTC, oldest change first', async () => {
    const fake = node(
      'getMany',
      { updatedSince: '2026-11-22T08:00:00', returnAll: true },
      { Orders: () => graphqlAnswer({ orders: connection([]) }) },
    );
    expect(await runNode(fake)).toEqual([]);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables).toMatchObject({
      query: "updated_at:>='2026-11-21T23:55:00Z'",
      sortKey: 'UPDATED_AT',
    });
  });

  test.each([
    ['2026-11-22T08:00:00-08:00', 0, '2026-11-22T16:00:00Z'],
    ['2026-11-22T08:00:00+08:00', 5, '2026-11-21T23:55:00Z'],
    ['2026-11-01T00:00:00Z', 10, '2026-10-31T23:50:00Z'],
  ])('reads %s with %i minutes overlap from %s', async (updatedSince, overlapMinutes, from) => {
    const fake = node(
      'getMany',
      { updatedSince, returnAll: true, options: { overlapMinutes } },
      { Orders: () => graphqlAnswer({ orders: connection([]) }) },
    );
    await runNode(fake);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables.query).toBe(`updated_at:>='${from}'`);
  });

  test('keeps an own filter apart from the time', async () => {
    const parameters = {
      updatedSince: '2026-11-22T00:05:00Z',
      returnAll: true,
      options: { filter: 'status:open OR tag:urgent' },
    };
    const fake = node('getMany', parameters, { Orders: () => graphqlAnswer({ orders: connection([]) }) });
    await runNode(fake);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables.query).toBe(
      "(status:open OR tag:urgent) AND (updated_at:>='2026-11-22T00:00:00Z')",
    );
  });

  test('a time that is none is refused before Shopify is asked', async () => {
    const fake = node('getMany', { updatedSince: 'yesterday' }, {});
    expect((await failureOf(fake)).message).toBe('Updated Since is not a time');
  });

  test('every order comes once, with its newest state, although the list moves while it is read', async () => {
    const changed = { updatedAt: '2026-11-22T09:00:00Z' };
    const shelves = [
      connection([pagedOrder(1), pagedOrder(2), pagedOrder(3)], 'a'),
      connection([pagedOrder(3), pagedOrder(4)], 'b'),
      connection([pagedOrder(1, changed)]),
    ];
    const fake = node(
      'getMany',
      { returnAll: true },
      { Orders: (_asked, count) => graphqlAnswer({ orders: shelves[count - 1] }) },
    );
    const orders = await runNode(fake);
    expect(orders.map(({ name, updatedAt }) => `${String(name)} ${String(updatedAt)}`)).toEqual([
      '#2 2026-11-22T08:00:00Z',
      '#3 2026-11-22T08:00:00Z',
      '#4 2026-11-22T08:00:00Z',
      '#1 2026-11-22T09:00:00Z',
    ]);
  });

  test('a limit ends the reading without asking for a further page', async () => {
    const fake = node(
      'getMany',
      { returnAll: false, limit: 2 },
      { Orders: () => graphqlAnswer({ orders: connection([pagedOrder(1), pagedOrder(2)], 'a') }) },
    );
    expect(await runNode(fake)).toHaveLength(2);
    expect(operations(fake.http)).toEqual(['Orders']);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables.first).toBe(2);
  });

  test('a repeated cursor ends with an error and not never', async () => {
    const fake = node(
      'getMany',
      { returnAll: true },
      { Orders: () => graphqlAnswer({ orders: connection([pagedOrder(1)], 'same') }) },
    );
    expect((await failureOf(fake)).message).toContain('does not say where the next page begins');
  });

  test('an order deleted while its lines are read is left out', async () => {
    const fake = node(
      'getMany',
      { returnAll: true },
      {
        Orders: () =>
          graphqlAnswer({ orders: connection([pagedOrder(1, { lineItems: connection(lines(1, 4), '4') }), pagedOrder(2)]) }),
        OrderLineItems: () => graphqlAnswer({ order: null }),
        OrderById: () => graphqlAnswer({ order: null }),
      },
    );
    expect(await runNode(fake)).toMatchObject([{ name: '#2' }]);
  });
});

describe('Find by Name', () => {
  const candidates = [
    { id: 'gid://shopify/Order/7', name: '#10010' },
    { id: 'gid://shopify/Order/1001', name: '#1001' },
    { id: 'gid://shopify/Order/8', name: '#1001-A' },
  ];
  const answers = (found: readonly unknown[]): Answers => ({
    OrderNames: () => graphqlAnswer({ orders: connection(found) }),
    OrderById: () => graphqlAnswer({ order: pagedOrder(1001) }),
  });

  test.each(['#1001', '1001', ' #1001 '])('%p finds the order with exactly this name among similar ones', async (orderName) => {
    const fake = node('findByName', { orderName }, answers(candidates));
    expect(await runNode(fake)).toMatchObject([{ id: 'gid://shopify/Order/1001', lineItems: lines(1, 1) }]);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables.query).toBe("name:'1001' OR name:'#1001'");
  });

  test('similar names alone are no match', async () => {
    const others = candidates.filter(({ name }) => name !== '#1001');
    expect((await failureOf(node('findByName', { orderName: '1001' }, answers(others)))).message).toBe(
      'Order 1001 was not found in Shopify',
    );
    expect(await runNode(node('findByName', { orderName: '1001', options: { ifMissing: 'empty' } }, answers(others)))).toEqual(
      [],
    );
  });

  test('two orders of the same name are a matter for a person', async () => {
    const twice = [...candidates, { id: 'gid://shopify/Order/9', name: '1001' }];
    expect((await failureOf(node('findByName', { orderName: '1001' }, answers(twice)))).message).toContain(
      '2 orders are named 1001',
    );
  });

  test('a name can not break out of the search', async () => {
    const fake = node('findByName', { orderName: "1' OR name:'2\\", options: { ifMissing: 'empty' } }, answers([]));
    await runNode(fake);
    expect(asked(fake.http.requests[0] ?? { url: '' }).variables.query).toBe(
      String.raw`name:'1\' OR name:\'2\\' OR name:'#1\' OR name:\'2\\'`,
    );
  });

  test.each(['', '#', ' '])('the empty name %p is refused', async (orderName) => {
    expect((await failureOf(node('findByName', { orderName }, {}))).message).toBe('The order name is empty');
  });
});
