import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { isPostgres } from '../service/baseParts';
import { doctorParts, examine, type Check } from '../service/doctor';
import { systemClock } from '../service/systemClock';
import { CommandFailure } from './commandFailure';
import { settingsOf, withSettings } from './hubSettings';
import { printJson } from './io';
import { formatTable } from './table';
import { withDatabase } from './withStore';

/** `medsupply hub doctor`: exit 1 when something is wrong. */
export function doctorCommand(): Command {
  return withSettings(
    new Command('doctor').description('Look for everything that can be wrong with a hub').option('--json', 'print {"checks"}'),
    'places',
  ).action(async (options: { json?: boolean } & Record<string, unknown>) => {
    const settings = settingsOf(options);
    if (!isPostgres(settings.store) && !existsSync(settings.store)) {
      throw new CommandFailure(`There is no store at ${settings.store}. Start the hub once, or look at --data and --store.`);
    }
    const checks = await withDatabase(settings, async (database) => {
      const parts = await doctorParts(settings, database).catch(() => undefined);
      return await examine({ settings, database, nowMs: systemClock.now(), parts });
    });
    if (options.json === true) printJson({ checks });
    else process.stdout.write(formatTable([['check', 'state', 'what', 'what to do'], ...checks.map(rowOf)]));
    if (checks.some(({ state }) => state === 'wrong')) process.exitCode = 1;
  });
}

function rowOf({ name, state, what, nextStep }: Check): readonly string[] {
  return [name, state, what, nextStep ?? ''];
}
