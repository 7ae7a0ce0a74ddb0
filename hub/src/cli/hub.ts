import { Command } from 'commander';
import { doctorCommand } from './hubDoctor';
import { keyCommand } from './hubKey';
import { startCommand } from './hubStart';
import { backupCommand, migrateCommand, restoreCommand } from './hubStore';
import { userCommand } from './hubUser';

/** `medsupply hub …`: the service and its upkeep. Prints tables; `--json` where another program may want to read. */
export function hubCommand(): Command {
  const command = new Command('hub').description('The hub: the service that remembers');
  for (const one of [
    startCommand(),
    migrateCommand(),
    backupCommand(),
    restoreCommand(),
    doctorCommand(),
    keyCommand(),
    userCommand(),
  ]) {
    command.addCommand(one);
  }
  return command;
}
