import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { N8nPaths } from './paths';

const TOOLS = [
  { command: 'python3', package: 'python3' },
  { command: 'make', package: 'make' },
  { command: 'g++', package: 'g++' },
] as const;

/** Tools that building n8n's SQLite driver needs and this machine lacks, by Debian package. */
export function missingTools(): string[] {
  return TOOLS.filter(({ command }) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status !== 0).map(
    (tool) => tool.package,
  );
}

/**
 * Installs the real n8n server (about 2,400 packages, 3 GB, 5 to 8 minutes) below `.run/n8n`, from the lock file under `test/live/n8n`.
 * Does nothing when that lock file is installed already.
 *
 * @throws Error naming the missing tools and how to install them
 */
export async function installN8n(paths: N8nPaths, log: (line: string) => void): Promise<void> {
  const source = path.join(paths.root, 'test/live/n8n');
  const lock = readFileSync(path.join(source, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).digest('hex');
  const stampFile = path.join(paths.server, '.installed');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  const missing = missingTools();
  if (missing.length > 0)
    throw new Error(
      `The real n8n needs ${missing.join(', ')} to build its SQLite driver. On Debian: run scripts/live/install-debian.sh as root, or apt-get install ${missing.join(' ')}`,
    );

  mkdirSync(paths.server, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(path.join(source, file), path.join(paths.server, file));
  log('installing n8n (about 2,400 packages; 5 to 8 minutes the first time)');
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], paths.server, {}, log);
  log('building its SQLite driver');
  // The headers must be those of the Node that runs the server: a nodedir set elsewhere would build for another one.
  await run(
    'npm',
    ['rebuild', 'sqlite3', '--build-from-source', '--ignore-scripts=false', '--loglevel=error'],
    paths.server,
    { npm_config_nodedir: paths.nodeHeaders },
    log,
  );
  writeFileSync(stampFile, stamp);
}

async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<void> {
  const started = Date.now();
  const seconds = (): number => Math.round((Date.now() - started) / 1000);
  const timer = setInterval(() => log(`still at it after ${seconds()} s`), 30_000);
  try {
    const binaries = path.dirname(process.execPath);
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...env, PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}` },
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', resolve);
    });
    if (code !== 0) throw new Error(`"${command} ${args.join(' ')}" failed with exit code ${String(code)}`);
    log(`done in ${seconds()} s`);
  } finally {
    clearInterval(timer);
  }
}
