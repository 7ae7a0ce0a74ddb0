import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Database, SqlRow, SqlValue, Transaction } from './database';
import { StoreUnavailable } from './database';
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
const CACHE_KIB = 64 * 1024;
/** The write-ahead log is cut back to this size after it has grown in a burst. */
const LOG_LIMIT_BYTES = 64 * 1024 * 1024;
/**
 * Pages (of 4 KiB) after which the log is written back into the database. SQLite's own 1,000 makes a busy hub write back several times
 * a second, each time with two syncs that everybody waits for.
 */
const WRITE_BACK_PAGES = 16_000;
const MAX_STATEMENTS = 500;
/** What `PRAGMA synchronous` answers for FULL. */
const FULL_SYNC = 2;

interface SqliteError extends Error {
  /** Extended result code; the primary one is in its low byte. */
  readonly errcode?: number;
}

/** Keeps prepared statements, because the hub has few and runs them often. */
class SqliteTransaction implements Transaction {
  readonly forUpdate = '';
  readonly forUpdateSkipLocked = '';
  private readonly statements = new Map<string, StatementSync>();

  constructor(private readonly connection: DatabaseSync) {}

  async all<Row = SqlRow>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return this.prepare(sql).all(...parameters) as Row[];
  }

  async get<Row = SqlRow>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.prepare(sql).get(...parameters) as Row | undefined;
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return Number(this.prepare(sql).run(...parameters).changes);
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    // Lists of parameters come in many lengths.
    if (this.statements.size >= MAX_STATEMENTS) this.statements.clear();
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

  /**
   * @param file path of the database; it is made when it is not there
   * @throws StoreUnavailable when the file cannot be opened for writing, or its file system cannot hold a write-ahead log
   */
  constructor(file: string) {
    try {
      this.writer = openDurably(file);
      this.reader = open(file);
      this.reader.exec('PRAGMA query_only=ON');
    } catch (error) {
      throw asUnavailable(error);
    }
    this.readTransaction = new SqliteTransaction(this.reader);
    this.commits = new GroupCommit(session(this.writer));
  }

  async write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return await this.commits.write(work);
  }

  async read<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.readTransaction);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async close(): Promise<void> {
    await this.commits.close();
    for (const connection of [this.reader, this.writer]) if (connection.isOpen) connection.close();
  }
}

function open(file: string): DatabaseSync {
  const connection = new DatabaseSync(file);
  connection.exec(`PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}; PRAGMA foreign_keys=ON; PRAGMA cache_size=-${CACHE_KIB}`);
  return connection;
}

/** What was answered must survive a power cut: a connection that cannot promise it is not used. */
function openDurably(file: string): DatabaseSync {
  const connection = open(file);
  connection.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=${LOG_LIMIT_BYTES};
    PRAGMA wal_autocheckpoint=${WRITE_BACK_PAGES}`);
  const journal = connection.prepare('PRAGMA journal_mode').get() as { journal_mode: string };
  const sync = connection.prepare('PRAGMA synchronous').get() as { synchronous: number };
  if (journal.journal_mode === 'wal' && sync.synchronous === FULL_SYNC) return connection;
  connection.close();
  throw new StoreUnavailable('NO_WAL');
}

function session(connection: DatabaseSync): WriterSession {
  // Prepared once: they run around every batch.
  const prepared = (sql: string): (() => Promise<void>) => {
    const statement = connection.prepare(sql);
    return async () => void statement.run();
  };
  const savepoints = {
    set: prepared('SAVEPOINT work'),
    release: prepared('RELEASE work'),
    rollback: async () => connection.exec('ROLLBACK TO work; RELEASE work'),
  };
  return {
    transaction: new SqliteTransaction(connection),
    begin: prepared('BEGIN IMMEDIATE'),
    savepoint: async (step) => await savepoints[step](),
    commit: prepared('COMMIT'),
    rollback: async () => {
      // After some errors (disk full) SQLite has taken the transaction back by itself.
      if (connection.isTransaction) connection.exec('ROLLBACK');
    },
    isContention: () => false,
    storeCode,
  };
}

function storeCode(error: unknown): string | undefined {
  return STORE_CODES.get(((error as SqliteError).errcode ?? 0) & 0xff);
}

function asUnavailable(error: unknown): unknown {
  const code = storeCode(error);
  return code === undefined ? error : new StoreUnavailable(code);
}
