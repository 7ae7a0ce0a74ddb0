import { Pool, types, type PoolClient } from 'pg';
import type { Database, SqlRow, SqlValue, Transaction } from './database';
import { StoreUnavailable } from './database';
import { GroupCommit, type WriterSession } from './groupCommit';

const BIGINT_OID = 20;
const NUMERIC_OID = 1700;
const READERS = 4;
const CONNECT_TIMEOUT_MS = 5_000;

/** Classes and codes of SQLSTATE that are the store's trouble: connection, resources, operator intervention, system, corruption. */
const STORE_STATE = /^(?:08|53|57|58|XX|25006)/;
/** Deadlock and serialisation failure: another replica was faster. */
const CONTENTION_STATES = new Set(['40001', '40P01']);

interface PostgresError extends Error {
  readonly code?: string;
}

class PostgresTransaction implements Transaction {
  readonly forUpdate = ' FOR UPDATE';
  readonly forUpdateSkipLocked = ' FOR UPDATE SKIP LOCKED';
  private readonly texts = new Map<string, string>();

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
    return await this.client().query<Record<string, SqlValue>>(this.numbered(sql), values);
  }

  /** `?` to `$1`, `$2` …; no statement of the hub has a question mark inside a literal. */
  private numbered(sql: string): string {
    const known = this.texts.get(sql);
    if (known !== undefined) return known;
    let place = 0;
    const text = sql.replaceAll('?', () => `$${++place}`);
    this.texts.set(sql, text);
    return text;
  }
}

/** For several hub replicas and for n8n's queue mode. Commits with `synchronous_commit=on`, whatever the server's default is. */
export class PostgresDatabase implements Database {
  readonly kind = 'postgres';
  private readonly pool: Pool;
  private readonly readTransaction: PostgresTransaction;
  private readonly commits: GroupCommit;

  /** @param url `postgres://user:password@host:port/database?options` */
  constructor(url: string) {
    this.pool = new Pool({
      connectionString: url,
      max: READERS + 1,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      options: '-c synchronous_commit=on',
      application_name: 'medsupply-hub',
      types: { getTypeParser: numbersAsNumbers },
    });
    this.pool.on('error', () => undefined); // an idle connection ended; the next query gets a new one
    this.readTransaction = new PostgresTransaction(() => this.pool);
    this.commits = new GroupCommit(session(this.pool));
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
    await this.pool.end();
  }
}

/** Whole numbers come as numbers: the hub stores milliseconds and counters, all far below 2^53. */
function numbersAsNumbers(oid: number, format?: string) {
  if (oid === BIGINT_OID || oid === NUMERIC_OID) return Number;
  return types.getTypeParser(oid, format as 'text');
}

function session(pool: Pool): WriterSession {
  let client: PoolClient | undefined;
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
      await client.query('BEGIN');
    },
    savepoint: async (step) => void (await current().query(savepoints[step])),
    commit: async () => {
      await current().query('COMMIT');
      end(false);
    },
    rollback: async () => {
      if (client === undefined) return;
      const ended = await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
      end(!ended);
    },
    isContention: (error) => CONTENTION_STATES.has((error as PostgresError).code ?? ''),
    storeCode,
  };
}

/** SQLSTATE of trouble with the store; network errors of Node (ECONNREFUSED …) count too. */
function storeCode(error: unknown): string | undefined {
  const { code, message } = error as PostgresError;
  if (typeof code !== 'string') return message === 'Connection terminated unexpectedly' || /timeout|closed/i.test(message) ? '08006' : undefined;
  if (STORE_STATE.test(code) || /^E[A-Z]+$/.test(code)) return code;
  return undefined;
}
