import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import axios, { type AxiosInstance } from 'axios';

const ROOT = resolve(__dirname, '../../..');
const COMMAND = join(ROOT, 'hub/bin/medsupply.js');
const STARTED_WITHIN_MS = 30_000;

export interface HubProcess {
  /** Address of the private listener. */
  readonly address: string;
  readonly oneTimePassword: string;
  /** The API, with a key that may do everything. */
  readonly api: AxiosInstance;
  readonly stop: () => Promise<void>;
}

/** Starts the built hub as an integrator does: an account and a key by the command line, then the service. */
export async function startHub(): Promise<HubProcess> {
  if (!existsSync(join(ROOT, 'hub/dist/cli.js'))) throw new Error('The hub is not built: run "npm run build" first.');
  const data = mkdtempSync(join(tmpdir(), 'medsupply-hub-'));
  const run = (...parts: string[]) =>
    execFileSync(process.execPath, [COMMAND, 'hub', ...parts, '--data', data], { encoding: 'utf8' });
  const oneTimePassword = /\b(?:[a-z2-9]{5}-){3}[a-z2-9]{5}\b/.exec(run('user', 'add', '--name', 'ada'))?.[0] ?? '';
  const key = /msk_\S+/.exec(run('key', 'create', '--preset', 'admin', '--name', 'test'))?.[0] ?? '';
  const child = spawn(process.execPath, [COMMAND, 'hub', 'start', '--data', data, '--public-port', '0', '--private-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await addressOf(child);
  const api = axios.create({ baseURL: `${address}/v1`, headers: { authorization: `Bearer ${key}` }, proxy: false });
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { address, oneTimePassword, api, stop };
}

/** Waits for the line of the log that names the addresses. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The hub has no output.');
  const timer = setTimeout(() => child.kill('SIGKILL'), STARTED_WITHIN_MS);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const { privateAddress } = JSON.parse(line) as { privateAddress?: string };
    if (privateAddress === undefined) continue;
    clearTimeout(timer);
    child.stdout.resume();
    return privateAddress;
  }
  throw new Error(`The hub did not start: ${lines.join('\n')}`);
}
