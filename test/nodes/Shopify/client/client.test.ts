import type { WireAnswer } from '../../../../nodes/Shopify/client/answer';
import { createClient } from '../../../../nodes/Shopify/client/client';
import { mutationDocument, queryDocument } from '../../../../nodes/Shopify/client/document';

const orders = queryDocument('Orders', 'query Orders($first: Int!) { orders(first: $first) { nodes { id } } }');
const shop = queryDocument('Shop', 'query Shop { shop { id } }');
const create = mutationDocument('Create', 'mutation Create { x }', { repeatable: false });

interface BucketState {
  readonly requested: number;
  readonly available: number;
  readonly restoreRate?: number;
}

function body(data: unknown, bucket?: BucketState, errors?: unknown): WireAnswer {
  const extensions =
    bucket === undefined
      ? undefined
      : {
          cost: {
            requestedQueryCost: bucket.requested,
            throttleStatus: {
              maximumAvailable: 2000,
              currentlyAvailable: bucket.available,
              restoreRate: bucket.restoreRate ?? 100,
            },
          },
        };
  return { kind: 'response', status: 200, headers: {}, body: JSON.stringify({ data, errors, extensions }) };
}

const THROTTLED = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
const SERVER_ERROR: WireAnswer = { kind: 'response', status: 503, headers: {}, body: '' };

/** A client whose clock moves only while it sleeps. */
function testClient(answers: readonly WireAnswer[]) {
  let nowMs = Date.parse('2026-11-22T10:00:00Z');
  const sleeps: number[] = [];
  const sent: string[] = [];
  const client = createClient({
    send: async (text) => {
      sent.push(text);
      const answer = answers[sent.length - 1];
      if (answer === undefined) throw new Error('One request more than the test allows');
      return answer;
    },
    version: '2026-10',
    secrets: [],
    sleep: async (ms) => {
      sleeps.push(ms);
      nowMs += ms;
    },
    now: () => nowMs,
    random: () => 0,
  });
  return { client, sleeps, sent };
}

test('a throttled request waits for exactly the missing points and is then answered', async () => {
  const { client, sleeps } = testClient([body(null, { requested: 683, available: 620.5 }, THROTTLED), body({ orders: 1 })]);
  await expect(client.run(orders, { first: 3 })).resolves.toEqual({ orders: 1 });
  expect(sleeps).toEqual([625]);
});

test('the second request of a kind waits until the points it is known to need are there', async () => {
  const { client, sleeps } = testClient([
    body({ orders: 1 }, { requested: 683, available: 83 }),
    body({ orders: 2 }, { requested: 683, available: 10 }),
  ]);
  await client.run(orders, { first: 3 });
  await client.run(orders, { first: 3 });
  expect(sleeps).toEqual([6000]);
});

test('a cheap request does not wait for the points of a dear one', async () => {
  const { client, sleeps } = testClient([body({ orders: 1 }, { requested: 683, available: 83 }), body({ shop: 1 })]);
  await client.run(orders, { first: 3 });
  await client.run(shop);
  expect(sleeps).toEqual([]);
});

test('the price of a page size is not taken for the price of another', async () => {
  const { client, sleeps } = testClient([body({ orders: 1 }, { requested: 683, available: 83 }), body({ orders: 2 })]);
  await client.run(orders, { first: 3 });
  await client.run(orders, { first: 1 });
  expect(sleeps).toEqual([]);
});

test('a query is asked four times in all when the server fails', async () => {
  const { client, sleeps, sent } = testClient([SERVER_ERROR, SERVER_ERROR, SERVER_ERROR, SERVER_ERROR]);
  await expect(client.run(shop)).rejects.toMatchObject({ recovery: 'RetryLater', details: { httpStatus: 503 } });
  expect(sent).toHaveLength(4);
  expect(sleeps).toEqual([250, 500, 1000]);
});

test('a change is sent once when the server fails, and its outcome is called unknown', async () => {
  const { client, sent } = testClient([SERVER_ERROR]);
  await expect(client.run(create)).rejects.toMatchObject({ recovery: 'OutcomeUnknown' });
  expect(sent).toHaveLength(1);
});

test('a change that Shopify throttled is sent again with the same bytes', async () => {
  const { client, sent } = testClient([body(null, { requested: 10, available: 0 }, THROTTLED), body({ x: 1 })]);
  await client.run(create, { b: 1, a: 2 });
  expect(sent[0]).toBe(sent[1]);
  expect(sent[0]).toContain('"variables":{"b":1,"a":2}');
});

test('throttling without end is given up', async () => {
  const { client, sent } = testClient(Array.from({ length: 20 }, () => body(null, { requested: 100, available: 50 }, THROTTLED)));
  await expect(client.run(shop)).rejects.toMatchObject({
    recovery: 'RetryLater',
    details: { code: 'THROTTLED', retryAfterMs: 500 },
  });
  expect(sent).toHaveLength(12);
});
