import { createHash } from 'node:crypto';
import { Pool, types, type PoolClient } from 'pg';
import type { Database, SqlRow, SqlValue, Transaction } from './database';
import { StoreUnavailable } from './database';
import { GroupCommit, type WriterSession } from './groupCommit';

const BIGINT_OID = 20;
const NUMERIC_OID = 1700;
const READERS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
/** A connection that has been cut without a word must not hold up everybody for the minutes that TCP takes to notice. */
const QUERY_TIMEOUT_MS = 60_000;
/** A replica that is frozen in the middle of a commit loses its locks after this time, so that the others can go on. */
const IDLE_IN_TRANSACTION_MS = 10_000;
/** Shorter than the time-out of a query, so that waiting for a lock ends as what it is. */
const LOCK_TIMEOUT_MS = 20_000;
/** Names the lock of the hub's writer; any number that nobody else uses. */
const WRITER_LOCK = 7_233_102;
const MAX_STATEMENTS = 500;
const MAX_NAMED_PARAMETERS = 30;

/**
 * Classes and codes of SQLSTATE that are the store's trouble: connection, resources, operator intervention, system, corruption, read-only
 * server, transaction ended from outside, lock not got.
 */
const STORE_STATE = /^(?:08|53|57|58|XX|25006|25P03|55P03)/;
/** Deadlock and serialisation failure: another replica was faster. */
const CONTENTION_STATES = new Set(['40001', '40P01']);

/** What `pg` says, without a code, about a connection that is gone. */
const LOST_CONNECTION =
  /^(?:Connection terminated|Client has encountered a connection error|Query read timeout|timeout e|Client was closed|Cannot use a pool)/i;

/**
 * For the connection that writes. A commit that was answered is on the disk, whatever the server's default is; a stricter default
 * (waiting for a standby, too) is kept.
 */
const SESSION_SETTINGS = `
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
  SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  SET lock_timeout = ${LOCK_TIMEOUT_MS}`;

interface PostgresError extends Error {
  readonly code?: string;
}

/** A statement as `pg` takes it. */
interface Statement {
  readonly text: string;
  /** Under a name the server parses and plans it once a connection, which more than doubles what a connection can do. */
  readonly name?: string;
}

class PostgresTransaction implements Transaction {
  readonly forUpdate = ' FOR UPDATE';
  readonly forUpdateSkipLocked = ' FOR UPDATE SKIP LOCKED';
  private readonly statements = new Map<string, Statement>();

  constructor(private readonly client: () => Pick<PoolClient, 'query'>) {}

  async all<Row = SqlRow>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.query(sql, parameters)).rows as Row[];
  }

  async get<Row = SqlRow>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row | undefined> {
    return (await this.query(sql, parameters)).rows[0] as Row | undefined;
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return (await this.query(sql, parameters)).rowCount ?? 0;
  }

  private async query(sql: string, parameters: readonly SqlValue[]) {
    const values = parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
    return await this.client().query<Record<string, SqlValue>>({ ...this.prepare(sql, values.length), values });
  }

  private prepare(sql: string, parameters: number): Statement {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = { text: numbered(sql), ...(this.isKept(parameters) && { name: statementName(sql) }) };
    if (this.statements.size < MAX_STATEMENTS) this.statements.set(sql, statement);
    return statement;
  }

  /** Schema changes run once, and lists of parameters come in many lengths: the server would keep them for nothing. */
  private isKept(parameters: number): boolean {
    return parameters > 0 && parameters <= MAX_NAMED_PARAMETERS && this.statements.size < MAX_STATEMENTS;
  }
}

/** `?` to `$1`, `$2` …; no statement of the hub has a question mark inside a literal. */
function numbered(sql: string): string {
  let place = 0;
  return sql.replaceAll('?', () => `$${++place}`);
}

/** The same text has the same name on every connection, and another text another one. */
function statementName(sql: string): string {
  return createHash('sha256').update(sql).digest('base64url').slice(0, 32);
}

/**
 * For several hub replicas and for n8n's queue mode.
 *
 * One replica writes at a time, under a lock that PostgreSQL keeps: a work sees the store as it would on SQLite, replicas cannot
 * deadlock with each other, and the audit chain, which is one, needs that order anyway. Group commit makes up for the waiting.
 *
 * It prepares statements: a pooler in between has to be in session mode, or to know prepared statements (PgBouncer 1.21).
 */
export class PostgresDatabase implements Database {
  readonly kind = 'postgres';
  private readonly readers: Pool;
  private readonly writer: Pool;
  private readonly readTransaction: PostgresTransaction;
  private readonly commits: GroupCommit;

  /** @param url `postgres://user:password@host:port/database?options` */
  constructor(url: string) {
    this.readers = connectionsTo(url, READERS);
    this.writer = connectionsTo(url, 1); // apart, so that no number of readers keeps the writer waiting
    this.readTransaction = new PostgresTransaction(() => this.readers);
    this.commits = new GroupCommit(session(this.writer));
  }

  async write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return await this.commits.write(work);
  }

  async read<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.readTransaction);
    } catch (error) {
      const code = storeCode(error);
      throw code === undefined ? error : new StoreUnavailable(code);
    }
  }

  async close(): Promise<void> {
    await this.commits.close();
    for (const pool of [this.writer, this.readers]) if (!pool.ending) await pool.end();
  }
}

function connectionsTo(url: string, max: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'medsupply-hub',
    types: { getTypeParser: numbersAsNumbers },
  });
  // A connection that ends by itself must not end the process; whatever used it gets the error, the next query a new connection.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Whole numbers come as numbers: the hub stores milliseconds and counters, all far below 2^53. */
function numbersAsNumbers(oid: number, format?: string) {
  if (oid === BIGINT_OID || oid === NUMERIC_OID) return Number;
  return types.getTypeParser(oid, format as 'text');
}

function session(pool: Pool): WriterSession {
  let client: PoolClient | undefined;
  const prepared = new WeakSet<PoolClient>();
  const current = (): PoolClient => {
    if (client === undefined) throw Object.assign(new Error('no connection'), { code: '08003' });
    return client;
  };
  const end = (broken: boolean): void => {
    client?.release(broken);
    client = undefined;
  };
  const savepoints = {
    set: 'SAVEPOINT work',
    release: 'RELEASE SAVEPOINT work',
    rollback: 'ROLLBACK TO SAVEPOINT work; RELEASE SAVEPOINT work',
  };
  return {
    transaction: new PostgresTransaction(current),
    begin: async () => {
      client = await pool.connect();
      if (!prepared.has(client)) await client.query(SESSION_SETTINGS);
      prepared.add(client);
      await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${WRITER_LOCK})`);
    },
    savepoint: async (step) => void (await current().query(savepoints[step])),
    commit: async () => {
      // Where a work swallowed an error of a statement, PostgreSQL takes everything back and calls that a success.
      const { command } = await current().query('COMMIT');
      end(false);
      if (command !== 'COMMIT') throw new Error('A work went on after one of its statements had failed: nothing was committed.');
    },
    rollback: async (cause) => {
      if (client === undefined) return;
      // A connection in trouble is not asked again: the server takes back what it did not commit.
      if (storeCode(cause) !== undefined) return end(true);
      const ended = await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
      return end(!ended);
    },
    isContention: (error) => CONTENTION_STATES.has((error as PostgresError | undefined)?.code ?? ''),
    storeCode,
  };
}

/** SQLSTATE of trouble with the store; network errors of Node (ECONNREFUSED …) count too. */
function storeCode(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as Partial<PostgresError>;
  if (typeof code !== 'string') return LOST_CONNECTION.test(String(message)) ? '08006' : undefined;
  if (STORE_STATE.test(code) || /^E[A-Z]+$/.test(code)) return code;
  return undefined;
}
