import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const DEBIAN_ROOT = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const PROBE_PAUSE_MS = 100;

/** A private server that lives as long as its tests. */
export interface ThrowAwayPostgres {
  /** `postgres://…` of an empty database whose user may do everything; on the loopback address, without a password. */
  readonly url: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
  /** Ends it as a power cut of the process would, and starts it again on the same files; for tests of lost connections. */
  restart(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Starts a server of its own in a temporary folder, on a free port of the loopback address. Nothing is synced to the disk: what is
 * tested with it is behaviour, not durability.
 *
 * @returns `undefined` when the machine has no PostgreSQL (`initdb` and `postgres`, in PATH or where Debian puts them)
 * @throws Error with the end of the server's log when the server is there but does not start
 */
export async function startPostgres(options: { readonly sync?: boolean } = {}): Promise<ThrowAwayPostgres | undefined> {
  const programs = findPrograms();
  if (programs === undefined) return undefined;
  const account = unprivilegedAccount();
  const folder = mkdtempSync(join(tmpdir(), 'medsupply-postgres-'));
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid ?? account.uid);
  const data = join(folder, 'data');
  const initialise = ['-D', data, '-U', 'hub', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await promisify(execFile)(programs.initdb, initialise, {
    ...account,
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
  });

  const port = await freePort();
  const url = `postgres://hub@127.0.0.1:${port}/postgres`;
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    fsync: options.sync === true ? 'on' : 'off',
    logging_collector: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const start = async (): Promise<ChildProcess> => {
    const server = spawn(programs.postgres, ['-D', data, ...flags], {
      ...account,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await answers(url, server);
    return server;
  };
  const remove = (): void => rmSync(folder, { recursive: true, force: true });

  let server: ChildProcess;
  try {
    server = await start();
  } catch (error) {
    remove();
    throw error;
  }
  // A test run that ends in the middle must not leave a server behind.
  const quit = (): void => {
    server.kill('SIGQUIT');
    remove();
  };
  process.once('exit', quit);
  return {
    url,
    stop: async () => {
      process.off('exit', quit);
      await end(server, 'SIGINT');
      remove();
    },
    restart: async () => {
      await end(server, 'SIGQUIT');
      server = await start();
    },
  };
}

function findPrograms(): { readonly initdb: string; readonly postgres: string } | undefined {
  const debian = listed(DEBIAN_ROOT)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(DEBIAN_ROOT, version, 'bin'));
  const folders = [...debian, ...(process.env.PATH ?? '').split(':').filter((folder) => folder !== '')];
  const folder = folders.find((candidate) => ['initdb', 'postgres'].every((program) => isExecutable(join(candidate, program))));
  if (folder === undefined) return undefined;
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody` where that account is missing. */
function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const ask = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
      return { uid: ask('-u'), gid: ask('-g') };
    } catch {
      continue;
    }
  }
  return {};
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-2_000)));
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    if (server.exitCode !== null) break;
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PROBE_PAUSE_MS));
    }
  }
  server.kill('SIGQUIT');
  throw new Error(`The throw-away PostgreSQL server did not start: ${log}`);
}

async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill(signal);
  const killer = setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(killer);
}
