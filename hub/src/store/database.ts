/** A value as both stores take and give it. Times are whole milliseconds since 1970 (`…AtMs`), amounts are texts. */
export type SqlValue = string | number | null | Uint8Array;

export type SqlRow = Readonly<Record<string, SqlValue>>;

/**
 * One open transaction. Statements are written once for both stores: `?` for each parameter, lower-case column names,
 * `INSERT … ON CONFLICT … DO …`, `RETURNING`, no functions that only one store has.
 */
export interface Transaction {
  /** Rows of a query. */
  all<Row = SqlRow>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** First row of a query. */
  get<Row = SqlRow>(sql: string, parameters?: readonly SqlValue[]): Promise<Row | undefined>;
  /** Runs a statement; answers how many rows it changed. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
  /**
   * What a `SELECT` ends with to keep other hub replicas away from its rows until the commit: ` FOR UPDATE` or nothing,
   * where the store has one writer only.
   */
  readonly forUpdate: string;
  /** As {@link forUpdate}, but rows that another replica holds are left out. */
  readonly forUpdateSkipLocked: string;
}

/**
 * The hub's store. SQLite (one file, one hub) and PostgreSQL (several hub replicas) pass the same contract suite.
 */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * Runs `work` in a transaction and resolves once it is durable. Works that arrive while one commit is under way share the
   * next one (group commit); each has a savepoint of its own, so that one that throws takes back its own changes only.
   *
   * `work` may be run again after a deadlock between replicas: it must touch nothing but its transaction.
   *
   * @throws StoreUnavailable when the store cannot write (disk full, read-only, connection lost): nothing was acknowledged
   */
  write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Runs queries on committed data, outside of the writer's way. */
  read<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Waits for the writes under way, then closes. */
  close(): Promise<void>;
}

/** The store cannot take a write now; whoever asked must not be told that it was taken. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';

  constructor(
    /** What the store said, without values: an SQLite or PostgreSQL error code. */
    readonly code: string,
  ) {
    super(`The hub's store cannot write now (${code})`);
  }
}
