import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Database, SqlRow, SqlValue, Transaction } from './database';
import { GroupCommit, type WriterSession } from './groupCommit';

/** Result codes of SQLite that are the store's trouble, not the caller's; see https://sqlite.org/rescode.html */
const STORE_CODES = new Map([
  [5, 'SQLITE_BUSY'],
  [6, 'SQLITE_LOCKED'],
  [7, 'SQLITE_NOMEM'],
  [8, 'SQLITE_READONLY'],
  [10, 'SQLITE_IOERR'],
  [11, 'SQLITE_CORRUPT'],
  [13, 'SQLITE_FULL'],
  [14, 'SQLITE_CANTOPEN'],
  [26, 'SQLITE_NOTADB'],
]);
const BUSY_TIMEOUT_MS = 5_000;

interface SqliteError extends Error {
  /** Extended result code; the primary one is in its low byte. */
  readonly errcode?: number;
}

/** Keeps prepared statements; the hub has a fixed, small set of them. */
class SqliteTransaction implements Transaction {
  readonly forUpdate = '';
  readonly forUpdateSkipLocked = '';
  private readonly statements = new Map<string, StatementSync>();

  constructor(private readonly connection: DatabaseSync) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- the other store answers later
  async all<Row = SqlRow>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return this.prepare(sql).all(...parameters) as Row[];
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the other store answers later
  async get<Row = SqlRow>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.prepare(sql).get(...parameters) as Row | undefined;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the other store answers later
  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return Number(this.prepare(sql).run(...parameters).changes);
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.connection.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}

/**
 * One file, one hub process: WAL, every commit synced to the disk (`synchronous=FULL`), group commit. Reads have a connection of
 * their own, so that they never see what is not committed and never wait.
 */
export class SqliteDatabase implements Database {
  readonly kind = 'sqlite';
  private readonly writer: DatabaseSync;
  private readonly reader: DatabaseSync;
  private readonly readTransaction: SqliteTransaction;
  private readonly commits: GroupCommit;

  /** @param file path of the database; it is made when it is not there */
  constructor(file: string) {
    this.writer = open(file);
    this.reader = open(file);
    this.reader.exec('PRAGMA query_only=ON');
    this.readTransaction = new SqliteTransaction(this.reader);
    this.commits = new GroupCommit(session(this.writer));
  }

  async write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return await this.commits.write(work);
  }

  async read<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return await work(this.readTransaction);
  }

  async close(): Promise<void> {
    await this.commits.close();
    this.reader.close();
    this.writer.close();
  }
}

function open(file: string): DatabaseSync {
  const connection = new DatabaseSync(file);
  connection.exec(`PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON`);
  return connection;
}

function session(connection: DatabaseSync): WriterSession {
  const statement = (sql: string) => () => Promise.resolve(connection.exec(sql));
  const savepoints = {
    set: 'SAVEPOINT work',
    release: 'RELEASE work',
    rollback: 'ROLLBACK TO work; RELEASE work',
  };
  return {
    transaction: new SqliteTransaction(connection),
    begin: statement('BEGIN IMMEDIATE'),
    // eslint-disable-next-line @typescript-eslint/require-await -- an error must become a rejection
    savepoint: async (step) => connection.exec(savepoints[step]),
    commit: async () => await statement('COMMIT')(),
    rollback: async () => await statement('ROLLBACK')(),
    isContention: () => false,
    storeCode: (error) => STORE_CODES.get(((error as SqliteError).errcode ?? 0) & 0xff),
  };
}
