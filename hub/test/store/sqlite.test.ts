import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteDatabase } from '../../src/store';

const NOBODY = 65_534;

describe('an SQLite store', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'medsupply-sqlite-'));
    file = join(folder, 'hub.sqlite');
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  it('writes ahead and syncs every commit', async () => {
    const database = new SqliteDatabase(file);
    const journal = await database.write((t) => t.get('PRAGMA journal_mode'));
    const sync = await database.write((t) => t.get('PRAGMA synchronous'));
    expect([journal, sync]).toEqual([{ journal_mode: 'wal' }, { synchronous: 2 }]);
    await database.close();
  });

  it('is refused where its file system cannot hold a write-ahead log', () => {
    expect(() => new SqliteDatabase(':memory:')).toThrow(expect.objectContaining({ name: 'StoreUnavailable', code: 'NO_WAL' }));
  });

  it('answers StoreUnavailable while the disk is full, keeps what it had acknowledged, and goes on when there is room', async () => {
    const database = new SqliteDatabase(file);
    await database.write((t) => t.run('CREATE TABLE things (id INTEGER PRIMARY KEY, data BLOB)'));
    const acknowledged: number[] = [];
    const fill = async (id: number): Promise<void> => {
      await database.write((t) => t.run('INSERT INTO things (id, data) VALUES (?, ?)', [id, Buffer.alloc(10_000)]));
      acknowledged.push(id);
    };
    await database.write((t) => t.get('PRAGMA max_page_count = 40'));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, id) => fill(id)));
    for (let id = 8; id < 40; id++) outcomes.push(...(await Promise.allSettled([fill(id)])));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(5);
    for (const { reason } of refused) expect(reason).toMatchObject({ name: 'StoreUnavailable', code: 'SQLITE_FULL' });

    const kept = await database.read((t) => t.all<{ id: number }>('SELECT id FROM things ORDER BY id'));
    expect(kept.map(({ id }) => id)).toEqual([...acknowledged].sort((one, other) => one - other));
    await database.write((t) => t.get('PRAGMA max_page_count = 100000'));
    await fill(1000);
    await database.close();
  });

  it('answers StoreUnavailable when another process holds the file for too long, and goes on afterwards', async () => {
    const database = new SqliteDatabase(file);
    await database.write((t) => t.run('CREATE TABLE things (id INTEGER)'));
    await database.write((t) => t.get('PRAGMA busy_timeout = 10'));
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(database.write((t) => t.run('INSERT INTO things VALUES (1)'))).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    other.close();
    await database.write((t) => t.run('INSERT INTO things VALUES (2)'));
    expect(await database.read((t) => t.all('SELECT id FROM things'))).toEqual([{ id: 2 }]);
    await database.close();
  });

  it('says so when its file cannot be written, is no database, or lies nowhere', async () => {
    const database = new SqliteDatabase(file);
    await database.write((t) => t.run('CREATE TABLE things (id INTEGER)'));
    await database.close();
    chmodSync(file, 0o444);
    chmodSync(folder, 0o555);
    asOrdinaryUser(() => expect(() => new SqliteDatabase(file)).toThrow(expect.objectContaining({ name: 'StoreUnavailable' })));
    chmodSync(folder, 0o700);

    const noDatabase = join(folder, 'text');
    writeFileSync(noDatabase, 'This is a text and no database. '.repeat(50));
    expect(() => new SqliteDatabase(noDatabase)).toThrow(expect.objectContaining({ code: 'SQLITE_NOTADB' }));
    expect(() => new SqliteDatabase(join(folder, 'missing', 'file'))).toThrow(
      expect.objectContaining({ code: 'SQLITE_CANTOPEN' }),
    );
  });

  it('refuses writes through a reader', async () => {
    const database = new SqliteDatabase(file);
    await expect(database.read((t) => t.run('CREATE TABLE things (id INTEGER)'))).rejects.toMatchObject({
      name: 'StoreUnavailable',
    });
    await database.close();
  });
});

/** The administrator may write read-only files; containers often run as one. */
function asOrdinaryUser(work: () => void): void {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
