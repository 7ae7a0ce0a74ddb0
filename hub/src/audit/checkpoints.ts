import { checkpointHash, CHECKPOINT_ROW, parseCheckpoint, signCheckpoint } from '../../../core/audit';
import type { Actor, Clock, Log, Meter, Notices } from '../contract';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import type { AuditLog } from './auditLog';
import { CheckpointFolder } from './checkpointFolder';
import { lockHead, originOfHead, readHead, type Head } from './head';
import type { AuditKey } from './keyFile';
import { MissingRows, rootAt } from './subtrees';
import { checkAgainstCheckpoints, type AuditStatus } from './status';

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

export interface MadeCheckpoint {
  readonly size: number;
  /** The signed note. */
  readonly note: string;
  readonly madeAtMs: number;
}

interface CheckpointRow {
  readonly size: number;
  readonly note: string;
  readonly made_at_ms: number;
}

export const HUB_ACTOR: Actor = { kind: 'hub', id: 'hub' };
const EVERY_ROWS = 1000;
const EVERY_MS = 15 * 60_000;
const LAST = 'SELECT size, note, made_at_ms FROM audit_checkpoints ORDER BY size DESC LIMIT 1';

/** Makes checkpoints, keeps them in the store, writes them to the operator's folder. */
export class Checkpoints {
  private readonly folder: CheckpointFolder;
  /** Size of the newest checkpoint that is known to lie in the folder. */
  private published: number | undefined;
  private known: AuditStatus | undefined;

  constructor(private readonly options: CheckpointsOptions) {
    this.folder = new CheckpointFolder(options.folder);
  }

  /** How the log stood against its checkpoints when that was last looked at; for `/readyz`. */
  status(): AuditStatus | undefined {
    return this.known;
  }

  /**
   * Compares the log with its checkpoints and says so loudly when it is behind them. Called at the start of the hub.
   * Also writes checkpoints that a crash kept from the folder.
   */
  async check(): Promise<AuditStatus> {
    const { database, folder, key, log, meter } = this.options;
    this.known = await checkAgainstCheckpoints({ database, folder, publicKeys: [key.publicKey] });
    const { state, detail, logSize, checkpointSize, unusableFiles } = this.known;
    if (unusableFiles.length > 0) {
      log?.warn({ files: unusableFiles.slice(0, 10) }, 'Checkpoint files that the key of this log did not sign');
    }
    if (state !== 'ok') {
      log?.error({ state, logSize, checkpointSize }, detail);
      meter?.count('checkpoints_total', { outcome: 'refused' });
      return this.known;
    }
    await this.publish();
    return this.known;
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

  /** The newest checkpoint in the store. */
  async newest(): Promise<MadeCheckpoint | undefined> {
    return await this.options.database.read(newestCheckpoint);
  }

  /** The oldest checkpoint that covers at least so many rows. */
  async covering(size: number): Promise<MadeCheckpoint | undefined> {
    return await this.options.database.read(async (transaction) =>
      toMade(
        await transaction.get<CheckpointRow>(
          'SELECT size, note, made_at_ms FROM audit_checkpoints WHERE size >= ? ORDER BY size LIMIT 1',
          [size],
        ),
      ),
    );
  }

  /** Makes a checkpoint when one is due; called every second or so. Never throws: the hub goes on, the log and a metric say why. */
  async tick(): Promise<void> {
    if (this.known?.state === 'behind' || this.known?.state === 'forked') return; // said when it was found, and in /readyz since
    try {
      if (await this.isDue()) await this.make('schedule');
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
    const { state, detail } = this.known ?? (await this.check());
    // Rows changed behind the last checkpoint make no second history: the tree has their first hashes, and `verify` names them.
    if (state === 'behind' || state === 'forked') throw refusal(detail);
    const { database } = this.options;
    const made = await database.write(async (transaction) => await this.makeIn(transaction, reason));
    this.options.meter?.count('checkpoints_total', { outcome: 'made' });
    try {
      await this.publish();
    } catch (error) {
      this.options.meter?.count('checkpoints_total', { outcome: 'unwritten' });
      this.options.log?.error(
        { size: made.size },
        `The checkpoint is signed, but could not be written to its folder: ${(error as Error).message}`,
      );
    }
    return made;
  }

  private async makeIn(transaction: Transaction, reason: string): Promise<MadeCheckpoint> {
    const { audit, clock, key, notices } = this.options;
    const head = await lockHead(transaction);
    if (head.size === 0) throw new Problem(409, 'empty-log', 'The audit log is empty: there is nothing to sign yet.');
    if (head.keyFingerprint !== undefined && head.keyFingerprint !== key.fingerprint) {
      throw new Problem(409, 'other-key', 'The key file does not hold the key of this log.', {
        nextStep: 'Restore the key file, or start again after a change of the key.',
      });
    }
    const last = await newestCheckpoint(transaction);
    await assertContains(transaction, head, last);
    if (last !== undefined && reason !== 'schedule' && head.size <= last.size + 1) return last;
    const root = head.edge.root();
    const note = signCheckpoint({ origin: originOfHead(head), size: head.size, root }, key.privateKey, key.publicKey);
    const madeAtMs = clock.now();
    await transaction.run('INSERT INTO audit_checkpoints (size, note, reason, made_at_ms) VALUES (?, ?, ?, ?)', [
      head.size,
      note,
      reason,
      madeAtMs,
    ]);
    const object = { kind: 'audit', id: originOfHead(head), version: String(head.size) };
    const body = {
      checkpoint: note,
      chainHead: head.hash.toString('hex'),
      previousCheckpoint: last === undefined ? null : checkpointHash(last.note),
      reason,
      at: new Date(madeAtMs).toISOString(),
    };
    await audit.append(transaction, { actor: HUB_ACTOR, type: CHECKPOINT_ROW, object, body });
    await notices?.publish(transaction, 'audit.checkpoint', { size: head.size, checkpoint: note, reason });
    return { size: head.size, note, madeAtMs };
  }

  private async isDue(): Promise<boolean> {
    const { database, clock, everyRows = EVERY_ROWS, everyMs = EVERY_MS } = this.options;
    return await database.read(async (transaction) => {
      const head = await readHead(transaction);
      if (head === undefined || head.size === 0) return false;
      const last = await newestCheckpoint(transaction);
      if (last === undefined) return true;
      // The row of the last checkpoint itself does not count.
      return head.size - last.size - 1 >= everyRows || clock.now() - last.madeAtMs >= everyMs;
    });
  }

  /** Writes checkpoints to the folder that are not there yet, also those of other replicas and those that a crash left over. */
  async publish(): Promise<void> {
    const { database, key } = this.options;
    const rows = await database.read(async (transaction) => {
      const published = this.published ?? (await this.newestInFolder(transaction, key));
      const select = 'SELECT size, note, made_at_ms FROM audit_checkpoints WHERE size > ? ORDER BY size';
      return await transaction.all<CheckpointRow>(select, [published]);
    });
    for (const { size, note } of rows) {
      this.folder.write(note);
      this.published = size;
    }
  }

  /** Where to go on: behind the newest file; in an empty folder with the newest checkpoint alone. */
  private async newestInFolder(transaction: Transaction, key: AuditKey): Promise<number> {
    const head = await readHead(transaction);
    const { checkpoint, generation } = this.folder.newest(head?.logId ?? '', [key.publicKey]);
    if (checkpoint !== undefined && generation === head?.generation) return checkpoint.size;
    return ((await newestCheckpoint(transaction))?.size ?? 1) - 1;
  }

  /**
   * Takes the log on after a backup was restored: under the name of its next generation, with a row that says what is gone. Checkpoints
   * that were given away before go on showing the gap.
   *
   * @throws Problem 409 when the log is not behind its checkpoints
   */
  async acceptRestore(actor: Actor): Promise<MadeCheckpoint> {
    const { database, audit, folder, key } = this.options;
    const found = await checkAgainstCheckpoints({ database, folder, publicKeys: [key.publicKey] });
    if (found.state !== 'behind' && found.state !== 'forked') {
      throw new Problem(409, 'log-not-behind', `There is nothing to take on: ${found.detail}`);
    }
    await database.write(async (transaction) => {
      const head = await lockHead(transaction);
      const lost = this.folder.newest(head.logId, [key.publicKey]);
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
    this.published = undefined;
    return await this.make('restore');
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

function toMade(row: CheckpointRow | undefined): MadeCheckpoint | undefined {
  return row === undefined ? undefined : { size: row.size, note: row.note, madeAtMs: row.made_at_ms };
}

/** The newest checkpoint in a store. */
export async function newestCheckpoint(transaction: Transaction): Promise<MadeCheckpoint | undefined> {
  return toMade(await transaction.get<CheckpointRow>(LAST));
}
