import { openMigrations, type Database } from '../store';
import { loadKey, openAudit, type OpenedAudit } from '../audit';
import { systemClock } from '../service/systemClock';
import { silentLog } from '../service/jsonLog';
import type { HubSettings } from '../service/settings';
import { CommandFailure } from './commandFailure';
import { withDatabase } from './withStore';

/** Opens a store that has an audit log. */
export async function withAuditStore<Result>(
  settings: HubSettings,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  return await withDatabase(settings, async (database) => {
    const open = await openMigrations(database);
    if (open.length > 0)
      throw new CommandFailure(`The store lacks ${open.join(', ')}: it is not a hub's, or needs "medsupply hub migrate".`);
    return await work(database);
  });
}

/** The log with its key, where the key file is there; on a copy of the store without it, `undefined`. */
export async function openWithKey(settings: HubSettings, database: Database): Promise<OpenedAudit | undefined> {
  if (loadKey(settings.auditKeyFile) === undefined) return undefined;
  return await openAudit({
    database,
    clock: systemClock,
    log: silentLog,
    keyFile: settings.auditKeyFile,
    checkpointFolder: settings.checkpointsDir,
  });
}
