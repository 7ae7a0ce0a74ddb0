import { Command } from 'commander';
import { addUser, People, resetUser, ROLES, type AddedUser } from '../people';
import { settingsOf, withSettings } from './hubSettings';
import { formatTable } from './table';
import { UsageError } from './usageError';
import { withParts } from './withStore';

/** `medsupply hub user …`: people who sign in at the Desk. */
export function userCommand(): Command {
  const command = new Command('user').description('People who sign in at the Desk');

  withSettings(
    command
      .command('add')
      .description('Make an account and print its one-time password')
      .requiredOption('--name <name>', 'name to sign in with')
      .option('--role <role>', `one of ${ROLES.join(', ')}; the first account is an admin without it`),
    'places',
  ).action(async (options: { name: string; role?: string } & Record<string, unknown>) => {
    const { name, role } = options;
    if (role !== undefined && !(ROLES as readonly string[]).includes(role))
      throw new UsageError(`--role takes one of ${ROLES.join(', ')}`);
    print(await withParts(settingsOf(options), async (parts) => await addUser(parts, { name, role })));
  });

  withSettings(
    command
      .command('reset')
      .description('Give a person who forgot their password a one-time password')
      .requiredOption('--name <name>', 'name of the account'),
    'places',
  ).action(async (options: { name: string } & Record<string, unknown>) => {
    print(await withParts(settingsOf(options), async (parts) => await resetUser(parts, options.name)));
  });

  withSettings(command.command('list').description('List the accounts'), 'places').action(
    async (options: Record<string, unknown>) => {
      const people = await withParts(settingsOf(options), async (parts) => await new People(parts).list());
      process.stdout.write(formatTable([['name', 'role'], ...people.map(({ name, role }) => [name, role])]));
    },
  );

  return command;
}

function print({ name, role, oneTimePassword }: AddedUser): void {
  process.stdout.write(
    formatTable([
      ['name', 'role', 'one-time password'],
      [name, role, oneTimePassword],
    ]),
  );
  process.stderr.write('It has to be changed at the first sign-in, and ends after a week.\n');
}
