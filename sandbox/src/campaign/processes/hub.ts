import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { answers, startNodeProcess } from './nodeProcess';
import type { Startable } from './running';

export interface HubOptions {
  readonly nodeBinary: string;
  /** The built `medsupply` command line. */
  readonly cli: string;
  readonly folder: string;
  /** File of SQLite, or `postgres://…`; replicas share it. */
  readonly store: string;
  /** What the shop is told to call: the address before all replicas. */
  readonly publicUrl: string;
}

export interface HubReplica {
  readonly name: string;
  readonly publicPort: number;
  readonly privatePort: number;
}

/** Settings that every command of one hub has in common. */
function hubFlags({ folder, store }: HubOptions): string[] {
  return ['--data', path.join(folder, 'hub'), '--store', store];
}

/** One hub process of possibly several. */
export function hubProcess(options: HubOptions, replica: HubReplica): Startable {
  const { nodeBinary, cli, folder, publicUrl } = options;
  const { name, publicPort, privatePort } = replica;
  const ports = ['--public-port', String(publicPort), '--private-port', String(privatePort), '--public-url', publicUrl];
  const args = [cli, 'hub', 'start', ...hubFlags(options), ...ports, '--log-level', 'warn'];
  return {
    name,
    start: async () =>
      await startNodeProcess({
        name,
        nodeBinary,
        args,
        env: { NODE_COMPILE_CACHE: path.join(folder, 'hub-compile-cache') },
        logFile: path.join(folder, `${name}.log`),
        isReady: async () => await answers(`http://127.0.0.1:${privatePort}/readyz`),
      }),
  };
}

/** Runs one command of `medsupply` to its end and answers what it printed. */
export function medsupply({ nodeBinary, cli }: Pick<HubOptions, 'nodeBinary' | 'cli'>, args: readonly string[]): string {
  return execFileSync(nodeBinary, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 }).toString();
}

/** Brings the store to the present version and makes a key with these rights; answers the key. */
export function prepareHub(options: HubOptions, preset: string): string {
  mkdirSync(path.join(options.folder, 'hub'), { recursive: true });
  medsupply(options, ['hub', 'migrate', ...hubFlags(options)]);
  return createHubKey(options, preset);
}

/** Makes an API key on the command line. */
export function createHubKey(options: HubOptions, preset: string): string {
  const named = ['--name', `campaign-${preset}`, '--preset', preset, '--json'];
  const printed = medsupply(options, ['hub', 'key', 'create', ...hubFlags(options), ...named]);
  const { text: key } = JSON.parse(printed) as { readonly text?: string };
  if (key === undefined) throw new Error('medsupply hub key create printed no key');
  return key;
}
