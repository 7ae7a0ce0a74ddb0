import { Command } from 'commander';
import { openAudit } from '../audit';
import type { Actor } from '../contract';
import { BackupError, backupSqlite } from '../service/backup';
import { isPostgres, type BaseParts } from '../service/baseParts';
import { restoreSqlite } from '../service/restore';
import { systemClock } from '../service/systemClock';
import { migrate, type Database } from '../store';
import { CommandFailure } from './commandFailure';
import { settingsOf, withSettings } from './hubSettings';
import { formatTable } from './table';
import { UsageError } from './usageError';
import { withDatabase, withParts } from './withStore';

/** `medsupply hub migrate`. */
export function migrateCommand(): Command {
  return withSettings(new Command('migrate').description("Bring the store's tables to this version"), 'places').action(
    async (options: Record<string, unknown>) => {
      const done = await withDatabase(
        settingsOf(options),
        async (database: Database) => await migrate(database, systemClock.now()),
      );
      const lines = done.length === 0 ? [['nothing to do']] : done.map((id) => [id]);
      process.stdout.write(formatTable([['migration'], ...lines]));
    },
  );
}

/** `medsupply hub backup FILE`. */
export function backupCommand(): Command {
  const command = new Command('backup')
    .description('Copy the SQLite store into one file while the hub works; the key files are not in it')
    .argument('<file>', 'file to make');
  return withSettings(command, 'places').action((file: string, options: Record<string, unknown>) => {
    const { store } = settingsOf(options);
    if (isPostgres(store)) {
      throw new UsageError(
        'A store in PostgreSQL is backed up with its own tools: pg_dump --format=custom --file=hub.dump DATABASE',
      );
    }
    const { bytes, auditSize } = readable(() => backupSqlite(store, file));
    process.stdout.write(
      formatTable([
        ['file', 'bytes', 'audit rows'],
        [file, String(bytes), String(auditSize)],
      ]),
    );
    process.stderr.write('hub.key and audit.key are not in the backup: keep copies of them elsewhere.\n');
  });
}

/** `medsupply hub restore FILE`. */
export function restoreCommand(): Command {
  const command = new Command('restore')
    .description('Put a backup into the place of the SQLite store')
    .argument('<file>', 'file of "hub backup"')
    .option('--force', 'replace the store that is there; it is kept beside the new one')
    .option('--accept-rollback', 'take a backup that is behind the last exported checkpoint: what happened since is forgotten');
  return withSettings(command, 'places').action(
    async (file: string, options: { force?: boolean; acceptRollback?: boolean } & Record<string, unknown>) => {
      const settings = settingsOf(options);
      if (isPostgres(settings.store)) {
        throw new UsageError(
          'A store in PostgreSQL is restored with its own tools: pg_restore --clean --dbname=DATABASE hub.dump',
        );
      }
      const { force = false, acceptRollback = false } = options;
      const restored = await restoreSqlite(settings, file, { force, acceptRollback, nowMs: systemClock.now() }).catch(rethrow);
      const { rollback, auditSize, keptAs } = restored;
      await withParts(settings, async (parts) => {
        if (rollback !== undefined) await goOnFromBackup(parts);
        await noteRestore(parts, auditSize, rollback?.checkpointSize);
      });
      process.stdout.write(
        formatTable([
          ['store', 'audit rows', 'rolled back', 'old store'],
          [settings.store, String(auditSize), rollback === undefined ? 'no' : `behind ${rollback.checkpointSize}`, keptAs ?? '-'],
        ]),
      );
    },
  );
}

const ACTOR: Actor = { kind: 'hub', id: 'command-line' };

/** The log goes on under the name of its next generation: under the old one it would sign two histories. */
async function goOnFromBackup(parts: BaseParts): Promise<void> {
  const { checkpoints } = await openAudit({
    ...parts,
    keyFile: parts.settings.auditKeyFile,
    checkpointFolder: parts.settings.checkpointsDir,
  });
  await checkpoints.acceptRestore(ACTOR);
}

async function noteRestore({ database, audit }: BaseParts, auditSize: number, checkpointSize: number | undefined): Promise<void> {
  await database.write(
    async (transaction) =>
      await audit.append(transaction, {
        actor: ACTOR,
        type: checkpointSize === undefined ? 'store.restored' : 'store.rolledBack',
        object: { kind: 'store', id: 'sqlite' },
        body: { auditSize, ...(checkpointSize === undefined ? {} : { checkpointSize }) },
      }),
  );
}

function readable<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    return rethrow(error);
  }
}

function rethrow(error: unknown): never {
  if (error instanceof BackupError) throw new CommandFailure(error.message);
  throw error;
}
