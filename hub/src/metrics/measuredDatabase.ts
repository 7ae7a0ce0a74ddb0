import type { Meter } from '../contract';
import type { Database, Transaction } from '../store';

/** A store that tells how long its commits take. */
export class MeasuredDatabase implements Database {
  readonly kind: Database['kind'];

  constructor(
    private readonly inner: Database,
    private readonly meter: Meter,
    /** Milliseconds of a clock that never goes back. */
    private readonly monotonicMs: () => number,
  ) {
    this.kind = inner.kind;
  }

  async write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const startedMs = this.monotonicMs();
    const result = await this.inner.write(work);
    this.meter.observe('medsupply_store_commit_seconds', (this.monotonicMs() - startedMs) / 1000);
    return result;
  }

  async read<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return await this.inner.read(work);
  }

  async close(): Promise<void> {
    await this.inner.close();
  }
}
