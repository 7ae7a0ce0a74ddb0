// Makes a fresh clone ready: installs the dependencies and the Node 24 that everything runs on.
// Runs on Node 20 and uses nothing but Node itself. Does nothing when all is in place.
//
//   node scripts/bootstrap.mjs                        only makes ready
//   node scripts/bootstrap.mjs build,demo [args …]    then runs these scripts on Node 24; the last one gets the arguments
//                                                     (a shell that has looked up "node" once would go on with the old one)
//
// Install scripts of dependencies stay off (supply chain); the few packages that need theirs are rebuilt by name:
//   node  the npm package node@24 fetches its binary in an install script
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const REBUILD = ['node'];
const NEEDED_MAJOR = 24;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = path.join(root, 'node_modules/.bootstrap');
const nodeBinary = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

function stop(message) {
  console.error(`\nbootstrap: ${message}`);
  process.exit(1);
}

function nodeVersionOf(binary) {
  const result = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

function isReady(stamp) {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) return false;
  return nodeVersionOf(nodeBinary)?.startsWith(`v${NEEDED_MAJOR}.`) ?? false;
}

/** Runs npm with its output shown; says every 20 s that it is still at work, because npm is silent without a terminal. */
function npm(args, what) {
  return new Promise((resolve) => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    console.log(`bootstrap: ${what}`);
    const timer = setInterval(() => console.log(`bootstrap: still at it after ${seconds()} s`), 20_000);
    const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
    child.on('error', () => stop('npm was not found on the PATH. Install Node.js 20 or newer together with npm.'));
    child.on('exit', (code) => {
      clearInterval(timer);
      if (code !== 0)
        stop(
          `"npm ${args.join(' ')}" failed (exit ${code}). The lines above say why; a network or proxy problem is the usual cause.`,
        );
      console.log(`bootstrap: done in ${seconds()} s`);
      resolve();
    });
  });
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20)
  stop(
    `this machine runs Node ${process.version}; Node 20 or newer is needed to begin (Node ${NEEDED_MAJOR} is then installed into node_modules).`,
  );

const hash = createHash('sha256');
hash.update(readFileSync(path.join(root, 'package-lock.json')));
const stamp = `${hash.digest('hex')} ${process.platform} ${process.arch}\n`;

if (!isReady(stamp)) {
  await npm(
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    'installing dependencies (about 1,500 packages; 2 to 5 minutes the first time)',
  );
  await npm(
    ['rebuild', ...REBUILD, '--ignore-scripts=false', '--foreground-scripts=false', '--loglevel=error'],
    `fetching Node ${NEEDED_MAJOR}`,
  );
  const version = nodeVersionOf(nodeBinary);
  if (!version?.startsWith(`v${NEEDED_MAJOR}.`)) {
    stop(
      `Node ${NEEDED_MAJOR} does not run on this machine (${process.platform} ${process.arch}${version ? `, got ${version}` : ''}). Install Node ${NEEDED_MAJOR} yourself and put it first on the PATH.`,
    );
  }
  writeFileSync(stampFile, stamp);
}

const [names = '', ...args] = process.argv.slice(2);
const scripts = names.split(',').filter(Boolean);
for (const [place, name] of scripts.entries()) {
  const last = place === scripts.length - 1;
  const { status } = spawnSync(nodeBinary, [path.join(root, 'scripts', `${name}.mjs`), ...(last ? args : [])], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
