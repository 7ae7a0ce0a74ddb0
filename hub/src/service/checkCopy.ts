import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../store/migrations';
import { BackupError } from './backup';

/** What is known about a copy of a store. */
export interface CopyFacts {
  /** Rows of its audit log. */
  readonly auditSize: number;
  /** Migrations of this version that it lacks; they are carried out at the next start. */
  readonly lacks: readonly string[];
}

/**
 * Reads a copy from the first page to the last.
 * @throws BackupError when it is no store of a hub, damaged, or made by a newer version
 */
export function checkCopy(file: string): CopyFacts {
  if (!existsSync(file)) throw new BackupError(`There is no file ${file}.`);
  const connection = new DatabaseSync(file, { readOnly: true });
  try {
    const [result] = connection.prepare('PRAGMA integrity_check(1)').all();
    if (result?.['integrity_check'] !== 'ok')
      throw new BackupError(`${file} is damaged: SQLite's integrity check fails. Use another backup.`);
    const done = new Set(
      connection
        .prepare('SELECT id FROM migrations')
        .all()
        .map((row) => String(row['id'])),
    );
    const known = migrations.map(({ id }) => id);
    const newer = [...done].filter((id) => !known.includes(id));
    if (newer.length > 0) throw new BackupError(`${file} was made by a newer hub (${newer.join(', ')}). Use that version.`);
    const row = connection.prepare('SELECT COALESCE(MAX(seq), 0) AS size FROM audit_log').get();
    return { auditSize: Number(row?.['size']), lacks: known.filter((id) => !done.has(id)) };
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(`${file} is not a store of this hub, or it is damaged.`);
  } finally {
    connection.close();
  }
}
