import { Command } from 'commander';
import type { Actor } from '../contract';
import { newestCheckpoint } from '../audit/checkpointRows';
import { ApiClient, withHub, type ApiOptions } from './apiClient';
import { openWithKey, withAuditStore } from './auditStore';
import { CommandFailure } from './commandFailure';
import { settingsOf, withSettings } from './hubSettings';

/** Who acts on the command line. */
export const COMMAND_LINE: Actor = { kind: 'hub', id: 'command-line' };

interface CheckpointOptions extends ApiOptions, Record<string, unknown> {
  readonly newest?: boolean;
  readonly afterRestore?: boolean;
}

/** `medsupply audit checkpoint`: prints the signed note, ready to be mailed or printed on paper. */
export function checkpointCommand(): Command {
  const command = new Command('checkpoint')
    .description('Sign a checkpoint of the log now, print it and write it to the folder of checkpoints')
    .option('--newest', 'print the newest one, sign nothing')
    .option('--after-restore', 'take the log on after a restored backup: writes down what is gone, and goes on under a new name');
  withSettings(withHub(command), 'places').action(async (options: CheckpointOptions) => {
    process.stdout.write(options.url === undefined ? await fromStore(options) : await fromHub(options));
  });
  return command;
}

async function fromHub(options: CheckpointOptions): Promise<string> {
  if (options.afterRestore === true)
    throw new CommandFailure('--after-restore works on the store of a stopped hub (--data, --store), not with --url.');
  const client = new ApiClient(options);
  const path = '/v1/audit/checkpoint';
  type Answer = { readonly checkpoint: string };
  return (options.newest === true ? await client.get<Answer>(path) : await client.send<Answer>('post', path)).checkpoint;
}

async function fromStore(options: CheckpointOptions): Promise<string> {
  const settings = settingsOf(options);
  return await withAuditStore(settings, async (database) => {
    if (options.newest === true) {
      const newest = await database.read(newestCheckpoint);
      if (newest === undefined) throw new CommandFailure('There is no checkpoint yet.');
      return newest.note;
    }
    const opened = await openWithKey(settings, database);
    if (opened === undefined) throw new CommandFailure(`The key that signs is not here: ${settings.auditKeyFile}`);
    const { checkpoints } = opened;
    return (options.afterRestore === true ? await checkpoints.acceptRestore(COMMAND_LINE) : await checkpoints.make('request'))
      .note;
  });
}
