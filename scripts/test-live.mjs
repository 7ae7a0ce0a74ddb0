// The tests against real systems: Tryton and the real n8n. What a machine lacks is named; in CI nothing may be missing.
// Arguments go to Jest, in every phase: npm run test:live -- -t "wrong signature"
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const { installN8n, missingTools, n8nPaths } = createRequire(import.meta.url)('../sandbox/dist/index.js');
const required = process.env.MEDSUPPLY_LIVE_REQUIRED === '1';
const trytonFolder = path.join(root, '.run/tryton');
const env = { ...process.env, T_ROOT: trytonFolder, T_PORT: process.env.T_PORT ?? '18400' };

/** A phase on Tryton begins with a freshly seeded one, because ids and stock are compared. */
const PHASES = [
  { name: 'the simulator answers like the real Tryton', pattern: 'test/live/tryton-fidelity', tryton: true },
  { name: 'the ERP node on the real Tryton', pattern: 'test/live/tryton/', tryton: true },
  { name: 'the order template in the real n8n on the real Tryton', pattern: 'test/live/order-sync', tryton: true },
  { name: 'the Desk in Chromium', pattern: 'test/live/desk' },
  { name: 'queue mode: two workers and two hubs, some of them killed', pattern: 'test/live/queue-mode' },
];

function run(command, args) {
  return spawnSync(command, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

const hasTryton = spawnSync('trytond', ['--version'], { stdio: 'ignore' }).status === 0;
const tools = missingTools();
const missing = [
  ...(hasTryton ? [] : ['Tryton (Debian: tryton-server and its modules)']),
  ...(tools.length === 0 ? [] : [`build tools for n8n (Debian: ${tools.join(', ')})`]),
];
if (missing.length > 0) {
  console.log(
    `Not on this machine: ${missing.join('; ')}.\nscripts/live/install-debian.sh (as root, Debian 12) installs everything; the tests that need them are skipped.`,
  );
  if (required) process.exit(1);
}
if (tools.length === 0) {
  try {
    await installN8n(n8nPaths(root), (line) => console.log(`n8n: ${line}`));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

/** Seeds Tryton once a day (its dates are relative to the day of seeding), puts the snapshot back otherwise. */
function resetTryton() {
  const snapshot = path.join(trytonFolder, 'seeded.sqlite');
  const today = new Date().toISOString().slice(0, 10);
  if (existsSync(snapshot) && statSync(snapshot).mtime.toISOString().slice(0, 10) !== today) env.T_FRESH = '1';
  const status = run(path.join(root, 'test/live/tryton/all.sh'), []);
  delete env.T_FRESH;
  if (status !== 0) throw new Error('The real Tryton did not start; the lines above say why.');
}

let failed = false;
try {
  for (const { name, pattern, tryton = false } of PHASES) {
    console.log(`\n-- ${name}`);
    if (hasTryton && tryton) resetTryton();
    failed =
      run(process.execPath, [path.join(root, 'scripts/test.mjs'), '--live', pattern, ...process.argv.slice(2)]) !== 0 || failed;
  }
} catch (error) {
  console.error(error.message);
  failed = true;
} finally {
  if (hasTryton) run(path.join(root, 'test/live/tryton/30-serve.sh'), ['stop']);
}
process.exit(failed ? 1 : 0);
