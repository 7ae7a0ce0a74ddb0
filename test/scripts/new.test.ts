import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
let work: string;

/** A copy of the repository's frame, small enough to scaffold into: sources are linked, never written to. */
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'medsupply-scaffold-'));
  cpSync(path.join(root, 'scripts'), path.join(work, 'scripts'), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json', 'jest.config.js', 'eslint.config.mjs'])
    cpSync(path.join(root, file), path.join(work, file));
  for (const folder of ['nodes', 'credentials', 'test', 'hub/test', 'sandbox/test'])
    mkdirSync(path.join(work, folder), { recursive: true });
  for (const folder of ['core', 'mappings', 'node_modules', 'nodes/shared', 'test/contract', 'hub/test/support'])
    symlinkSync(path.join(root, folder), path.join(work, folder), 'dir');
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

// n8n's lint rules behave otherwise when they believe to be under test themselves.
const { NODE_ENV: _environment, JEST_WORKER_ID: _worker, ...environment } = process.env;
const run = (args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd: work, encoding: 'utf8', env: { ...environment, MEDSUPPLY_TEST_POSTGRES: '' } });
const scaffold = (...names: string[]) => run(['scripts/new.mjs', ...names]);

test('a new platform compiles, passes the linter, and is registered', () => {
  expect(scaffold('Acme')).toMatchObject({ status: 0 });
  writeFileSync(
    path.join(work, 'tsconfig.acme.json'),
    JSON.stringify({ extends: './tsconfig.json', include: ['nodes/Acme', 'credentials', 'test/nodes/Acme'] }),
  );
  const types = run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.acme.json']);
  expect(types.stdout).toBe('');
  const lint = run(['node_modules/eslint/bin/eslint.js', 'nodes/Acme', 'credentials']);
  expect(lint.stdout).toBe('');
  const manifest = JSON.parse(readFileSync(path.join(work, 'package.json'), 'utf8')) as {
    n8n: { nodes: string[]; credentials: string[] };
  };
  expect(manifest.n8n.nodes).toContain('dist/nodes/Acme/Acme.node.js');
  expect(manifest.n8n.credentials).toContain('dist/credentials/MedSupplyAcmeApi.credentials.js');
}, 60_000);

test('its contract suite fails until the platform states its hosts, its errors and what the vendor sends', () => {
  const { status, stderr } = run(['node_modules/jest/bin/jest.js', '--rootDir', work, 'test/nodes/Acme']);
  expect(status).toBe(1);
  for (const missing of ['a secret may travel to its own host', 'HTTP 401 says what happened', 'there are fixtures'])
    expect(stderr).toContain(missing);
}, 60_000);

test.each([
  ['lowercase', 'acme'],
  ['a path', '../Acme'],
  ['an existing platform', 'Acme'],
  ['nothing', ''],
])('%s is refused and nothing is written', (_what, name) => {
  const { status, stderr } = name === '' ? scaffold() : scaffold(name);
  expect(status).toBe(2);
  expect(stderr).not.toBe('');
  expect(existsSync(path.join(work, 'nodes/acme'))).toBe(false);
});
