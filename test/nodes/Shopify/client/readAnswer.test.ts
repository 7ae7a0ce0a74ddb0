import type { WireAnswer } from '../../../../nodes/Shopify/client/answer';
import { mutationDocument, queryDocument } from '../../../../nodes/Shopify/client/document';
import { readAnswer } from '../../../../nodes/Shopify/client/readAnswer';

const query = queryDocument('Orders', 'query Orders { orders { nodes { id } } }');
const mutation = mutationDocument('OrderUpdate', 'mutation OrderUpdate { x }', { repeatable: false });
const NOW = Date.parse('2026-11-22T10:00:00Z');

function read(answer: WireAnswer, document = query) {
  return readAnswer(answer, { document, version: '2026-10', secrets: ['open sesame'], nowMs: NOW });
}

function response(status: number, body: unknown, headers: Record<string, string> = {}): WireAnswer {
  return { kind: 'response', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const errors = (code: string | undefined, message = 'No') => ({
  data: null,
  errors: [{ message, extensions: code === undefined ? {} : { code } }],
});

const cost = (requested: number, available: number, restoreRate = 100, maximum = 2000) => ({
  cost: {
    requestedQueryCost: requested,
    actualQueryCost: null,
    throttleStatus: { maximumAvailable: maximum, currentlyAvailable: available, restoreRate },
  },
});

test.each([
  [401, 'NeedsHuman'],
  [402, 'NeedsHuman'],
  [403, 'NeedsHuman'],
  [404, 'NeedsHuman'],
  [423, 'NeedsHuman'],
  [430, 'NeedsHuman'],
  [540, 'NeedsHuman'],
  [302, 'NeedsHuman'],
  [400, 'NeedsHuman'],
])('status %i is final and needs a person', (status, recovery) => {
  const outcome = read(
    response(status, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }),
  );
  expect(outcome).toMatchObject({ kind: 'refused', failure: { recovery, details: { httpStatus: status } } });
});

test.each([500, 502, 503, 504])('status %i leaves a query to be repeated and a change unknown', (status) => {
  expect(read(response(status, 'gateway'))).toMatchObject({ kind: 'unclear', failure: { recovery: 'RetryLater' } });
  expect(read(response(status, 'gateway'), mutation)).toMatchObject({ kind: 'unclear', failure: { recovery: 'OutcomeUnknown' } });
});

test.each([
  ['2', 2000],
  ['1.5', 1500],
  ['0', 0],
  ['Sun, 22 Nov 2026 10:00:07 GMT', 7000],
  ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
  ['soon', undefined],
])('status 429 with Retry-After "%s" waits %p ms', (retryAfter, waitMs) => {
  expect(read(response(429, '', { 'Retry-After': retryAfter }))).toMatchObject({ kind: 'throttled', waitMs });
});

test('status 429 without Retry-After leaves the wait to the client', () => {
  expect(read(response(429, '', {}))).toMatchObject({ kind: 'throttled', waitMs: undefined });
});

test.each([
  ['THROTTLED with 80 of 112 points at 100 a second', 112, 80, 100, 320],
  ['THROTTLED with a wait that is no whole millisecond is rounded up', 112, 80, 300, 107],
  ['THROTTLED although the bucket has filled up meanwhile', 112, 500, 100, 0],
])('%s', (_title, requested, available, restoreRate, waitMs) => {
  const body = { ...errors('THROTTLED', 'Throttled'), extensions: cost(requested, available, restoreRate) };
  expect(read(response(200, body))).toMatchObject({ kind: 'throttled', waitMs });
});

test('THROTTLED without figures is still throttled', () => {
  expect(read(response(200, { errors: [{ message: 'Throttled' }] }))).toMatchObject({ kind: 'throttled', waitMs: undefined });
});

test('a query dearer than the whole bucket is not waited for', () => {
  const body = { ...errors('THROTTLED', 'Throttled'), extensions: cost(900, 500, 50, 800) };
  expect(read(response(200, body))).toMatchObject({ kind: 'refused', failure: { recovery: 'NeedsHuman' } });
});

test('MAX_COST_EXCEEDED is final and says to use a smaller page', () => {
  const outcome = read(
    response(200, errors('MAX_COST_EXCEEDED', 'Query cost is 1200, which exceeds the single query max cost limit (1000)')),
  );
  expect(outcome).toMatchObject({ kind: 'refused', failure: { recovery: 'NeedsHuman', details: { code: 'MAX_COST_EXCEEDED' } } });
  expect(outcome).toHaveProperty('failure.details.nextStep', expect.stringContaining('smaller page size'));
});

test.each([
  ['an errors list', errors('ACCESS_DENIED')],
  ['an errors list beside data', { data: { orders: { nodes: [] } }, errors: [{ message: 'Access denied for customer field' }] }],
  ['errors as one sentence', { errors: 'Not Found' }],
  ['errors as an object', { errors: { query: ['required'] } }],
  ['neither data nor errors', {}],
  ['data null', { data: null }],
  ['userErrors of a payload', { data: { tagsAdd: { userErrors: [{ field: ['id'], message: 'is invalid' }] } } }],
  [
    'userErrors under another name',
    { data: { orderCancel: { orderCancelUserErrors: [{ code: 'NOT_FOUND', field: ['orderId'], message: 'No' }] } } },
  ],
])('HTTP 200 with %s is a failure', (_title, body) => {
  expect(read(response(200, body))).toMatchObject({ kind: 'refused' });
});

test('empty userErrors are a success', () => {
  expect(read(response(200, { data: { tagsAdd: { node: { id: '1' }, userErrors: [] } } }))).toMatchObject({ kind: 'ok' });
});

test('a throttled entry beside a refusal does not hide the refusal', () => {
  const body = {
    errors: [
      { message: 'Throttled', extensions: { code: 'THROTTLED' } },
      { message: 'No', extensions: { code: 'ACCESS_DENIED' } },
    ],
  };
  expect(read(response(200, body))).toMatchObject({ kind: 'refused', failure: { details: { code: 'ACCESS_DENIED' } } });
});

test('INTERNAL_SERVER_ERROR with status 200 is as unclear as status 500', () => {
  expect(read(response(200, errors('INTERNAL_SERVER_ERROR')))).toMatchObject({
    kind: 'unclear',
    failure: { recovery: 'RetryLater' },
  });
  expect(read(response(200, errors('INTERNAL_SERVER_ERROR')), mutation)).toMatchObject({
    failure: { recovery: 'OutcomeUnknown' },
  });
});

test('a user error keeps its code and its field, and its code decides the recovery', () => {
  const userErrors = [{ code: 'IDEMPOTENCY_CONCURRENT_REQUEST', field: ['input', 'quantities', '0'], message: 'in flight' }];
  const outcome = read(response(200, { data: { inventorySetQuantities: { userErrors } } }), mutation);
  expect(outcome).toMatchObject({
    kind: 'refused',
    failure: {
      recovery: 'RetryLater',
      message: expect.stringContaining('input.quantities.0: in flight'),
      details: { code: 'IDEMPOTENCY_CONCURRENT_REQUEST' },
    },
  });
});

test('an answer cut in the middle is asked for again, and leaves a change unknown', () => {
  expect(read(response(200, '{"data":{"orders":{"nodes":[{"id":"gid'))).toMatchObject({
    kind: 'unclear',
    failure: { recovery: 'RetryLater' },
  });
  expect(read(response(200, '{"data":{"orde'), mutation)).toMatchObject({
    kind: 'unclear',
    failure: { recovery: 'OutcomeUnknown' },
  });
});

test('an answer of another API version is loud, and says when a change was carried out', () => {
  const headers = { 'x-shopify-api-version': '2026-01' };
  const body = { data: { orders: { nodes: [] } } };
  expect(read(response(200, body, headers))).toMatchObject({
    kind: 'refused',
    failure: {
      recovery: 'NeedsHuman',
      message: expect.stringContaining('2026-01 instead of 2026-10'),
      details: { code: 'API_VERSION_CHANGED' },
    },
  });
  expect(read(response(200, body, headers), mutation)).toHaveProperty(
    'failure.message',
    expect.stringContaining('was carried out'),
  );
});

test('ids beyond 2^53 keep their digits', () => {
  const outcome = read(response(200, '{"data":{"order":{"id":9007199254740993,"lines":[820982911946154508]}}}'));
  expect(outcome).toMatchObject({ data: { order: { id: '9007199254740993', lines: ['820982911946154508'] } } });
});

test('a connection that was never made may be repeated, one that broke may not for a change', () => {
  expect(read({ kind: 'not-sent', code: 'ECONNREFUSED' }, mutation)).toMatchObject({
    kind: 'not-sent',
    failure: { recovery: 'RetryLater' },
  });
  expect(read({ kind: 'lost', code: 'ECONNRESET' }, mutation)).toMatchObject({
    kind: 'unclear',
    failure: { recovery: 'OutcomeUnknown' },
  });
  expect(read({ kind: 'lost', code: 'ECONNRESET' })).toMatchObject({ kind: 'unclear', failure: { recovery: 'RetryLater' } });
});

test('a vendor sentence that echoes a secret is cleaned', () => {
  const outcome = read(response(200, { errors: 'Token open sesame of buyer@example.com, +86 138 1234 5678, is not valid' }));
  const { message } = (outcome as { failure: Error }).failure;
  expect(message).not.toMatch(/sesame|example\.com|1234/);
  expect(message).toContain('is not valid');
});
