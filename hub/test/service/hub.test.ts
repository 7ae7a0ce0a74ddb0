import { existsSync, readFileSync, statSync } from 'node:fs';
import axios from 'axios';
import { createHub } from '../../src/service/createHub';
import { noTimers, openHub, type TestHub } from './openHub';
import { testLog } from '../access/parts';

const open: TestHub[] = [];
afterEach(async () => {
  for (const hub of open.splice(0)) await hub.end();
});

async function start(flags: Readonly<Record<string, string>> = {}): Promise<TestHub> {
  const hub = await openHub(flags);
  open.push(hub);
  return hub;
}

test('the first start makes the keys, for their owner only', async () => {
  const { settings } = await start();
  for (const file of [settings.keyFile, settings.auditKeyFile]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a second hub does not start on the same file, and the first one goes on', async () => {
  const hub = await start();
  await expect(createHub(hub.settings, { log: testLog(), timers: noTimers })).rejects.toThrow('Another hub works on');
  expect((await hub.privateApp.inject('/readyz')).statusCode).toBe(200);
});

test('a store is not opened with the key file of another one', async () => {
  const [one, other] = [await start(), await start()];
  await one.stop();
  await expect(
    createHub({ ...one.settings, keyFile: other.settings.keyFile }, { log: testLog(), timers: noTimers }),
  ).rejects.toThrow('key');
  await expect(
    createHub({ ...one.settings, auditKeyFile: other.settings.auditKeyFile }, { log: testLog(), timers: noTimers }),
  ).rejects.toThrow(/key/i);
});

test('health says that the process answers, readiness that the store takes writes', async () => {
  const hub = await start();
  expect((await hub.privateApp.inject('/healthz')).json()).toMatchObject({ status: 'ok' });
  expect((await hub.privateApp.inject('/readyz')).json()).toEqual({ status: 'ready', checks: { store: 'ok', audit: 'ok' } });
});

test('a hub that stops is no longer ready, finishes what it has begun, and signs a last checkpoint', async () => {
  const hub = await start();
  const { privateAddress } = await hub.start();
  let finish: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    const held = hub.parts.incidents.list.bind(hub.parts.incidents);
    hub.parts.incidents.list = async (...query) => {
      resolve();
      await new Promise<void>((done) => (finish = done));
      return await held(...query);
    };
  });
  const answer = axios.get(`${privateAddress}/v1/incidents`, { headers: hub.headers });
  await begun;
  const stopped = hub.stop();
  finish();
  expect((await answer).status).toBe(200);
  expect(await stopped).toEqual([]);
  await expect(axios.get(`${privateAddress}/healthz`)).rejects.toMatchObject({ code: expect.stringMatching(/^ECONN/) });
  expect(existsSync(hub.settings.checkpointsDir)).toBe(true);
});

test('metrics need no key on loopback, and one with its scope when a proxy asks', async () => {
  const hub = await start();
  const plain = await hub.privateApp.inject('/metrics');
  expect(plain.statusCode).toBe(200);
  expect(plain.headers['content-type']).toContain('text/plain');
  for (const name of [
    'medsupply_inbox_backlog{state="parked"} 0',
    'medsupply_store_commit_seconds_count',
    'process_cpu_seconds_total',
  ]) {
    expect(plain.body).toContain(name);
  }
  const forwarded = { 'x-forwarded-for': '203.0.113.9' };
  expect((await hub.privateApp.inject({ url: '/metrics', headers: forwarded })).statusCode).toBe(401);
  expect((await hub.privateApp.inject({ url: '/metrics', headers: { ...forwarded, ...hub.headers } })).statusCode).toBe(200);
});

test('metrics need a key when the listener can be reached from other machines', async () => {
  const hub = await start({ privateHost: '0.0.0.0' });
  expect((await hub.privateApp.inject('/metrics')).statusCode).toBe(401);
});

test('keys are made, listed, rotated and revoked over the API', async () => {
  const hub = await start();
  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await hub.privateApp.inject({ method, url, headers: hub.headers, payload });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json<Record<string, never>>() };
  };
  const made = await ask('POST', '/v1/keys', { name: 'prometheus', scopes: ['metrics:read'], expiresInDays: 1 });
  expect(made).toMatchObject({
    status: 201,
    body: { key: { name: 'prometheus', scopes: ['metrics:read'] }, text: expect.stringMatching(/^msk_/) },
  });
  const { id } = (made.body as unknown as { key: { id: string } }).key;
  expect((await ask('POST', `/v1/keys/${id}/rotate`)).status).toBe(200);
  expect((await ask('DELETE', `/v1/keys/${id}`)).status).toBe(204);
  expect((await ask('DELETE', `/v1/keys/${id}`)).status).toBe(409);
  const listed = await ask('GET', '/v1/keys');
  expect(JSON.stringify(listed.body)).toContain('revokedAtMs');
  expect((await ask('POST', '/v1/keys', { name: 'both', scopes: ['metrics:read'], preset: 'n8n' })).body).toMatchObject({
    pointer: '',
  });
  expect((await ask('POST', '/v1/keys', { name: 'wrong', scopes: ['everything'] })).body).toMatchObject({ pointer: '/scopes/0' });
});

test('a query parameter that is no number is a 400 that names it', async () => {
  const hub = await start();
  const answer = await hub.privateApp.inject({ url: '/v1/attention?limit=many', headers: hub.headers });
  expect(answer.json()).toMatchObject({ status: 400, parameter: 'limit' });
});

test('the key file never appears in the log, the audit log or an answer', async () => {
  const hub = await start();
  const secret =
    readFileSync(hub.settings.keyFile, 'utf8')
      .split('\n')
      .find((line) => line.length > 40 && !line.startsWith('#')) ?? 'none';
  const rows = await hub.parts.audit.list({ limit: 1000 });
  for (const text of [JSON.stringify(hub.log.lines), JSON.stringify(rows), (await hub.privateApp.inject('/metrics')).body])
    expect(text).not.toContain(secret);
});
