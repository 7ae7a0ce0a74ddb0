import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { checkAgainstCheckpoints } from '../audit/status';
import { loadKey } from '../audit/keyFile';
import { SqliteDatabase } from '../store';
import { BackupError } from './backup';
import { checkCopy, type CopyFacts } from './checkCopy';
import { lockStore } from './storeLock';
import type { HubSettings } from './settings';

export interface RestoreOptions {
  /** Whether a store that is there may be replaced; it is kept beside the new one. */
  readonly force: boolean;
  /** Whether the copy may lack what an exported checkpoint covers. */
  readonly acceptRollback: boolean;
  readonly nowMs: number;
}

export interface Restored extends CopyFacts {
  readonly store: string;
  /** Where the store that was there before lies now. */
  readonly keptAs?: string;
  /** What the exported checkpoints say, when the copy was taken although it does not fit them. */
  readonly rollback?: { readonly logSize: number; readonly checkpointSize: number };
}

/**
 * Puts a backup into the place of an SQLite store.
 *
 * @throws BackupError when a hub is running, a store is there, the copy is damaged, or it is behind a checkpoint that was exported:
 * such a copy forgets events that were acknowledged
 */
export async function restoreSqlite(settings: HubSettings, file: string, options: RestoreOptions): Promise<Restored> {
  const { store } = settings;
  mkdirSync(path.dirname(store), { recursive: true, mode: 0o700 });
  const lock = lockStore(store);
  if (lock === undefined) throw new BackupError('A hub is running on this store. Stop it first.');
  const draft = `${store}.restoring`;
  try {
    if (existsSync(store) && !options.force) {
      throw new BackupError(`There is a store at ${store} already. Add --force to replace it; the old one is kept beside it.`);
    }
    const facts = checkCopy(file);
    removeStore(draft);
    copyFileSync(file, draft);
    sync(draft);
    const rollback = await rollbackOf(settings, draft, options);
    const keptAs = existsSync(store) ? `${store}.before-restore-${options.nowMs}` : undefined;
    if (keptAs !== undefined) moveStore(store, keptAs);
    renameSync(draft, store);
    sync(path.dirname(store));
    return { ...facts, store, keptAs, rollback };
  } finally {
    removeStore(draft);
    lock.release();
  }
}

/** Compares the copy with the checkpoints, before anything is replaced. */
async function rollbackOf(
  settings: HubSettings,
  draft: string,
  { acceptRollback }: RestoreOptions,
): Promise<Restored['rollback']> {
  const key = loadKey(settings.auditKeyFile);
  if (key === undefined) {
    if (acceptRollback) return undefined;
    throw new BackupError(
      `${settings.auditKeyFile} is missing, so the backup cannot be compared with the checkpoints. Put it back from where it is kept, or add --accept-rollback.`,
    );
  }
  const database = new SqliteDatabase(draft);
  try {
    const status = await checkAgainstCheckpoints({ database, folder: settings.checkpointsDir, publicKeys: [key.publicKey] });
    if (status.state === 'ok') return undefined;
    if (!acceptRollback) {
      throw new BackupError(
        `The backup does not reach the last exported checkpoint. ${status.detail} Use a newer backup, or add --accept-rollback: what happened since then is forgotten, and that is noted in the audit log.`,
      );
    }
    return { logSize: status.logSize, checkpointSize: status.checkpointSize ?? 0 };
  } finally {
    await database.close();
  }
}

const COMPANIONS = ['', '-wal', '-shm'];

function removeStore(file: string): void {
  for (const end of COMPANIONS) rmSync(`${file}${end}`, { force: true });
}

/** The write-ahead log belongs to its store: left behind, it would be replayed into the restored one. */
function moveStore(from: string, to: string): void {
  for (const end of COMPANIONS) if (existsSync(`${from}${end}`)) renameSync(`${from}${end}`, `${to}${end}`);
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
