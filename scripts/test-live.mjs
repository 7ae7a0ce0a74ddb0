// The tests against real systems: Tryton and the real n8n. What a machine lacks is named; in CI nothing may be missing.
// Arguments go to Jest: npm run test:live -- order-sync
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const { installN8n, missingTools, n8nPaths } = createRequire(import.meta.url)('../sandbox/dist/index.js');
const required = process.env.MEDSUPPLY_LIVE_REQUIRED === '1';
const missing = [];

if (spawnSync('trytond', ['--version'], { stdio: 'ignore' }).status !== 0) missing.push('Tryton (Debian: tryton-server and its modules)');
const tools = missingTools();
if (tools.length > 0) missing.push(`build tools for n8n (Debian: ${tools.join(', ')})`);

if (missing.length > 0) {
  console.log(`Not on this machine: ${missing.join('; ')}.\nscripts/live/install-debian.sh (as root, Debian 12) installs everything; the tests that need them are skipped.`);
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

const { status } = spawnSync(process.execPath, [path.join(root, 'scripts/test.mjs'), '--live', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
