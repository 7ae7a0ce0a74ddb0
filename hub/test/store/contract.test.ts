import { migrate, openMigrations, type Database, type Transaction } from '../../src/store';
import { describeStores } from '../support/databases';

describeStores('a store', (open, store) => {
  async function openWithTable(): Promise<Database> {
    const database = await open();
    const [bytes, integer] = store.kind === 'sqlite' ? ['BLOB', 'INTEGER'] : ['BYTEA', 'BIGINT'];
    await database.write((transaction) =>
      transaction.run(`CREATE TABLE things (id TEXT PRIMARY KEY, amount ${integer}, data ${bytes}, parent TEXT
        REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED)`),
    );
    return database;
  }
  const insert = (id: string) => (transaction: Transaction) =>
    transaction.run('INSERT INTO things (id, amount) VALUES (?, ?)', [id, 1]);
  const ids = async (database: Database): Promise<string[]> =>
    await database.read(async (t) => (await t.all<{ id: string }>('SELECT id FROM things')).map(({ id }) => id).sort());

  it('keeps what was written, for every other reader and after it was opened again', async () => {
    const database = await openWithTable();
    await database.write(insert('a'));
    expect(await ids(database)).toEqual(['a']);
    await database.close();
    expect(await ids(store.again())).toEqual(['a']);
  });

  it.each([0, -1, 1.7e12, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null])(
    'gives the number %p back as it was',
    async (amount) => {
      const database = await openWithTable();
      await database.write((t) => t.run('INSERT INTO things (id, amount) VALUES (?, ?)', ['n', amount]));
      expect(await database.read((t) => t.get('SELECT amount, count(*) AS many FROM things GROUP BY amount'))).toEqual({
        amount,
        many: 1,
      });
    },
  );

  it('gives bytes and text back as they were', async () => {
    const database = await openWithTable();
    const data = Uint8Array.from({ length: 256 }, (_, index) => index);
    const id = `'";\\ ? $1 ☃ 医疗 𝄞`;
    await database.write((t) =>
      t.run('INSERT INTO things (id, data) VALUES (?, ?), (?, ?)', [id, data, 'empty', new Uint8Array()]),
    );
    const rows = await database.read((t) => t.all<{ id: string; data: Uint8Array }>('SELECT id, data FROM things'));
    const found = new Map(rows.map((row) => [row.id, Buffer.from(row.data)]));
    expect(found.get(id)).toEqual(Buffer.from(data));
    expect(found.get('empty')).toHaveLength(0);
  });

  it('answers how many rows a statement changed, and what it returned', async () => {
    const database = await openWithTable();
    await database.write(insert('a'));
    await database.write(insert('b'));
    const changed = await database.write((t) => t.run('UPDATE things SET amount = amount + 1'));
    const returned = await database.write((t) =>
      t.all('UPDATE things SET amount = amount + 1 WHERE id = ? RETURNING id, amount', ['a']),
    );
    const repeated = await database.write((t) =>
      t.get(`INSERT INTO things (id) VALUES ('a') ON CONFLICT DO NOTHING RETURNING id`),
    );
    expect([changed, returned, repeated]).toEqual([2, [{ id: 'a', amount: 3 }], undefined]);
  });

  it('takes back only the changes of the work that throws, and throws its error', async () => {
    const database = await openWithTable();
    const outcomes = await Promise.allSettled([
      database.write(insert('a')),
      database.write(async (transaction) => {
        await insert('lost')(transaction);
        throw new RangeError('mine');
      }),
      database.write(insert('a')), // breaks the primary key
      database.write(insert('b')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: new RangeError('mine') });
    expect(await ids(database)).toEqual(['a', 'b']);
  });

  it('lets a work see what the works before it in the same commit have written', async () => {
    const database = await openWithTable();
    const results = await Promise.all([
      database.write(insert('a')),
      database.write(async (t) => (await t.all('SELECT id FROM things')).length),
      database.write(insert('b')),
      database.write(async (t) => (await t.all('SELECT id FROM things')).length),
    ]);
    expect(results).toEqual([1, 1, 1, 2]);
  });

  it('acknowledges nobody when the commit itself fails', async () => {
    const database = await openWithTable();
    const orphan = database.write((t) => t.run(`INSERT INTO things (id, parent) VALUES ('child', 'nobody')`)); // checked at the commit
    const outcomes = await Promise.allSettled([orphan, database.write(insert('innocent'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ids(database)).toEqual([]);
    await database.write(insert('next'));
    expect(await ids(database)).toEqual(['next']);
  });

  it('shows readers nothing that is not committed', async () => {
    const database = await openWithTable();
    let seen: string[] = [];
    await database.write(async (transaction) => {
      await insert('a')(transaction);
      seen = await ids(database);
    });
    expect(seen).toEqual([]);
    expect(await ids(database)).toEqual(['a']);
  });

  it('refuses a write inside a write, which would wait for itself', async () => {
    const database = await openWithTable();
    await expect(database.write(() => database.write(insert('a')))).rejects.toThrow('inside another');
    await database.write(insert('b'));
    expect(await ids(database)).toEqual(['b']);
  });

  it('refuses a statement of a work that has ended, instead of putting it into somebody else’s commit', async () => {
    const database = await openWithTable();
    let leaked: Transaction | undefined;
    await database.write(async (transaction) => {
      leaked = transaction;
      await insert('a')(transaction);
    });
    await expect(async () => await leaked?.run('DELETE FROM things')).rejects.toThrow('after its work had ended');
  });

  it('finishes what was asked for before it closes, and refuses what comes after', async () => {
    const database = await openWithTable();
    const asked = Array.from({ length: 300 }, (_, index) => database.write(insert(String(index))));
    await database.close();
    await Promise.all(asked);
    await expect(database.write(insert('late'))).rejects.toMatchObject({ name: 'StoreUnavailable', code: 'CLOSED' });
    expect(await ids(store.again())).toHaveLength(300);
  });

  describe('its migrations', () => {
    it('are carried out once', async () => {
      const database = await open();
      expect(await migrate(database, 2)).toEqual([]);
      expect(await openMigrations(database)).toEqual([]);
    });

    it('refuse a store that a newer hub has made', async () => {
      const database = await open();
      await database.write((t) => t.run('INSERT INTO migrations (id, applied_at_ms) VALUES (?, ?)', ['9999-future', 1]));
      await expect(migrate(database, 2)).rejects.toThrow('9999-future');
    });

    it('that are open are told without writing', async () => {
      expect(await openMigrations(await store.openEmpty())).toContain('0001-access');
      const database = await open();
      await database.write((t) => t.run(`DELETE FROM migrations WHERE id = '0005-links'`));
      expect(await openMigrations(database)).toEqual(['0005-links']);
    });

    it('wait for each other when two hubs start at once', async () => {
      const database = await store.openEmpty();
      const done = await Promise.all([migrate(database, 1), migrate(store.again(), 2)]);
      expect(done.map(({ length }) => length).sort((one, other) => one - other)[0]).toBe(0);
      expect(done.flat()).toContain('0001-access');
    });
  });
});
