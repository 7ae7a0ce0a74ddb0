import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DurableInbox } from '../../src/inbox';
import { migrate, SqliteDatabase, type Database } from '../../src/store';
import { actor, registration, TestAudit, TestClock, vault } from './support/parts';
import { orderDelivery } from './support/delivery';
import { reception, type ReceptionUnderTest } from './support/reception';

describe('a store that cannot write', () => {
  let folder: string;
  let file: string;
  let database: SqliteDatabase;
  let hub: ReceptionUnderTest;
  let path: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'medsupply-intake-'));
    file = join(folder, 'hub.sqlite');
    database = new SqliteDatabase(file);
    await migrate(database, 0);
    hub = await open(database);
    path = new URL((await hub.sources.register('shop-1', registration(), actor)).intakeUrl).pathname;
  });
  afterEach(async () => {
    await hub.app.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (on: Database): Promise<ReceptionUnderTest> => {
    const clock = new TestClock();
    return await reception(on, { clock, inbox: new DurableInbox({ database: on, clock, audit: new TestAudit(), vault }) });
  };
  const writer = (): DatabaseSync => (database as unknown as { readonly writer: DatabaseSync }).writer;
  const deliver = async (id: string) => {
    const { headers, body } = orderDelivery(id, { id, note: 'x'.repeat(3_000) });
    return await hub.app.inject({ method: 'POST', url: path, headers, payload: body });
  };
  const stored = async (): Promise<readonly string[]> => {
    await database.close();
    database = new SqliteDatabase(file); // as after a restart
    const rows = await database.read(
      async (transaction) =>
        await transaction.all<{ delivery_id: string }>('SELECT e.delivery_id FROM events e JOIN event_bodies b ON b.seq = e.seq'),
    );
    return rows.map((row) => row.delivery_id).toSorted();
  };

  it('because the disk is full answers 503 with Retry-After, and whatever was acknowledged is there afterwards', async () => {
    const { page_count: pages } = writer().prepare('PRAGMA page_count').get() as { page_count: number };
    writer().exec(`PRAGMA max_page_count=${pages + 20}`);
    const acknowledged: string[] = [];
    const refused: string[] = [];
    for (let index = 0; index < 60; index++) {
      const id = `delivery-${String(index).padStart(2, '0')}`;
      const { statusCode, headers } = await deliver(id);
      if (statusCode === 200) acknowledged.push(id);
      else refused.push(`${statusCode} ${String(headers['retry-after'])}`);
    }
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(refused.length).toBeGreaterThan(5);
    expect(new Set(refused)).toEqual(new Set(['503 5']));
    expect(await stored()).toEqual(acknowledged);
  });

  it('answers 503 to each of many that arrive together, and takes them when there is room again', async () => {
    const { page_count: pages } = writer().prepare('PRAGMA page_count').get() as { page_count: number };
    writer().exec(`PRAGMA max_page_count=${pages}`);
    const ids = Array.from({ length: 30 }, (_, index) => `delivery-${String(index).padStart(2, '0')}`);
    const first = await Promise.all(ids.map(async (id) => (await deliver(id)).statusCode));
    const acknowledged = ids.filter((_, index) => first[index] === 200);
    expect(new Set(first)).toContain(503);
    writer().exec('PRAGMA max_page_count=1000000');
    const again = await Promise.all(ids.map(async (id) => (await deliver(id)).statusCode));
    expect(new Set(again)).toEqual(new Set([200]));
    expect(await stored()).toEqual(ids);
    expect(acknowledged.length).toBeLessThan(ids.length);
  });

  it('because it is read-only answers 503, and takes deliveries again afterwards', async () => {
    expect((await deliver('before')).statusCode).toBe(200);
    writer().exec('PRAGMA query_only=ON');
    const answer = await deliver('meanwhile');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ status: 503, nextStep: expect.any(String) as string });
    writer().exec('PRAGMA query_only=OFF');
    expect((await deliver('after')).statusCode).toBe(200);
    expect(await stored()).toEqual(['after', 'before']);
  });

  it('does not keep forged deliveries from being refused', async () => {
    writer().exec('PRAGMA query_only=ON');
    const { headers, body } = orderDelivery('forged');
    const forged = { ...headers, 'x-shopify-hmac-sha256': 'wrong' };
    expect((await hub.app.inject({ method: 'POST', url: path, headers: forged, payload: body })).statusCode).toBe(401);
  });
});

describe('a store that cannot even be read', () => {
  it('makes the intake answer 503 to tokens that it does not know, and take those that it does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'medsupply-intake-'));
    const database = new SqliteDatabase(join(folder, 'hub.sqlite'));
    await migrate(database, 0);
    const failing = { isAway: false };
    const flaky: Database = {
      kind: 'sqlite',
      write: async (work) => await database.write(work),
      read: async (work) => (failing.isAway ? await Promise.reject(new Error('connection lost')) : await database.read(work)),
      close: async () => await database.close(),
    };
    const hub = await reception(flaky);
    const { intakeUrl } = await hub.sources.register('shop-1', registration(), actor);
    failing.isAway = true;
    hub.clock.advance(5_000);
    const { headers, body } = orderDelivery('delivery-1');
    const post = async (url: string) => await hub.app.inject({ method: 'POST', url, headers, payload: body });
    expect((await post('/intake/unknown')).statusCode).toBe(503);
    expect((await post(new URL(intakeUrl).pathname)).statusCode).toBe(200);
    await hub.app.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
