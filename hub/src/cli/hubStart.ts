import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { Log } from '../contract';
import { createJsonLog } from '../service/jsonLog';
import { SettingsError, type HubSettings } from '../service/settings';
import { systemClock } from '../service/systemClock';
import { StoreUnavailable } from '../store';
import { VaultError } from '../vault';
import { CommandFailure } from './commandFailure';
import { settingsOf, withSettings } from './hubSettings';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** `medsupply hub start`: runs until SIGTERM or SIGINT. Logs JSON lines on stdout; what is meant for people goes to stderr. */
export function startCommand(): Command {
  return withSettings(new Command('start').description('Run the hub until it gets SIGTERM or SIGINT'), 'all').action(
    async (options: Record<string, unknown>) => {
      const settings = settingsOf(options);
      const log = createJsonLog(settings.logLevel, (line) => process.stdout.write(line), systemClock.now);
      await run(settings, log);
    },
  );
}

async function run(settings: HubSettings, log: Log): Promise<void> {
  const stopping = firstSignal();
  const made = [settings.keyFile, settings.auditKeyFile].filter((file) => !existsSync(file));
  // Only this command needs the web server: the others start faster without it.
  const { createHub } = await import('../service/createHub');
  const hub = await createHub(settings, { log }).catch(rethrow);
  try {
    const { publicAddress, privateAddress, hasKeys } = await hub.start();
    log.info({ publicAddress, privateAddress, publicUrl: settings.publicUrl, pid: process.pid }, 'the hub is ready');
    if (!hasKeys) process.stderr.write(firstSteps(settings, made));
    const signal = await stopping;
    log.info({ signal }, 'the hub stops');
  } catch (error) {
    await hub.stop();
    rethrow(error);
  }
  const left = await hub.stop();
  log.info({ left }, 'the hub has stopped');
  // Whatever still holds the process (a client that does not hang up) has had its time.
  process.exit(left.length === 0 ? 0 : 1);
}

async function firstSignal(): Promise<NodeJS.Signals> {
  return await new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.once(signal, () => resolve(signal));
  });
}

/** What whoever starts a hub for the first time has to know. */
function firstSteps({ dataDir, checkpointsDir }: HubSettings, madeFiles: readonly string[]): string {
  const made =
    madeFiles.length === 0
      ? ''
      : `Made: ${madeFiles.join(', ')}. Keep copies of them apart from the store: without them a backup is of little use.\n`;
  return [
    '\nNobody has an API key yet. In another terminal:\n',
    `  medsupply hub key create --preset n8n --name n8n --data ${dataDir}\n`,
    `  medsupply hub user add --name YOU --data ${dataDir}        (the Desk; the first account is an admin)\n\n`,
    made,
    `Checkpoints of the audit log are written to ${checkpointsDir}: let them be copied to another machine.\n\n`,
  ].join('');
}

function rethrow(error: unknown): never {
  if (error instanceof StoreUnavailable) throw new CommandFailure(`${error.message}. Look at --store and --data.`);
  if (error instanceof VaultError) throw new CommandFailure(`${error.message}. ${error.nextStep}`);
  if (error instanceof SettingsError) throw new CommandFailure(error.message);
  const { code, syscall, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (syscall === 'listen')
    throw new CommandFailure(`The hub cannot listen on ${address ?? ''}:${port ?? ''} (${code ?? ''}). Is another hub running?`);
  throw error;
}
