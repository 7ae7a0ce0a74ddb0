import type { HashedColumns, StoredRow } from '../../../core/audit';
import type { SqlValue, Transaction } from '../store';

const INSERT = `INSERT INTO audit_log (seq, ts_wall, ts_mono, process, actor_kind, actor_id, actor_via, type, object_kind, object_id,
  object_version, body, body_hash, personal, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Writes one row. */
export async function insertRow(
  transaction: Transaction,
  row: HashedColumns,
  body: string,
  bodyHash: Uint8Array,
  prevHash: Uint8Array,
  hash: Uint8Array,
): Promise<void> {
  await transaction.run(INSERT, [
    row.seq,
    row.tsWall,
    row.tsMono,
    row.process,
    row.actorKind,
    row.actorId,
    row.actorVia,
    row.type,
    row.objectKind,
    row.objectId,
    row.objectVersion,
    body,
    bodyHash,
    row.personalText,
    prevHash,
    hash,
  ]);
}

/** Whole numbers as text: somebody may have written one into the store that no JavaScript number holds. */
const SELECT = `SELECT CAST(seq AS TEXT) AS seq, ts_wall, CAST(ts_mono AS TEXT) AS ts_mono, process, actor_kind, actor_id, actor_via, type,
  object_kind, object_id, object_version, body, body_hash, personal, prev_hash, hash FROM audit_log`;

/** Rows from `from` to `to`, in order, as the store holds them, at most `limit`. */
export async function readRows(transaction: Transaction, from: number, to: number, limit: number): Promise<StoredRow[]> {
  // Qualified, because `ORDER BY seq` alone would be the text of the same name: 1, 10, 2.
  const rows = await transaction.all<Readonly<Record<string, SqlValue>>>(
    `${SELECT} WHERE audit_log.seq >= ? AND audit_log.seq <= ? ORDER BY audit_log.seq LIMIT ?`,
    [from, to, limit],
  );
  return rows.map(toStoredRow);
}

/** Rows behind `after` that fit, for lists. */
export async function findRows(
  transaction: Transaction,
  where: string,
  parameters: readonly SqlValue[],
  limit: number,
): Promise<StoredRow[]> {
  const rows = await transaction.all<Readonly<Record<string, SqlValue>>>(
    `${SELECT} WHERE ${where} ORDER BY audit_log.seq LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map(toStoredRow);
}

function toStoredRow(row: Readonly<Record<string, SqlValue>>): StoredRow {
  return {
    seq: textOf(row.seq),
    tsWall: textOf(row.ts_wall),
    tsMono: textOf(row.ts_mono),
    process: textOf(row.process),
    actorKind: textOf(row.actor_kind),
    actorId: textOf(row.actor_id),
    actorVia: textOf(row.actor_via),
    type: textOf(row.type),
    objectKind: textOf(row.object_kind),
    objectId: textOf(row.object_id),
    objectVersion: textOf(row.object_version),
    body: textOf(row.body),
    bodyHash: textOf(row.body_hash),
    personal: textOf(row.personal),
    prevHash: textOf(row.prev_hash),
    hash: textOf(row.hash),
  };
}

/** SQLite lets any type into any column, so a changed store can hold anything here. */
function textOf(value: SqlValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}
