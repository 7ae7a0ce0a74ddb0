import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { verifyProof } from '../../../core/audit';
import { migrate, SqliteDatabase } from '../../src/store';
import { serve, type Served } from './support/serve';
import { append, openLog, temporaryFolder, verifyText, type OpenLog } from './support/surroundings';

let log: OpenLog;
let app: FastifyInstance;
let headers: Served['headers'];
let keyFor: Served['keyFor'];

beforeEach(async () => {
  const database = new SqliteDatabase(path.join(temporaryFolder(), 'hub.sqlite'));
  await migrate(database, 0);
  log = await openLog(database);
  ({ app, headers, keyFor } = await serve(log, ['audit:read', 'audit:write', 'mappings:read', 'mappings:write']));
});
afterEach(async () => {
  await app.close();
  await log.database.close();
});

const get = async (url: string) => await app.inject({ method: 'GET', url, headers });
const post = async (url: string, payload?: object) => await app.inject({ method: 'POST', url, headers, payload });
const note = { type: 'call', object: { kind: 'order', id: 'a/1' }, body: { answered: true } };

test('a note of a workflow becomes a row whose type begins with note.', async () => {
  const answer = await post('/v1/audit', note);
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toEqual({ seq: 2 });
  const listed = await get('/v1/audit?after=1');
  expect(listed.json()).toMatchObject({
    rows: [{ seq: 2, type: 'note.call', actorKind: 'key', objectId: 'a/1', body: { answered: true } }],
  });
  expect((await get('/v1/audit?kind=order&id=a%2F1')).json<{ rows: unknown[] }>().rows).toHaveLength(1);
});

test.each<[string, object, string]>([
  ['without an object', { type: 'call', body: {} }, '/object'],
  ['with a type of another form', { ...note, type: 'a b' }, '/type'],
  ['with a number that is not exact', { ...note, body: { n: 2 ** 60 } }, '/body/n'],
  ['that is too large', { ...note, body: { text: 'x'.repeat(66_000) } }, '/body'],
  ['with a member that nobody knows', { ...note, secret: 'x' }, '/secret'],
])('a note %s is refused with a pointer', async (_what, payload, pointer) => {
  const answer = await app.inject({ method: 'POST', url: '/v1/audit', headers, payload });
  if (answer.statusCode === 413) return; // refused by its size before anything is read
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ pointer });
});

test('checkpoints are made, answered, and answered again', async () => {
  expect((await get('/v1/audit/checkpoint')).statusCode).toBe(404);
  const made = await post('/v1/audit/checkpoint');
  expect(made.json()).toMatchObject({ size: 1, checkpoint: expect.stringContaining('— medsupply.dev/log/') as string });
  expect((await get('/v1/audit/checkpoint')).json()).toEqual(made.json());
});

test('proofs can be checked with the public key alone', async () => {
  for (let n = 0; n < 5; n++) await append(log, { n });
  await post('/v1/audit/checkpoint');
  await append(log, { n: 6 });
  await post('/v1/audit/checkpoint');
  const inclusion = await get('/v1/audit/proof/inclusion?seq=3');
  expect(verifyProof(inclusion.json(), [log.key.publicKey])).toEqual({ ok: true });
  const consistency = await get('/v1/audit/proof/consistency?first=6');
  expect(verifyProof(consistency.json(), [log.key.publicKey])).toEqual({ ok: true });
  expect((await get('/v1/audit/proof/inclusion?seq=99')).statusCode).toBe(404);
  expect((await get('/v1/audit/proof/inclusion?seq=0')).statusCode).toBe(400);
  expect((await get('/v1/audit/proof/consistency?first=99')).statusCode).toBe(400);
});

test('the export verifies and holds the row of its own making', async () => {
  for (let n = 0; n < 1200; n++) void append(log, { n });
  const answer = await get('/v1/audit/export');
  expect(answer.headers['content-type']).toBe('application/jsonl; charset=utf-8');
  expect(verifyText(answer.body, log)).toMatchObject({ ok: true });
  expect(answer.body).toContain('"type":"audit.exported"');
  const part = await get('/v1/audit/export?from=600&to=700');
  expect(verifyText(part.body, log)).toMatchObject({ ok: true, rows: 101 });
});

test('a range that is not there is refused before anything is written', async () => {
  const answer = await get('/v1/audit/export?from=500');
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ type: expect.stringContaining('bad-range') as string });
});

test('no key is 401, a key without the scope 403', async () => {
  const urls = [
    '/v1/audit',
    '/v1/audit/checkpoint',
    '/v1/audit/export',
    '/v1/audit/proof/inclusion?seq=1',
    '/v1/mappings',
    '/v1/mappings/one?id=x',
  ];
  const other = { authorization: `Bearer ${await keyFor(['events:read'])}` };
  for (const url of urls) {
    expect((await app.inject({ method: 'GET', url })).statusCode).toBe(401);
    expect((await app.inject({ method: 'GET', url, headers: other })).statusCode).toBe(403);
  }
  for (const url of ['/v1/audit', '/v1/audit/checkpoint', '/v1/mappings/activate', '/v1/mappings/rollback']) {
    expect((await app.inject({ method: 'POST', url, headers: other, payload: {} })).statusCode).not.toBe(200);
  }
});

test('a mapping is uploaded, activated, read and rolled back', async () => {
  const mapping = {
    id: 'own/x',
    version: '1',
    fields: { a: { from: 'a' } },
    examples: [{ name: 'one', input: { a: 1 }, output: { a: 1 } }],
  };
  const put = async (version: string) =>
    await app.inject({
      method: 'PUT',
      url: '/v1/mappings',
      headers,
      payload: { mapping: { ...mapping, version }, activate: true },
    });
  expect((await put('1')).json()).toMatchObject({ id: 'own/x', version: '1', active: true });
  expect((await put('2')).json()).toMatchObject({ version: '2', active: true });
  expect((await get('/v1/mappings')).json<{ mappings: unknown[] }>().mappings).toHaveLength(2);
  expect((await get('/v1/mappings/one?id=own%2Fx')).json()).toMatchObject({
    stored: { version: '2' },
    file: { ...mapping, version: '2' },
  });
  expect((await post('/v1/mappings/rollback', { id: 'own/x' })).json()).toMatchObject({ version: '1', active: true });
  expect((await post('/v1/mappings/activate', { id: 'own/x', version: '2' })).json()).toMatchObject({
    version: '2',
    active: true,
  });
  expect((await get('/v1/mappings/one?id=none')).statusCode).toBe(404);
  expect((await post('/v1/mappings/activate', { id: 'own/x' })).json()).toMatchObject({ status: 400, pointer: '/version' });
});

test('a mapping that cannot be used is 422 with its issues', async () => {
  const payload = { mapping: { id: 'own/x', version: '1', fields: { a: { from: '__proto__.x' } } } };
  const answer = await app.inject({ method: 'PUT', url: '/v1/mappings', headers, payload });
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toMatchObject({ issues: [{ rule: 'mapping', source: 'fields.a' }] });
});
