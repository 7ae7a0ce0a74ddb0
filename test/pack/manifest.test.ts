import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  dependencies?: Record<string, string>;
  peerDependencies: Record<string, string>;
  files: string[];
  n8n: { nodes: string[]; credentials: string[] };
};
const distOf = (file: string): string => `dist/${file.replace(/\.ts$/, '.js')}`;

test('every node and credential folder is registered, and nothing else', () => {
  expect([...manifest.n8n.nodes].sort()).toEqual(globSync('nodes/*/*.node.ts', { cwd: root }).map(distOf).sort());
  expect([...manifest.n8n.credentials].sort()).toEqual(
    globSync('credentials/*.credentials.ts', { cwd: root }).map(distOf).sort(),
  );
});

test('the pack has no runtime dependency and n8n-workflow as its only peer', () => {
  expect(manifest.dependencies ?? {}).toEqual({});
  expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

test('what is registered was built, with codex file and icons beside it', () => {
  for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials])
    expect({ file, built: existsSync(path.join(root, file)) }).toEqual({ file, built: true });
  for (const file of manifest.n8n.nodes) expect(existsSync(path.join(root, file.replace(/\.js$/, '.json')))).toBe(true);
});

/** A call of require; ajv's helpers also carry their own name as text, which is not one. */
const CALL = /(?<!['"])\brequire\("([^"]+)"\)/g;

test('built files require nothing that n8n does not provide', () => {
  const provided = new Set(['n8n-workflow', 'luxon', 'node:crypto', 'crypto']);
  for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
    const required = [...readFileSync(path.join(root, file), 'utf8').matchAll(CALL)].map((match) => match[1] ?? '');
    expect({ file, foreign: required.filter((name) => !provided.has(name)) }).toEqual({ file, foreign: [] });
  }
});

test("no credential type has the name of one of n8n's own", () => {
  const base = path.dirname(createRequire(path.join(root, 'package.json')).resolve('n8n-nodes-base/package.json'));
  const known = JSON.parse(readFileSync(path.join(base, 'dist/known/credentials.json'), 'utf8')) as Record<string, unknown>;
  for (const file of manifest.n8n.credentials) {
    const source = readFileSync(path.join(root, file.replace(/^dist\//, '').replace(/\.js$/, '.ts')), 'utf8');
    const name = /\bname = '([^']+)'/.exec(source)?.[1] ?? '';
    expect(name).toMatch(/^medSupply/);
    expect(Object.hasOwn(known, name)).toBe(false);
  }
});
