import { checkpointHash, CHECKPOINT_ROW, parseCheckpoint, signCheckpoint } from '../../../core/audit';
import type { Actor, Clock, Log, Meter, Notices } from '../contract';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import type { AuditLog } from './auditLog';
import { CheckpointFolder } from './checkpointFolder';
import { CheckpointPublisher } from './checkpointPublisher';
import { insertCheckpoint, newestCheckpoint, type MadeCheckpoint } from './checkpointRows';
import { lockHead, originOfHead, readHead, type Head } from './head';
import type { AuditKey } from './keyFile';
import { checkAgainstCheckpoints, type AuditStatus } from './status';
import { MissingRows, rootAt } from './subtrees';

export { newestCheckpoint } from './checkpointRows';

export interface CheckpointsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly key: AuditKey;
  /** Where checkpoints go as files; best on another machine. */
  readonly folder: string;
  /** A checkpoint is due after so many rows … */
  readonly everyRows?: number;
  /** … or so long after the last one, also when nothing happened: one that does not come is an alarm. */
  readonly everyMs?: number;
  readonly log?: Log;
  readonly meter?: Meter;
  readonly notices?: Notices;
}

/** Who writes rows that nobody asked for. */
export const HUB_ACTOR: Actor = { kind: 'hub', id: 'hub' };
const EVERY_ROWS = 1000;
/** At full load a thousand rows are a second's work; files and syncs for each would be felt. */
const SHORTEST_MS = 10_000;
const EVERY_MS = 15 * 60_000;

/** Makes checkpoints, keeps them in the store, brings them to the operator's folder. */
export class Checkpoints {
  private publisher: CheckpointPublisher;
  private known: AuditStatus | undefined;

  constructor(private readonly options: CheckpointsOptions) {
    this.publisher = this.newPublisher();
  }

  /** How the log stood against its checkpoints when that was last looked at; for `/readyz`. */
  status(): AuditStatus | undefined {
    return this.known;
  }

  /**
   * Compares the log with its checkpoints and says so loudly when it is behind them. Called at the start of the hub.
   * Also brings checkpoints to the folder that a crash kept from it.
   */
  async check(): Promise<AuditStatus> {
    const { log, meter } = this.options;
    const found = await this.look();
    this.known = found;
    const { state, detail, logSize, checkpointSize, unusableFiles } = found;
    if (unusableFiles.length > 0) {
      log?.warn(
        { files: unusableFiles.slice(0, 10) },
        'Checkpoint files that cannot be read, or that the key of this log did not sign',
      );
    }
    if (state !== 'ok') {
      log?.error({ state, logSize, checkpointSize }, detail);
      meter?.count('checkpoints_total', { outcome: 'refused' });
      return found;
    }
    await this.publish();
    return found;
  }

  /** The newest checkpoint in the store. */
  async newest(): Promise<MadeCheckpoint | undefined> {
    return await this.options.database.read(newestCheckpoint);
  }

  /** Makes a checkpoint when one is due; called every second or so. Never throws: the hub goes on, the log and a metric say why. */
  async tick(): Promise<void> {
    if (this.mayNotSign()) return; // said when it was found, and in /readyz since
    try {
      if (await this.options.database.read(async (transaction) => await this.isDueIn(transaction))) await this.make('schedule');
      else await this.publish();
    } catch (error) {
      this.options.meter?.count('checkpoints_total', { outcome: 'failed' });
      this.options.log?.error(
        { error: (error as Error).name },
        `No checkpoint of the audit log could be made: ${(error as Error).message}`,
      );
    }
  }

  /**
   * Makes a checkpoint of everything that is committed, and its row in the log; the next checkpoint covers that row. Where nothing but
   * the row of the last one is new, the last one is answered.
   *
   * @param reason `schedule`, `export`, `shutdown`, `request` …
   * @throws Problem 409 when the log does not contain its own last checkpoint: a log must never sign two histories
   */
  async make(reason: string): Promise<MadeCheckpoint> {
    const { detail } = this.known ?? (await this.check());
    if (this.mayNotSign()) throw refusal(detail);
    const { made, isNew } = await this.options.database.write(async (transaction) => await this.makeIn(transaction, reason));
    if (isNew) this.options.meter?.count('checkpoints_total', { outcome: 'made' });
    await this.publish();
    return made;
  }

  /**
   * The checkpoint for an export: a new one, or, where none may be signed because the log is not whole, the newest that was; what is
   * wrong is for the verifier to find.
   */
  async forExport(): Promise<MadeCheckpoint> {
    try {
      return await this.make('export');
    } catch (error) {
      const newest = error instanceof Problem && error.code === 'log-not-whole' ? await this.newest() : undefined;
      if (newest === undefined) throw error;
      return newest;
    }
  }

  /**
   * Takes the log on after a backup was restored: under the name of its next generation, with a row that says what is gone. Checkpoints
   * that were given away before go on showing the gap.
   *
   * @throws Problem 409 when the log is not behind its checkpoints
   */
  async acceptRestore(actor: Actor): Promise<MadeCheckpoint> {
    const { database, audit, folder, key } = this.options;
    this.known = await this.look();
    if (!this.mayNotSign()) throw new Problem(409, 'log-not-behind', `There is nothing to take on: ${this.known.detail}`);
    await database.write(async (transaction) => {
      const head = await lockHead(transaction);
      const lost = new CheckpointFolder(folder).newest(head.logId, [key.publicKey]);
      const generation = Math.max(head.generation, lost.generation ?? 1) + 1;
      await transaction.run('UPDATE audit_head SET generation = ? WHERE id = 1', [generation]);
      const body = {
        lostCheckpointSize: lost.checkpoint?.size ?? null,
        lostCheckpointRoot: lost.checkpoint?.root.toString('hex') ?? null,
        goesOnBehindRow: head.size,
      };
      const object = { kind: 'audit', id: originOfHead({ ...head, generation }) };
      await audit.append(transaction, { actor, type: 'audit.restored', object, body });
    });
    this.known = undefined;
    this.publisher = this.newPublisher();
    return await this.make('restore');
  }

  private newPublisher(): CheckpointPublisher {
    const { database, folder, key } = this.options;
    return new CheckpointPublisher(database, folder, key.publicKey);
  }

  private async look(): Promise<AuditStatus> {
    const { database, folder, key } = this.options;
    return await checkAgainstCheckpoints({ database, folder, publicKeys: [key.publicKey] });
  }

  /** Rows changed behind the last checkpoint make no second history: the tree has their first hashes, and `verify` names them. */
  private mayNotSign(): boolean {
    return this.known?.state === 'behind' || this.known?.state === 'forked';
  }

  private async makeIn(
    transaction: Transaction,
    reason: string,
  ): Promise<{ readonly made: MadeCheckpoint; readonly isNew: boolean }> {
    const { audit, clock, key, notices } = this.options;
    const head = await lockHead(transaction);
    if (head.size === 0) throw new Problem(409, 'empty-log', 'The audit log is empty: there is nothing to sign yet.');
    if (head.keyFingerprint !== undefined && head.keyFingerprint !== key.fingerprint) throw otherKey();
    const last = await newestCheckpoint(transaction);
    await assertContains(transaction, head, last);
    // Another replica may have been faster.
    const isWanted = reason === 'schedule' ? this.isDue(head, last) : head.size > (last?.size ?? 0) + 1 || last === undefined;
    if (last !== undefined && !isWanted) return { made: last, isNew: false };
    const origin = originOfHead(head);
    const note = signCheckpoint({ origin, size: head.size, root: head.edge.root() }, key.privateKey, key.publicKey);
    const made = { size: head.size, note, madeAtMs: clock.now() };
    await insertCheckpoint(transaction, made, reason);
    const body = {
      checkpoint: note,
      chainHead: head.hash.toString('hex'),
      previousCheckpoint: last === undefined ? null : checkpointHash(last.note),
      reason,
      at: new Date(made.madeAtMs).toISOString(),
    };
    const object = { kind: 'audit', id: origin, version: String(head.size) };
    await audit.append(transaction, { actor: HUB_ACTOR, type: CHECKPOINT_ROW, object, body });
    await notices?.publish(transaction, 'audit.checkpoint', { size: head.size, checkpoint: note, reason });
    return { made, isNew: true };
  }

  private async isDueIn(transaction: Transaction): Promise<boolean> {
    const head = await readHead(transaction);
    return head !== undefined && head.size > 0 && this.isDue(head, await newestCheckpoint(transaction));
  }

  private isDue(head: Head, last: MadeCheckpoint | undefined): boolean {
    const { clock, everyRows = EVERY_ROWS, everyMs = EVERY_MS } = this.options;
    if (last === undefined) return true;
    // The row of the last checkpoint itself does not count.
    const ageMs = clock.now() - last.madeAtMs;
    return ageMs >= everyMs || (ageMs >= SHORTEST_MS && head.size - last.size - 1 >= everyRows);
  }

  private async publish(): Promise<void> {
    try {
      await this.publisher.publish();
    } catch (error) {
      this.options.meter?.count('checkpoints_total', { outcome: 'unwritten' });
      this.options.log?.error(
        { error: (error as NodeJS.ErrnoException).code ?? (error as Error).name },
        `A signed checkpoint could not be written to its folder; it is tried again: ${(error as Error).message}`,
      );
    }
  }
}

/** The rows that the last checkpoint covers must still be those of the store. */
async function assertContains(transaction: Transaction, head: Head, last: MadeCheckpoint | undefined): Promise<void> {
  if (last === undefined) return;
  const checkpoint = parseCheckpoint(last.note);
  if (typeof checkpoint === 'string') throw refusal(`The last checkpoint in the store cannot be read: ${checkpoint}.`);
  if (checkpoint.size > head.size) throw refusal(`The log ends before its own checkpoint of ${checkpoint.size} rows.`);
  try {
    if ((await rootAt(transaction, checkpoint.size)).equals(checkpoint.root)) return;
  } catch (error) {
    if (!(error instanceof MissingRows)) throw error;
  }
  throw refusal(`The first ${checkpoint.size} rows of the log are not those that its last checkpoint covers.`);
}

function refusal(detail: string): Problem {
  return new Problem(409, 'log-not-whole', `${detail} Nothing is signed: a log must never sign two histories.`, {
    nextStep:
      'Find out what happened to the store. After a restored backup take the log on with "medsupply audit checkpoint --after-restore".',
  });
}

function otherKey(): Problem {
  return new Problem(409, 'other-key', 'The key file does not hold the key of this log.', {
    nextStep: 'Restore the key file, or start the hub again after a change of the key.',
  });
}
