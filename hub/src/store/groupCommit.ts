import type { Transaction } from './database';
import { StoreUnavailable } from './database';

/** One connection that writes, one transaction at a time. */
export interface WriterSession {
  readonly transaction: Transaction;
  /** Makes the connection ready, or new after it was lost. */
  begin(): Promise<void>;
  /** Sets a savepoint for one work, takes it away, or goes back to it. */
  savepoint(step: 'set' | 'release' | 'rollback'): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Whether the whole transaction has to be run again: a deadlock or a serialisation failure between replicas. */
  isContention(error: unknown): boolean;
  /** The code of an error of the store itself (disk full, connection lost …); `undefined` for an error of the work. */
  storeCode(error: unknown): string | undefined;
}

interface Job {
  readonly work: (transaction: Transaction) => Promise<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

const MAX_BATCH = 200;
const MAX_ATTEMPTS = 8;

/**
 * Runs writes in shared transactions: whatever has been asked for while one commit was on its way to the disk goes into the
 * next. With sixteen callers that is about a dozen writes a sync instead of one.
 */
export class GroupCommit {
  private readonly waiting: Job[] = [];
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly session: WriterSession) {}

  async write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    if (this.closed) throw new StoreUnavailable('CLOSED');
    return await new Promise<Result>((resolve, reject) => {
      this.waiting.push({ work, resolve: resolve as (value: never) => void, reject });
      this.running ??= this.drain();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    // Callers of the same turn of the event loop get into the first batch as well.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.runBatch(this.waiting.splice(0, MAX_BATCH));
    this.running = undefined;
  }

  private async runBatch(jobs: readonly Job[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.session.begin();
        const outcomes: Outcome[] = [];
        for (const job of jobs) outcomes.push(await this.runOne(job));
        await this.session.commit();
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.ok) jobs[index]?.resolve(outcome.value as never);
          else jobs[index]?.reject(outcome.error);
        }
        return;
      } catch (error) {
        await this.session.rollback().catch(() => undefined); // the connection may be gone; begin() makes a new one
        if (this.session.isContention(error) && attempt < MAX_ATTEMPTS) continue;
        const code = this.session.storeCode(error) ?? (this.session.isContention(error) ? 'CONTENTION' : undefined);
        for (const job of jobs) job.reject(code === undefined ? error : new StoreUnavailable(code));
        return;
      }
    }
  }

  /** An error of the work is its caller's; an error of the store ends the batch for everybody. */
  private async runOne(job: Job): Promise<Outcome> {
    await this.session.savepoint('set');
    try {
      const value = await job.work(this.session.transaction);
      await this.session.savepoint('release');
      return { ok: true, value };
    } catch (error) {
      if (this.session.isContention(error) || this.session.storeCode(error) !== undefined) throw error;
      await this.session.savepoint('rollback');
      return { ok: false, error };
    }
  }
}
