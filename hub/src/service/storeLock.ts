import { DatabaseSync } from 'node:sqlite';

/** Marks an SQLite store as taken by this process. */
export interface StoreLock {
  release(): void;
}

/**
 * One hub per SQLite file: two would push every batch twice as often as wanted, and a restore under a running hub would lose what it
 * acknowledges meanwhile. The mark is a lock of the operating system on a file beside the store: it ends with the process, however
 * that ends, so no stale mark can keep a hub from starting after a crash.
 *
 * @returns `undefined` when another process has it
 */
export function lockStore(file: string): StoreLock | undefined {
  const connection = new DatabaseSync(`${file}.lock`);
  try {
    connection.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch {
    connection.close();
    return undefined;
  }
  return { release: () => connection.close() };
}
