import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from './database';
import { StoreUnavailable } from './database';
import { WorkTransaction } from './workTransaction';

/** One connection that writes, one transaction at a time. */
export interface WriterSession {
  readonly transaction: Transaction;
  /** Opens a transaction, on a new connection where the one before was lost. */
  begin(): Promise<void>;
  /** Sets a savepoint for one work, takes it away, or goes back to it. */
  savepoint(step: 'set' | 'release' | 'rollback'): Promise<void>;
  commit(): Promise<void>;
  /** Takes everything back because of `cause`; never throws, because the connection may be the very thing that is gone. */
  rollback(cause?: unknown): Promise<void>;
  /** Whether the whole transaction has to be run again: a deadlock or a serialisation failure. */
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

/** Marks what runs inside a work, to find a write that would wait for the commit it is itself a part of. */
const insideWork = new AsyncLocalStorage<WorkTransaction>();

/**
 * Runs writes in shared transactions: whatever has been asked for while one commit was on its way to the disk goes into the next.
 * With sixteen callers that is about a dozen writes a sync instead of one.
 *
 * A batch is first run without savepoints, which cost a round trip each on PostgreSQL. Only when one of its works throws, the batch
 * is taken back and run again with a savepoint for each, so that the others keep their changes.
 */
export class GroupCommit {
  private waiting: Job[] = [];
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly session: WriterSession) {}

  /**
   * @throws StoreUnavailable when the store cannot write
   * @throws whatever the work throws, after its changes were taken back
   */
  async write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    if (this.closed) throw new StoreUnavailable('CLOSED');
    if (insideWork.getStore()?.isOpen === true)
      throw new Error('A write was asked for inside another: it would wait for itself.');
    return await new Promise<Result>((resolve, reject) => {
      this.waiting.push({ work, resolve: resolve as (value: never) => void, reject });
      this.running ??= this.drain();
    });
  }

  /** Refuses new writes and waits for those that were asked for. */
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
    let withSavepoints = false;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.begin();
        const outcomes = await this.runAll(jobs, withSavepoints);
        if (outcomes === undefined) {
          await this.session.rollback();
          withSavepoints = true;
          continue;
        }
        // A work that throws alone leaves nothing to commit.
        if (outcomes.some(({ ok }) => ok)) await this.session.commit();
        else await this.session.rollback();
        settle(jobs, outcomes);
        return;
      } catch (error) {
        await this.session.rollback(error);
        const isContention = this.session.isContention(error);
        if (isContention && attempt < MAX_ATTEMPTS) continue;
        const code = this.session.storeCode(error) ?? (isContention ? 'CONTENTION' : undefined);
        for (const job of jobs) job.reject(code === undefined ? error : new StoreUnavailable(code));
        return;
      }
    }
  }

  /** A store that cannot even begin refuses everybody who waits, at once: they must not queue for one time-out after another. */
  private async begin(): Promise<void> {
    try {
      await this.session.begin();
    } catch (error) {
      const code = this.session.storeCode(error);
      const others = code === undefined ? [] : this.waiting.splice(0);
      for (const job of others) job.reject(new StoreUnavailable(code ?? ''));
      throw error;
    }
  }

  /** @returns `undefined` when a work threw although others share its transaction and there are no savepoints */
  private async runAll(jobs: readonly Job[], withSavepoints: boolean): Promise<readonly Outcome[] | undefined> {
    const outcomes: Outcome[] = [];
    for (const job of jobs) {
      if (withSavepoints) await this.session.savepoint('set');
      let outcome = await this.runOne(job);
      if (!outcome.ok && !withSavepoints && jobs.length > 1) return undefined;
      if (withSavepoints) outcome = await this.endSavepoint(outcome);
      outcomes.push(outcome);
    }
    return outcomes;
  }

  private async endSavepoint(outcome: Outcome): Promise<Outcome> {
    try {
      if (outcome.ok) {
        await this.session.savepoint('release');
        return outcome;
      }
    } catch (error) {
      // The work swallowed the error of a statement, after which PostgreSQL takes nothing more from it.
      if (this.session.isContention(error) || this.session.storeCode(error) !== undefined) throw error;
      return await this.endSavepoint({ ok: false, error });
    }
    await this.session.savepoint('rollback');
    return outcome;
  }

  /** An error of the work is its caller's; an error of the store ends the batch for everybody. */
  private async runOne(job: Job): Promise<Outcome> {
    const transaction = new WorkTransaction(this.session.transaction);
    try {
      return { ok: true, value: await insideWork.run(transaction, job.work, transaction) };
    } catch (error) {
      if (this.session.isContention(error) || this.session.storeCode(error) !== undefined) throw error;
      return { ok: false, error };
    } finally {
      transaction.end();
    }
  }
}

function settle(jobs: readonly Job[], outcomes: readonly Outcome[]): void {
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.ok) jobs[index]?.resolve(outcome.value as never);
    else jobs[index]?.reject(outcome.error);
  }
}
