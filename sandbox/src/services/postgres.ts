import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresBinaries } from './binaries';
import { endChild, hasEnded } from './child';
import { freePort } from './freePort';
import { otherUser, type SystemUser } from './otherUser';
import { waitFor } from './waitFor';

export interface PostgresOptions {
  readonly port?: number;
  /** Keeps its data here (made when it is not there); a temporary folder that is removed otherwise. Another user has to reach it. */
  readonly folder?: string;
  /** Further settings of the server, e.g. `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface PostgresServer {
  readonly port: number;
  readonly pid: number;
  readonly user: string;
  readonly password: string;
  readonly folder: string;
  readonly logFile: string;
  /** `postgres://…` of a database; it has to exist. */
  url(database: string): string;
  /** Makes an empty database unless it is there. */
  createDatabase(name: string): void;
  /** Runs one statement and answers what `psql` prints, without headings. */
  query(database: string, sql: string): string;
  stop(): Promise<void>;
}

const USER = 'medsupply';

/**
 * Starts a private PostgreSQL on the loopback interface with a password of its own and the durability it comes with. It does not run as
 * root: started by root it runs as `postgres`, or as `nobody`.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const binaries = postgresBinaries();
  if (binaries === undefined) throw new Error('PostgreSQL is not on this machine (Debian: postgresql)');
  const user = otherUser();
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'medsupply-postgres-'));
  mkdirSync(folder, { recursive: true });
  handOver(folder, user);
  const passwordFile = path.join(folder, 'password');
  const data = path.join(folder, 'data');
  if (!existsSync(path.join(data, 'PG_VERSION'))) initialise(binaries, data, passwordFile, user);
  const password = readFileSync(passwordFile, 'utf8').trim();

  const port = options.port ?? (await freePort());
  const logFile = path.join(folder, 'postgres.log');
  const log = openSync(logFile, 'a');
  handOver(logFile, user);
  const settings = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: folder, ...options.settings };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = spawn(path.join(binaries, 'postgres'), args, { ...user, stdio: ['ignore', log, log], cwd: folder });
  closeSync(log);
  const env = { ...process.env, PGPASSWORD: password };
  const reach = ['-h', '127.0.0.1', '-p', String(port), '-U', USER];
  const psql = (database: string, sql: string) =>
    spawnSync(path.join(binaries, 'psql'), [...reach, '-d', database, '-v', 'ON_ERROR_STOP=1', '-Atqc', sql], {
      env,
      encoding: 'utf8',
    });
  const query = (database: string, sql: string): string => {
    const { status, stdout, stderr } = psql(database, sql);
    if (status !== 0) throw new Error(`PostgreSQL refused a statement: ${stderr.trim().slice(0, 500)}`);
    return stdout.trim();
  };
  await waitFor('PostgreSQL takes connections', () => {
    if (hasEnded(child)) throw new Error(`PostgreSQL did not start; its log is ${logFile}`);
    return psql('postgres', 'SELECT 1').status === 0;
  });
  return {
    port,
    pid: child.pid ?? 0,
    user: USER,
    password,
    folder,
    logFile,
    url: (database) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`,
    createDatabase: (name) => {
      if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new RangeError(`${name} is no name for a database here`);
      if (query('postgres', `SELECT 1 FROM pg_database WHERE datname = '${name}'`) === '')
        query('postgres', `CREATE DATABASE ${name}`);
    },
    query,
    stop: async () => {
      // "Fast" shutdown: sessions are ended, what was committed is kept.
      await endChild(child, 'SIGINT');
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function initialise(binaries: string, data: string, passwordFile: string, user: SystemUser | undefined): void {
  writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  handOver(passwordFile, user);
  const args = [
    '-D',
    data,
    '-U',
    USER,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ];
  const { status, stdout, stderr } = spawnSync(path.join(binaries, 'initdb'), args, {
    ...user,
    encoding: 'utf8',
    cwd: path.dirname(data),
  });
  if (status !== 0) throw new Error(`PostgreSQL could not make its data folder:\n${stdout}${stderr}`.slice(0, 4000));
}

function handOver(file: string, user: SystemUser | undefined): void {
  if (user !== undefined) chownSync(file, user.uid, user.gid);
}
