import type { SqlRow, SqlValue, Transaction } from './database';

/**
 * The transaction as one work sees it. Once the work has ended it refuses: a statement that somebody forgot to await would
 * otherwise land in the commit of another caller.
 */
export class WorkTransaction implements Transaction {
  readonly forUpdate: string;
  readonly forUpdateSkipLocked: string;
  private open = true;

  constructor(private readonly inner: Transaction) {
    this.forUpdate = inner.forUpdate;
    this.forUpdateSkipLocked = inner.forUpdateSkipLocked;
  }

  get isOpen(): boolean {
    return this.open;
  }

  end(): void {
    this.open = false;
  }

  all<Row = SqlRow>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return this.use().all<Row>(sql, parameters);
  }

  get<Row = SqlRow>(sql: string, parameters?: readonly SqlValue[]): Promise<Row | undefined> {
    return this.use().get<Row>(sql, parameters);
  }

  run(sql: string, parameters?: readonly SqlValue[]): Promise<number> {
    return this.use().run(sql, parameters);
  }

  private use(): Transaction {
    if (!this.open) throw new Error('A statement was run after its work had ended: await every statement.');
    return this.inner;
  }
}
