import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate, PostgresDatabase, SqliteDatabase, type Database } from '../../src/store';

/** Time at which test stores are migrated. */
const MIGRATED_AT_MS = Date.UTC(2026, 10, 2);

/** Opens a fresh, migrated store; it is closed and removed when the test has ended. */
export type OpenStore = () => Promise<Database>;

/** What a suite may ask about the store it runs on. */
export interface StoreUnderTest {
  readonly kind: Database['kind'];
  /** Opens a fresh store without any table. */
  openEmpty(): Promise<Database>;
  /** A further `Database` on the store opened last: another hub replica, or the same hub after its restart. */
  again(): Database;
  /** File, or url, of the store opened last. */
  address(): string;
}

/**
 * Runs a suite on SQLite (a temporary file) and on PostgreSQL, when `MEDSUPPLY_TEST_POSTGRES` names a database in which schemas may
 * be made: each opened store is a schema of its own. Without it the PostgreSQL half is shown as skipped.
 *
 * @example describeStores('the inbox', (open) => { it('…', async () => { const database = await open(); }); });
 */
export function describeStores(name: string, suite: (open: OpenStore, store: StoreUnderTest) => void): void {
  describe(`${name} (SQLite)`, () => runOn('sqlite', sqliteStore, suite));
  const url = process.env.MEDSUPPLY_TEST_POSTGRES;
  if (url === undefined || url === '') {
    describe.skip(`${name} (PostgreSQL)`, () => it('runs when MEDSUPPLY_TEST_POSTGRES names a database', () => undefined));
    return;
  }
  describe(`${name} (PostgreSQL)`, () => runOn('postgres', () => postgresStore(url), suite));
}

interface FreshStore {
  readonly address: string;
  readonly connect: () => Database;
  readonly remove: () => Promise<void>;
}

function runOn(
  kind: Database['kind'],
  fresh: () => Promise<FreshStore>,
  suite: (open: OpenStore, store: StoreUnderTest) => void,
): void {
  let stores: FreshStore[] = [];
  let databases: Database[] = [];
  const last = (): FreshStore => {
    const store = stores.at(-1);
    if (store === undefined) throw new Error('Open a store first.');
    return store;
  };
  const connect = (store: FreshStore): Database => {
    const database = store.connect();
    databases.push(database);
    return database;
  };
  afterEach(async () => {
    for (const database of databases) await database.close().catch(() => undefined); // a test may have closed it
    for (const store of stores) await store.remove();
    stores = [];
    databases = [];
  });
  const openEmpty = async (): Promise<Database> => {
    const store = await fresh();
    stores.push(store);
    return connect(store);
  };
  const open = async (): Promise<Database> => {
    const database = await openEmpty();
    await migrate(database, MIGRATED_AT_MS);
    return database;
  };
  suite(open, { kind, openEmpty, again: () => connect(last()), address: () => last().address });
}

async function sqliteStore(): Promise<FreshStore> {
  const folder = mkdtempSync(join(tmpdir(), 'medsupply-store-'));
  const file = join(folder, 'hub.sqlite');
  return {
    address: file,
    connect: () => new SqliteDatabase(file),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function postgresStore(url: string): Promise<FreshStore> {
  const schema = `test_${randomBytes(8).toString('hex')}`;
  await administer(url, `CREATE SCHEMA ${schema}`);
  const address = new URL(url);
  address.searchParams.set('options', `-c search_path=${schema}`);
  return {
    address: address.href,
    connect: () => new PostgresDatabase(address.href),
    remove: async () => await administer(url, `DROP SCHEMA ${schema} CASCADE`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
