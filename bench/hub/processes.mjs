import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'hub/bin/medsupply.js');

/** Starts a process and resolves with it and the first line that `find` takes. */
async function start(args, find) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: root });
  return await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const found = find(line);
        if (found !== undefined) resolve({ found, stop: async () => await stop(child) });
      }
    });
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
    child.once('error', reject);
  });
}

async function stop(child) {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** The yardstick, as a process of its own. */
export async function startBare(file) {
  const { found, stop: end } = await start(
    [path.join(import.meta.dirname, 'bare.mjs'), file],
    (line) => Number(line) || undefined,
  );
  return { port: found, stop: end };
}

/** The hub as users start it. */
export async function startHub(data, flags = []) {
  const args = [
    cli,
    'hub',
    'start',
    '--data',
    data,
    '--public-port',
    '0',
    '--private-port',
    '0',
    '--rate-limit',
    '100000000',
    ...flags,
  ];
  const { found, stop: end } = await start(args, (line) => {
    if (!line.startsWith('{')) return undefined;
    const { publicAddress, privateAddress } = JSON.parse(line);
    return publicAddress === undefined
      ? undefined
      : { publicPort: Number(new URL(publicAddress).port), privatePort: Number(new URL(privateAddress).port) };
  });
  return { ...found, stop: end };
}

/** Makes an API key with the command line. */
export function makeKey(data, preset = 'admin') {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [cli, 'hub', 'key', 'create', '--name', 'bench', '--preset', preset, '--data', data, '--json'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout).text;
}
