import type { StoredMapping } from '../contract';
import type { Transaction } from '../store';

export interface MappingRow {
  readonly mapping_id: string;
  readonly version: string;
  readonly hash: string;
  readonly extends_id: string | null;
  readonly file: string;
  readonly uploaded_by: string;
  readonly uploaded_at_ms: number;
}

export interface Activation {
  readonly activation: number;
  readonly version: string;
}

const COLUMNS = 'mapping_id, version, hash, extends_id, uploaded_by, uploaded_at_ms';

/** One version of a mapping. */
export async function findRow(transaction: Transaction, id: string, version: string): Promise<MappingRow | undefined> {
  return await transaction.get<MappingRow>(`SELECT ${COLUMNS}, file FROM mappings WHERE mapping_id = ? AND version = ?`, [
    id,
    version,
  ]);
}

/** Everything that is kept, without the files, by id and time of upload. */
export async function listRows(transaction: Transaction): Promise<readonly StoredMapping[]> {
  const rows = await transaction.all<Omit<MappingRow, 'file'>>(`SELECT ${COLUMNS} FROM mappings`);
  const activations = await transaction.all<Activation & { mapping_id: string }>(
    'SELECT mapping_id, activation, version FROM mapping_activations WHERE rolled_back_at_ms IS NULL ORDER BY activation',
  );
  const active = new Map(activations.map(({ mapping_id, version }) => [mapping_id, version]));
  return rows
    .map((row) => toStored(row, active.get(row.mapping_id)))
    .sort(
      (left, right) =>
        compare(left.id, right.id) || left.uploadedAtMs - right.uploadedAtMs || compare(left.version, right.version),
    );
}

/** The active version and the one before it. On PostgreSQL replicas take turns here until they commit. */
export async function standingVersions(transaction: Transaction, id: string): Promise<readonly Activation[]> {
  await transaction.all(`SELECT version FROM mappings WHERE mapping_id = ? ORDER BY version${transaction.forUpdate}`, [id]);
  return await transaction.all<Activation>(
    'SELECT activation, version FROM mapping_activations WHERE mapping_id = ? AND rolled_back_at_ms IS NULL ORDER BY activation DESC LIMIT 2',
    [id],
  );
}

/** The active version. */
export async function activeVersion(transaction: Transaction, id: string): Promise<string | undefined> {
  const row = await transaction.get<Activation>(
    'SELECT activation, version FROM mapping_activations WHERE mapping_id = ? AND rolled_back_at_ms IS NULL ORDER BY activation DESC LIMIT 1',
    [id],
  );
  return row?.version;
}

export async function insertActivation(
  transaction: Transaction,
  id: string,
  version: string,
  by: string,
  atMs: number,
): Promise<void> {
  await transaction.run(
    'INSERT INTO mapping_activations (mapping_id, version, activated_by, activated_at_ms) VALUES (?, ?, ?, ?)',
    [id, version, by, atMs],
  );
}

export async function endActivation(transaction: Transaction, activation: number, atMs: number): Promise<void> {
  await transaction.run('UPDATE mapping_activations SET rolled_back_at_ms = ? WHERE activation = ?', [atMs, activation]);
}

export function toStored(row: Omit<MappingRow, 'file'>, active: string | undefined): StoredMapping {
  return {
    id: row.mapping_id,
    version: row.version,
    hash: row.hash,
    active: row.version === active,
    ...(row.extends_id === null ? {} : { extends: row.extends_id }),
    uploadedBy: row.uploaded_by,
    uploadedAtMs: row.uploaded_at_ms,
  };
}

/** Not by the store: PostgreSQL's order of texts depends on its locale. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
