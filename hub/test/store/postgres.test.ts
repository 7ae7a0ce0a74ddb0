import { Client } from 'pg';
import { PostgresDatabase, type Database, type Transaction } from '../../src/store';
import { describeStores } from '../support/databases';
import { startPostgres } from '../support/startPostgres';

const increment = async (transaction: Transaction): Promise<void> => {
  // Read, then write: safe only because one replica writes at a time.
  const row = await transaction.get<{ amount: number }>(`SELECT amount FROM counters WHERE id = 'a'`);
  await transaction.run(`UPDATE counters SET amount = ? WHERE id = 'a'`, [(row?.amount ?? 0) + 1]);
};

describeStores('a store with several hub replicas', (open, store) => {
  if (store.kind === 'sqlite') {
    it('is PostgreSQL: a file belongs to one hub', async () => {
      expect((await open()).kind).toBe('sqlite');
    });
    return;
  }

  async function openWithCounters(): Promise<Database> {
    const database = await open();
    await database.write((t) => t.run('CREATE TABLE counters (id TEXT PRIMARY KEY, amount BIGINT NOT NULL)'));
    await database.write((t) => t.run(`INSERT INTO counters VALUES ('a', 0), ('b', 0)`));
    return database;
  }
  const amountOf = async (database: Database, id: string): Promise<unknown> =>
    (await database.read((t) => t.get('SELECT amount FROM counters WHERE id = ?', [id])))?.amount;
  async function outsider(): Promise<Client> {
    const client = new Client({ connectionString: store.address() });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
  const processId = async (transaction: Transaction): Promise<unknown> =>
    (await transaction.get('SELECT pg_backend_pid() AS id'))?.id;

  it('loses no update when two of them read and write the same row', async () => {
    const [one, other] = [await openWithCounters(), store.again()];
    await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? one : other).write(increment)));
    expect(await amountOf(one, 'a')).toBe(60);
  });

  it('runs a batch again when somebody outside the hub makes a deadlock with it', async () => {
    const database = await openWithCounters();
    const client = await outsider();
    await client.query(`SET deadlock_timeout = '30s'`); // so that the hub is the one that gives way
    await client.query('BEGIN');
    await client.query(`UPDATE counters SET amount = 100 WHERE id = 'b'`);
    let runs = 0;
    let crossing: Promise<unknown> | undefined;
    await database.write(async (transaction) => {
      runs++;
      await increment(transaction);
      crossing ??= client.query(`UPDATE counters SET amount = amount + 10 WHERE id = 'a'`).then(() => client.query('COMMIT'));
      await transaction.run(`UPDATE counters SET amount = amount + 1 WHERE id = 'b'`);
    });
    await crossing;
    await client.end();
    expect(runs).toBe(2);
    expect([await amountOf(database, 'a'), await amountOf(database, 'b')]).toEqual([11, 101]);
  });

  it('answers StoreUnavailable when the connection is cut in the middle of a work, keeps nothing of it, and goes on', async () => {
    const database = await openWithCounters();
    const client = await outsider();
    const cut = database.write(async (transaction) => {
      await increment(transaction);
      await client.query('SELECT pg_terminate_backend($1)', [await processId(transaction)]);
      await transaction.get('SELECT 1 AS one');
    });
    await expect(cut).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(await amountOf(database, 'a')).toBe(0);
    await database.write(increment);
    expect(await amountOf(database, 'a')).toBe(1);
    await client.end();
  });

  it('goes on after idle connections were cut', async () => {
    const database = await openWithCounters();
    const processes = [await database.write(processId), await database.read(processId)];
    const client = await outsider();
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY ($1)', [processes]);
    await client.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await database.write(increment);
    expect(await amountOf(database, 'a')).toBe(1);
  });

  it('commits to the disk also where the server’s default is not to, and gives its locks back when it freezes', async () => {
    await open();
    const address = new URL(store.address());
    address.searchParams.set('options', `${address.searchParams.get('options')} -c synchronous_commit=off`);
    const database = new PostgresDatabase(address.href);
    const setting = async (name: string): Promise<unknown> => (await database.write((t) => t.get(`SHOW ${name}`)))?.[name];
    expect([await setting('synchronous_commit'), await setting('idle_in_transaction_session_timeout')]).toEqual(['on', '10s']);
    await database.close();
  });

  it('acknowledges nothing when a work goes on after a failed statement', async () => {
    const database = await openWithCounters();
    const careless = async (transaction: Transaction): Promise<void> => {
      await increment(transaction);
      await transaction.run(`INSERT INTO counters VALUES ('a', 0)`).catch(() => 0);
    };
    await expect(database.write(careless)).rejects.toThrow('nothing was committed');
    const together = await Promise.allSettled([
      database.write(careless),
      database.write(increment),
      database.write(() => Promise.reject(new Error('bad'))),
    ]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(await amountOf(database, 'a')).toBe(1);
  });

  it('answers StoreUnavailable while the server is away, and goes on when it is back', async () => {
    const server = await startPostgres();
    if (server === undefined) return; // the suite's server is on another machine
    const database = new PostgresDatabase(server.url);
    const insert = (id: number): Promise<string> =>
      database
        .write((t) => t.run('INSERT INTO things VALUES (?)', [id]))
        .then(
          () => 'taken',
          (error: Error) => error.name,
        );
    try {
      await database.write((t) => t.run('CREATE TABLE things (id BIGINT)'));
      const back = server.restart();
      const outcomes: string[] = [];
      for (let id = 1; !(outcomes.includes('StoreUnavailable') && outcomes.at(-1) === 'taken'); id++) {
        outcomes.push(await insert(id));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await back;
      expect(new Set(outcomes)).toEqual(new Set(['StoreUnavailable', 'taken']));
      const kept = await database.read((t) => t.all('SELECT id FROM things'));
      expect(kept.length).toBeGreaterThanOrEqual(outcomes.filter((outcome) => outcome === 'taken').length);
    } finally {
      await database.close();
      await server.stop();
    }
  });
});
