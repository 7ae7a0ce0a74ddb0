import { chmodSync, closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { checkCopy, type CopyFacts } from './checkCopy';

const OWNER_ONLY = 0o600;

/** What a backup holds. */
export interface Backup extends CopyFacts {
  readonly file: string;
  readonly bytes: number;
}

/** A backup cannot be made, or a copy cannot be used; one sentence with what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Copies an SQLite store into one file, as it stood at one moment, while the hub goes on working. The key files are not in it: whoever
 * finds the copy reads no sealed field and signs no checkpoint. Keep them apart from it.
 *
 * @throws BackupError when the store is not there, the target is, or the copy is not sound
 */
export function backupSqlite(store: string, file: string): Backup {
  if (!existsSync(store)) throw new BackupError(`There is no store at ${store}.`);
  if (existsSync(file)) throw new BackupError(`${file} exists already. Name another file: a backup never overwrites one.`);
  const connection = new DatabaseSync(store, { readOnly: true });
  try {
    connection.prepare('VACUUM INTO ?').run(file);
  } finally {
    connection.close();
  }
  chmodSync(file, OWNER_ONLY);
  const descriptor = openSync(file, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
  return { file, bytes: statSync(file).size, ...checkCopy(file) };
}
