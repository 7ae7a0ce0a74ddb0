import type { Transaction } from '../store';

/** A signed checkpoint as the store keeps it. */
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

const SELECT = 'SELECT size, note, made_at_ms FROM audit_checkpoints';

/** The newest checkpoint in a store. */
export async function newestCheckpoint(transaction: Transaction): Promise<MadeCheckpoint | undefined> {
  const [row] = await transaction.all<CheckpointRow>(`${SELECT} ORDER BY size DESC LIMIT 1`);
  return row === undefined ? undefined : toMade(row);
}

/** Checkpoints of more rows than this, the smallest first. */
export async function checkpointsBeyond(transaction: Transaction, size: number): Promise<readonly MadeCheckpoint[]> {
  return (await transaction.all<CheckpointRow>(`${SELECT} WHERE size > ? ORDER BY size`, [size])).map(toMade);
}

export async function insertCheckpoint(
  transaction: Transaction,
  { size, note, madeAtMs }: MadeCheckpoint,
  reason: string,
): Promise<void> {
  await transaction.run('INSERT INTO audit_checkpoints (size, note, reason, made_at_ms) VALUES (?, ?, ?, ?)', [
    size,
    note,
    reason,
    madeAtMs,
  ]);
}

function toMade(row: CheckpointRow): MadeCheckpoint {
  return { size: row.size, note: row.note, madeAtMs: row.made_at_ms };
}
