import type { KeyObject } from 'node:crypto';
import { readRow, rowLine, type Checkpoint } from '../../../core/audit';
import type { Database, Transaction } from '../store';
import { CheckpointFolder } from './checkpointFolder';
import { newestCheckpoint } from './checkpointRows';
import { readHead } from './head';
import { readRows } from './rows';
import { edgeAt, MissingRows, rootAt } from './subtrees';

/** How the log in the store stands against the checkpoints outside of it. */
export interface AuditStatus {
  /**
   * - `ok`
   * - `behind`  the store has fewer rows than a checkpoint covers: a backup was restored, or rows were cut off
   * - `forked`  the rows that a checkpoint covers are not those of the store
   * - `changed` rows behind the newest checkpoint do not match the end of the log
   */
  readonly state: 'ok' | 'behind' | 'forked' | 'changed';
  /** One sentence for people. */
  readonly detail: string;
  readonly logSize: number;
  readonly checkpointSize?: number;
  /** Checkpoint files that cannot be read or are not signed by the log's key. */
  readonly unusableFiles: readonly string[];
}

const PAGE = 1000;

/**
 * Compares the store with the newest checkpoint file: at the start of the hub, for `/readyz` and before anything is signed. Reads
 * the rows behind that checkpoint only.
 *
 * @param publicKeys the log's key, and those before it
 */
export async function checkAgainstCheckpoints(options: {
  readonly database: Database;
  readonly folder: string;
  readonly publicKeys: readonly KeyObject[];
}): Promise<AuditStatus> {
  return await options.database.read(async (transaction) => await statusIn(transaction, options.folder, options.publicKeys));
}

async function statusIn(transaction: Transaction, folder: string, publicKeys: readonly KeyObject[]): Promise<AuditStatus> {
  const head = await readHead(transaction);
  const { checkpoint, generation = 1, unusable } = new CheckpointFolder(folder).newest(head?.logId ?? '', publicKeys);
  const logSize = head?.size ?? 0;
  const common = { logSize, unusableFiles: unusable, checkpointSize: checkpoint?.size };
  // A checkpoint from before the log was set back, and taken on with a person's consent, need not fit any more.
  const current = head?.generation ?? 1;
  const binding = generation === current ? checkpoint : undefined;
  if (checkpoint !== undefined && (generation > current || (binding?.size ?? 0) > logSize)) {
    return { ...common, state: 'behind', detail: behindText(checkpoint, logSize) };
  }
  try {
    if (binding !== undefined && !(await rootAt(transaction, binding.size)).equals(binding.root)) {
      return { ...common, state: 'forked', detail: forkedText(binding) };
    }
    const bad = await firstBadBehind(transaction, binding?.size ?? (await newestCheckpoint(transaction))?.size ?? 0);
    if (bad !== undefined) {
      return {
        ...common,
        state: 'changed',
        detail: `Row ${bad} of the audit log does not match its hash or the rows around it.`,
      };
    }
  } catch (error) {
    if (!(error instanceof MissingRows)) throw error;
    return { ...common, state: 'changed', detail: error.message };
  }
  const detail =
    binding === undefined ? 'There is no checkpoint file yet.' : `The log contains its checkpoint of ${binding.size} rows.`;
  return { ...common, state: 'ok', detail };
}

function behindText({ size }: Checkpoint, logSize: number): string {
  const gone = size > logSize ? `: ${size === logSize + 1 ? `row ${size} is` : `rows ${logSize + 1} to ${size} are`} gone` : '';
  return `The store is behind its own checkpoint of ${size} rows${gone}. Was a backup restored?`;
}

function forkedText({ size }: Checkpoint): string {
  return `The first ${size} rows of the store are not those that its checkpoint covers: the log was made anew or is a fork.`;
}

/** Recomputes what lies behind a checkpoint; answers the first row that does not fit, or the row behind the end when the head does not. */
async function firstBadBehind(transaction: Transaction, size: number): Promise<number | undefined> {
  const head = await readHead(transaction);
  if (head === undefined) return undefined;
  const edge = await edgeAt(transaction, size);
  for (let seq = size + 1; seq <= head.size; ) {
    const rows = await readRows(transaction, seq, head.size, PAGE);
    if (rows.length === 0) return seq;
    for (const row of rows) {
      const read = readRow(rowLine(row));
      if (!read.ok || read.value.seq !== seq) return seq;
      edge.append(Buffer.from(read.value.hash, 'hex'));
      seq++;
    }
  }
  return edge.toBytes().equals(head.edge.toBytes()) ? undefined : head.size + 1;
}
