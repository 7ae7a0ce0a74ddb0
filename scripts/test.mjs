// Runs every test that needs no outside service and prints the totals. Arguments go to Jest: npm test -- core/mapping
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const work = mkdtempSync(path.join(tmpdir(), 'medsupply-test-'));
const report = path.join(work, 'report.json');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const config = process.argv.includes('--live') ? ['--config', 'jest.live.config.js', '--runInBand'] : [];
const args = process.argv.slice(2).filter((argument) => argument !== '--live');

const { status } = spawnSync(process.execPath, [jest, ...config, '--json', '--outputFile', report, ...args], {
  cwd: root,
  stdio: ['inherit', 'ignore', 'inherit'],
  env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
});

try {
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  if (!process.env.MEDSUPPLY_TEST_DATA && numPendingTests > 0)
    console.log(
      `${numPendingTests} tests skipped: they need test data that may not be committed (set MEDSUPPLY_TEST_DATA to its folder)`,
    );
  console.log(
    `${numPassedTests} passed, ${numFailedTests + (numFailedTests === 0 ? numFailedTestSuites : 0)} failed, ${numPendingTests} skipped`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(status ?? 1);
