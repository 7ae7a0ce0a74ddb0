import { chmodSync, rmSync } from 'node:fs';
import { examine, type Check, type DoctorParts } from '../../src/service/doctor';
import { beat } from '../../src/service/heartbeat';
import { makeReadiness } from '../../src/service/readiness';
import { StoreUnavailable, type Database } from '../../src/store';
import { TestClock } from '../access/parts';
import { openHub, type TestHub } from './openHub';

let hub: TestHub;
beforeEach(async () => {
  hub = await openHub();
});
afterEach(async () => await hub.end());

type Parts = NonNullable<DoctorParts['parts']>;

const healthy: Parts = {
  inbox: { backlog: () => Promise.resolve({ byState: {} }) },
  sources: { list: () => Promise.resolve([]) },
  auditStatus: () => Promise.resolve({ state: 'ok', detail: 'whole', logSize: 10, checkpointSize: 10 }),
  checkpointAtMs: () => Promise.resolve(Date.now()),
};

async function look(changes: Partial<DoctorParts> = {}, parts: Partial<Parts> = {}): Promise<readonly Check[]> {
  const { settings, parts: own } = hub;
  return await examine({ settings, database: own.database, nowMs: Date.now(), parts: { ...healthy, ...parts }, ...changes });
}

const badOnes = (checks: readonly Check[]) =>
  checks.filter(({ state }) => state !== 'ok').map(({ name, state }) => [name, state]);

/** A store whose disk is full. */
function full(inner: Database): Database {
  return {
    kind: inner.kind,
    read: async (work) => await inner.read(work),
    write: () => Promise.reject(new StoreUnavailable('SQLITE_FULL')),
    close: () => Promise.resolve(),
  };
}

test('a healthy hub has nothing to say', async () => {
  expect(badOnes(await look())).toEqual([]);
});

test('a store that takes no writes is wrong, and the other checks still run', async () => {
  const checks = await look({ database: full(hub.parts.database) });
  expect(badOnes(checks)).toEqual([['store', 'wrong']]);
  expect(checks.find(({ name }) => name === 'store')?.what).toContain('SQLITE_FULL');
});

test('a clock behind the last write is wrong', async () => {
  await beat(hub.parts.database, 'test', Date.now() + 3_600_000);
  expect(badOnes(await look())).toEqual([['clock', 'wrong']]);
});

test('key files that others can read, or that are gone, are wrong', async () => {
  chmodSync(hub.settings.keyFile, 0o604);
  rmSync(hub.settings.auditKeyFile);
  expect(badOnes(await look())).toEqual([
    ['hub.key', 'wrong'],
    ['audit.key', 'wrong'],
  ]);
});

test('a silent source is wrong, a parked event is worth a look', async () => {
  const source = {
    id: 'shop',
    profile: 'shopify',
    tenant: 'a.myshopify.com',
    topics: [],
    intakeUrl: '',
    workflow: { id: '', name: '', node: '' },
    active: true,
  };
  const checks = await look(
    {},
    {
      sources: {
        list: () =>
          Promise.resolve([
            { ...source, silentSinceMs: 1 },
            { ...source, id: 'other' },
            { ...source, id: 'old', silentSinceMs: 1, active: false },
          ]),
      },
      inbox: { backlog: () => Promise.resolve({ byState: { parked: 3 } }) },
    },
  );
  expect(badOnes(checks)).toEqual([
    ['sources', 'wrong'],
    ['parked events', 'look'],
  ]);
});

test('a log that does not fit its checkpoints, or has none for a day, is wrong', async () => {
  const behind = async () => await Promise.resolve({ state: 'behind', detail: 'rows are gone', logSize: 5, checkpointSize: 10 });
  expect(badOnes(await look({}, { auditStatus: behind }))).toEqual([['audit log', 'wrong']]);
  const grown = async () => await Promise.resolve({ state: 'ok', detail: 'whole', logSize: 50, checkpointSize: 10 });
  const old = async () => await Promise.resolve(Date.now() - 48 * 3_600_000);
  expect(badOnes(await look({}, { auditStatus: grown, checkpointAtMs: old }))).toEqual([['checkpoints', 'wrong']]);
});

test('a check that fails by itself is a wrong line, not an end', async () => {
  const checks = await look({}, { sources: { list: () => Promise.reject(new Error('bad row')) } });
  expect(badOnes(checks)).toEqual([['sources', 'wrong']]);
  expect(JSON.stringify(checks)).not.toContain('bad row');
});

test('readiness writes at most once a second, and says why it is not given', async () => {
  let writes = 0;
  let works = true;
  const clock = new TestClock();
  const database: Database = {
    ...full(hub.parts.database),
    write: async () => {
      writes += 1;
      if (!works) throw new StoreUnavailable('SQLITE_READONLY');
      return await Promise.resolve(undefined as never);
    },
  };
  const ready = makeReadiness({ database, clock, isStopping: () => false, auditState: () => 'ok' });
  await Promise.all([ready(), ready(), ready()]);
  expect(writes).toBe(1);
  works = false;
  clock.pass(1_000);
  expect(await ready()).toEqual({ isReady: false, checks: { store: 'SQLITE_READONLY', audit: 'ok' } });
});

test('a hub whose store takes no writes answers 503 on /readyz and stays alive on /healthz', async () => {
  const broken = hub.parts.database;
  const write = broken.write.bind(broken);
  broken.write = () => Promise.reject(new StoreUnavailable('SQLITE_FULL'));
  const answer = await hub.privateApp.inject('/readyz');
  expect([answer.statusCode, answer.headers['retry-after'], answer.json()]).toEqual([
    503,
    '5',
    expect.objectContaining({ checks: { store: 'SQLITE_FULL', audit: 'ok' } }),
  ]);
  expect((await hub.privateApp.inject('/healthz')).statusCode).toBe(200);
  broken.write = write;
});
