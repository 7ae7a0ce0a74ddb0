import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AccessKeys } from '../access';
import { AuditLog } from '../audit';
import type { Clock, Log, Meter } from '../contract';
import { openDatabase, type Database } from '../store';
import { type AesVault, checkVaultKeys, openVault } from '../vault';
import type { HubSettings } from './settings';

/** What every command and the service need of a hub: its store, its keys, its audit log. */
export interface BaseParts {
  readonly settings: HubSettings;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly vault: AesVault;
  readonly audit: AuditLog;
  readonly access: AccessKeys;
}

/** What tests hand in. */
export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** Folders of keys, and of an SQLite file, are for their owner only. */
const FOLDER_MODE = 0o700;

/** Opens the store of the settings; the folder of an SQLite file is made when it is not there. */
export function openStore({ store }: Pick<HubSettings, 'store'>): Database {
  if (!isPostgres(store)) mkdirSync(path.dirname(store), { recursive: true, mode: FOLDER_MODE });
  return openDatabase(store);
}

/** Whether a setting names a PostgreSQL database. */
export function isPostgres(store: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(store);
}

/**
 * Builds the parts on a migrated store; the vault's key file is made when there is none.
 * @throws VaultError when the key file is not the one of this store, or when others may read it
 */
export async function openBaseParts(settings: HubSettings, database: Database, surroundings: Surroundings): Promise<BaseParts> {
  const { clock, log, meter } = surroundings;
  const vault = openVault(settings.keyFile);
  await checkVaultKeys(database, vault, clock.now());
  const audit = new AuditLog({ database, clock, vault, meter });
  const access = new AccessKeys({ database, clock, audit, log, meter });
  return { settings, database, clock, log, meter, vault, audit, access };
}
