import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const POSTGRES_FOLDER = '/usr/lib/postgresql';

/** Folder of PostgreSQL's server programs: the newest of Debian's, or where `initdb` stands on the PATH; `undefined` without any. */
export function postgresBinaries(): string | undefined {
  const versions = existsSync(POSTGRES_FOLDER) ? readdirSync(POSTGRES_FOLDER) : [];
  const newest = versions
    .filter((version) => existsSync(path.join(POSTGRES_FOLDER, version, 'bin/initdb')))
    .sort((one, other) => Number(other) - Number(one))[0];
  if (newest !== undefined) return path.join(POSTGRES_FOLDER, newest, 'bin');
  const onPath = (process.env.PATH ?? '').split(path.delimiter).find((folder) => existsSync(path.join(folder, 'initdb')));
  return onPath;
}

/** Debian packages of the servers that queue mode needs and this machine lacks. */
export function missingServices(): string[] {
  const hasRedis = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
  return [...(hasRedis ? [] : ['redis-server']), ...(postgresBinaries() === undefined ? ['postgresql'] : [])];
}
