import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { Failure } from '../../../core/failure';
import { Problem } from '../../src/failures';
import { migrate, SqliteDatabase, StoreUnavailable, type Database } from '../../src/store';
import { openPrivate, openPublic } from './appParts';
import { testLog } from '../access/parts';

const SECRET = 'shpss_0123456789abcdef';
const folder = mkdtempSync(path.join(tmpdir(), 'medsupply-http-'));
let database: Database;
let hub: Awaited<ReturnType<typeof openPrivate>>;

function routes(app: FastifyInstance): void {
  app.get('/v1/things/:id', { preHandler: app.requireScope('events:read') }, (request) => ({ by: request.actor }));
  app.post('/v1/forbidden', { preHandler: app.requireScope('keys:admin') }, () => ({}));
  app.get('/v1/forgotten', (request) => ({ by: request.actor.id }));
  app.post(
    '/v1/things',
    {
      preHandler: app.requireScope('events:read'),
      schema: {
        body: {
          type: 'object',
          required: ['id', 'lines'],
          additionalProperties: false,
          properties: {
            id: { type: 'string' },
            kind: { type: 'string', enum: ['a', 'b'] },
            lines: {
              type: 'array',
              items: { type: 'object', required: ['quantity'], properties: { quantity: { type: 'integer' } } },
            },
          },
        },
        querystring: { type: 'object', properties: { limit: { type: 'integer', maximum: 500 } } },
      },
    },
    () => ({}),
  );
  const errors: Record<string, () => Error> = {
    problem: () =>
      new Problem(409, 'fingerprint-conflict', 'The key k was claimed with another fingerprint', {
        storedFingerprint: 'aa',
        givenFingerprint: 'bb',
      }),
    store: () => new StoreUnavailable('SQLITE_FULL'),
    bad: () => new Failure('BadMapping', 'The mapping shop/order.in does not compile', { nextStep: 'Correct it.' }),
    superseded: () => new Failure('Superseded', 'A newer version of order 7 was taken on'),
    later: () => new Failure('RetryLater', 'Busy', { retryAfterMs: 2_500 }),
    bug: () => new TypeError(`cannot read ${SECRET}`),
    defect: () => new Failure('Defect', `internal ${SECRET}`),
  };
  app.get<{ Params: { name: string } }>('/v1/errors/:name', { preHandler: app.requireScope('events:read') }, ({ params }) => {
    throw errors[params.name]?.() ?? new Error('none');
  });
}

beforeAll(async () => {
  database = new SqliteDatabase(path.join(folder, 'hub.sqlite'));
  await migrate(database, 0);
  hub = await openPrivate(database, routes);
});
afterAll(async () => {
  await hub.app.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(options: InjectOptions) {
  const answer = await hub.app.inject({ ...options, headers: { ...hub.headers, ...options.headers } });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    problem: answer.json<Record<string, unknown>>(),
  };
}

const json = { 'content-type': 'application/json' };

test.each<[string, InjectOptions, number, Record<string, unknown>]>([
  ['an unknown route', { url: '/v1/nothing' }, 404, { code: 'unknown-route' }],
  ['another method', { url: '/v1/things/7', method: 'DELETE' }, 405, { code: 'method-not-allowed' }],
  [
    'no JSON',
    { url: '/v1/things', method: 'POST', headers: json, payload: `{"id": "${SECRET}` },
    400,
    { code: 'malformed-json', pointer: '' },
  ],
  [
    'an empty body',
    { url: '/v1/things', method: 'POST', headers: json, payload: '' },
    400,
    { code: 'malformed-json', pointer: '' },
  ],
  ['no body', { url: '/v1/things', method: 'POST' }, 400, { code: 'invalid-request', pointer: '' }],
  [
    'a forged prototype',
    { url: '/v1/things', method: 'POST', headers: json, payload: '{"__proto__": {"a": 1}}' },
    400,
    { code: 'malformed-json' },
  ],
  [
    'another media type',
    { url: '/v1/things', method: 'POST', headers: { 'content-type': 'text/plain' }, payload: 'x' },
    415,
    { code: 'unsupported-media-type' },
  ],
  [
    'a large body',
    { url: '/v1/things', method: 'POST', headers: json, payload: JSON.stringify({ id: 'x'.repeat(5_000) }) },
    413,
    { code: 'too-large' },
  ],
  [
    'a missing field',
    { url: '/v1/things', method: 'POST', payload: { id: '7', lines: [{ quantity: 1 }, {}] } },
    400,
    { pointer: '/lines/1/quantity' },
  ],
  [
    'a text for a number',
    { url: '/v1/things', method: 'POST', payload: { id: '7', lines: [{ quantity: '1' }] } },
    400,
    { pointer: '/lines/0/quantity' },
  ],
  [
    'an unknown field',
    { url: '/v1/things', method: 'POST', payload: { id: '7', lines: [], 'a/b': 1 } },
    400,
    { pointer: '/a~1b' },
  ],
  [
    'a word that is none of the known',
    { url: '/v1/things', method: 'POST', payload: { id: '7', lines: [], kind: SECRET } },
    400,
    { pointer: '/kind' },
  ],
  [
    'a query that is too large',
    { url: '/v1/things?limit=501', method: 'POST', payload: { id: '7', lines: [] } },
    400,
    { parameter: 'limit' },
  ],
  ['an address that cannot be read', { url: '/v1/things/%zz' }, 400, { code: 'malformed-address' }],
  [
    'a conflict',
    { url: '/v1/errors/problem' },
    409,
    { code: 'fingerprint-conflict', storedFingerprint: 'aa', givenFingerprint: 'bb' },
  ],
  ['a store that cannot write', { url: '/v1/errors/store' }, 503, { code: 'store-unavailable', storeCode: 'SQLITE_FULL' }],
  ['a mapping that does not compile', { url: '/v1/errors/bad' }, 422, { code: 'bad-mapping', nextStep: 'Correct it.' }],
  ['an older version', { url: '/v1/errors/superseded' }, 409, { code: 'superseded' }],
  ['a side that is busy', { url: '/v1/errors/later' }, 503, { code: 'retry-later' }],
  ['a bug', { url: '/v1/errors/bug' }, 500, { code: 'internal-error' }],
  ['a defect', { url: '/v1/errors/defect' }, 500, { code: 'internal-error' }],
  ['a route without its hook that wants to know who asks', { url: '/v1/forgotten' }, 500, { code: 'internal-error' }],
])('%s is answered as a problem', async (_, request, status, { code, ...members }) => {
  const answer = await ask(request);
  expect({ status: answer.status, ...answer.problem }).toMatchObject({ status, ...members });
  if (code !== undefined) expect(answer.problem['type']).toBe(`https://medsupply.dev/problems/${String(code)}`);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.problem).toEqual(expect.objectContaining({ title: expect.any(String), detail: expect.any(String) }));
  expect(answer.text).not.toContain(SECRET);
  expect(answer.text).not.toMatch(/\.ts|\.js|node_modules|\bat /);
});

test('a 405 names the methods that the route answers to', async () => {
  expect((await ask({ url: '/v1/things', method: 'GET' })).headers['allow']).toBe('POST');
});

test('answers that ask for patience say how long', async () => {
  expect((await ask({ url: '/v1/errors/store' })).headers['retry-after']).toBe('5');
  expect((await ask({ url: '/v1/errors/later' })).headers['retry-after']).toBe('3');
});

test('the reference of an unexpected error is in the log, with the place and without the message', async () => {
  const { problem } = await ask({ url: '/v1/errors/bug' });
  const line = hub.log.lines.find(({ level, fields }) => level === 'error' && fields['id'] === problem['reference']);
  expect(line?.fields).toMatchObject({
    error: 'TypeError',
    stack: expect.arrayContaining([expect.stringContaining('problems.test')]),
  });
  expect(JSON.stringify(hub.log.lines)).not.toContain(SECRET);
});

test('the log knows id, route, status and time of a request, and nothing that the client wrote', async () => {
  await ask({ url: `/v1/things/${SECRET}?token=${SECRET}`, headers: { 'x-secret': SECRET } });
  const line = hub.log.lines.at(-1);
  expect(Object.keys(line?.fields ?? {}).sort()).toEqual(['id', 'listener', 'method', 'ms', 'route', 'status']);
  expect(line?.fields).toMatchObject({ route: '/v1/things/:id', status: 200 });
  expect(JSON.stringify(hub.log.lines)).not.toContain(SECRET);
  expect(JSON.stringify(hub.log.lines)).not.toContain(hub.text.split('_')[2]);
});

test.each([
  ['no key', {}, 401],
  ['an unknown key', { authorization: 'Bearer msk_0000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }, 401],
  ['another scheme', { authorization: 'Basic bXNrXzphYmM=' }, 401],
])('%s is refused with 401 and the way to sign in', async (_, headers, status) => {
  const answer = await hub.app.inject({ url: '/v1/things/7', headers });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['www-authenticate']).toContain('Bearer');
  expect(answer.json()).toMatchObject({
    type: 'https://medsupply.dev/problems/unknown-key',
    nextStep: expect.stringContaining('hub key create'),
  });
});

test('a key without the scope is refused with 403, and the answer names the scope', async () => {
  const { status, problem } = await ask({ url: '/v1/forbidden', method: 'POST', payload: {} });
  expect(status).toBe(403);
  expect(problem).toMatchObject({ type: 'https://medsupply.dev/problems/missing-scope', scope: 'keys:admin' });
  await hub.access.flush(true);
  expect(hub.audit.of('access.refused').map(({ body }) => body)).toContainEqual({
    reason: 'scope',
    count: 1,
    scope: 'keys:admin',
  });
});

test('who acts for a key is noted when it is plain text, and dropped otherwise', async () => {
  const via = async (value: string) => (await ask({ url: '/v1/things/7', headers: { 'x-medsupply-via': value } })).problem['by'];
  expect(await via('orders/4711/Create ERP Order')).toMatchObject({ kind: 'key', via: 'orders/4711/Create ERP Order' });
  expect(await via('x'.repeat(201))).not.toHaveProperty('via');
});

test('pages get no permission to read from another origin, and the Desk’s policy forbids inline scripts', async () => {
  const { headers } = await ask({ url: '/v1/things/7', headers: { origin: 'https://evil.example' } });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cache-control']).toBe('no-store');
  expect((await hub.app.inject('/v1/nothing')).headers['content-security-policy']).toBe(headers['content-security-policy']);
  const preflight = await hub.app.inject({
    method: 'OPTIONS',
    url: '/v1/things',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.statusCode).toBe(405);
});

test('bytes that are no HTTP request get a problem as well', async () => {
  await hub.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = hub.app.server.address() as AddressInfo;
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('HELO hub\r\n\r\n'));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('application/problem+json');
  expect(answer).toContain('"status":400');
});

describe('the public listener', () => {
  test('knows its intake and nothing else, whatever the method', async () => {
    const app = await openPublic(testLog(), (instance) => void instance.post('/intake/:token', () => ({ ok: true })));
    expect((await app.inject({ method: 'POST', url: '/intake/abc', payload: {} })).statusCode).toBe(200);
    for (const [method, url] of [
      ['GET', '/intake/abc'],
      ['GET', '/'],
      ['POST', '/intake'],
      ['OPTIONS', '/intake/abc'],
      ['GET', '/healthz'],
      ['GET', '/openapi.json'],
    ] as const) {
      const answer = await app.inject({ method, url });
      expect([url, answer.statusCode, answer.headers['content-type']]).toEqual([
        url,
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
    await app.close();
  });

  test('slows one address down, and says for how long', async () => {
    const app = await openPublic(testLog(), (instance) => void instance.post('/intake/:token', () => ({ ok: true })), 3);
    const from = async (remoteAddress: string, token: string) =>
      await app.inject({ method: 'POST', url: `/intake/${token}`, payload: {}, remoteAddress });
    for (let i = 0; i < 3; i++) expect((await from('198.51.100.1', `t${i}`)).statusCode).toBe(200);
    const refused = await from('198.51.100.1', 't9');
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.json()).toMatchObject({ type: 'https://medsupply.dev/problems/too-many-requests' });
    expect((await from('198.51.100.2', 't9')).statusCode).toBe(200);
    await app.close();
  });

  test('slows one token down, from however many addresses it is called', async () => {
    const app = await openPublic(testLog(), (instance) => void instance.post('/intake/:token', () => ({ ok: true })), 3);
    const from = async (remoteAddress: string) =>
      (await app.inject({ method: 'POST', url: '/intake/one', payload: {}, remoteAddress })).statusCode;
    expect([
      await from('198.51.100.1'),
      await from('198.51.100.2'),
      await from('198.51.100.3'),
      await from('198.51.100.4'),
    ]).toEqual([200, 200, 200, 429]);
    await app.close();
  });

  test('believes no X-Forwarded-For unless a proxy is named', async () => {
    const app = await openPublic(testLog(), (instance) => void instance.get('/intake/:token', (request) => ({ ip: request.ip })));
    const answer = await app.inject({
      url: '/intake/x',
      remoteAddress: '198.51.100.1',
      headers: { 'x-forwarded-for': '203.0.113.9' },
    });
    expect(answer.json()).toEqual({ ip: '198.51.100.1' });
    await app.close();
  });
});
