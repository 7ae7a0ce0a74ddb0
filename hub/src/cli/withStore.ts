import { noMeter } from '../metrics/noMeter';
import { openBaseParts, openStore, type BaseParts } from '../service/baseParts';
import { silentLog } from '../service/jsonLog';
import { systemClock } from '../service/systemClock';
import type { HubSettings } from '../service/settings';
import { migrate, openMigrations, StoreUnavailable, type Database } from '../store';
import { VaultError } from '../vault';
import { Problem } from '../failures';
import { migrations } from '../store/migrations';
import { CommandFailure } from './commandFailure';

/** Opens the store for one command and closes it again; a new store gets its tables first. */
export async function withDatabase<Result>(
  settings: HubSettings,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = open(settings);
  try {
    return await work(database);
  } catch (error) {
    throw readable(error);
  } finally {
    await database.close();
  }
}

/** As {@link withDatabase}, with the parts that every command needs. */
export async function withParts<Result>(settings: HubSettings, work: (parts: BaseParts) => Promise<Result>): Promise<Result> {
  return await withDatabase(settings, async (database) => {
    const open = await openMigrations(database);
    // A store that a hub of another version works on is changed by a deliberate command only.
    if (open.length === migrations.length) await migrate(database, systemClock.now());
    else if (open.length > 0) throw new CommandFailure(`The store lacks ${open.join(', ')}. Run "medsupply hub migrate" first.`);
    return await work(await openBaseParts(settings, database, { clock: systemClock, log: silentLog, meter: noMeter }));
  });
}

function open(settings: HubSettings): Database {
  try {
    return openStore(settings);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailure(`The store cannot be opened (${code ?? 'unknown reason'}). Look at --store and --data.`);
  }
}

/** Errors that whoever runs the command can act upon become one sentence. */
function readable(error: unknown): unknown {
  if (error instanceof StoreUnavailable) return new CommandFailure(`${error.message}.`);
  if (error instanceof VaultError) return new CommandFailure(`${error.message}. ${error.nextStep}`);
  if (error instanceof Problem) {
    const { nextStep } = error.members;
    return new CommandFailure(
      `${error.message}${/[.!?]$/.test(error.message) ? '' : '.'}${typeof nextStep === 'string' ? ` ${nextStep}` : ''}`,
    );
  }
  return error;
}
