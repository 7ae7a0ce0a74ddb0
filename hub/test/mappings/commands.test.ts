import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { mapCommand } from '../../src/cli/map';
import { migrate, SqliteDatabase } from '../../src/store';
import { differences } from '../../src/cli/mapDifferences';
import { runCommand } from '../audit/support/command';
import { serve } from '../audit/support/serve';
import { openLog, temporaryFolder, type OpenLog } from '../audit/support/surroundings';

const folder = temporaryFolder();
let log: OpenLog;
let app: FastifyInstance;
let hub: readonly string[];

const mapping = {
  id: 'own/x',
  version: '1',
  fields: { a: { from: 'a' } },
  examples: [{ name: 'one', input: { a: 1 }, output: { a: 1 } }],
};

beforeEach(async () => {
  const database = new SqliteDatabase(path.join(temporaryFolder(), 'hub.sqlite'));
  await migrate(database, 0);
  log = await openLog(database);
  const served = await serve(log, ['mappings:read', 'mappings:write']);
  app = served.app;
  hub = ['--url', await app.listen({ port: 0, host: '127.0.0.1' }), '--key', served.key];
});
afterEach(async () => {
  await app.close();
  await log.database.close();
});

const map = async (...args: string[]) => await runCommand(mapCommand(), [...args, ...hub]);
const json = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as Record<string, unknown>;

function file(value: unknown, name = 'x.json'): string {
  const target = path.join(folder, name);
  writeFileSync(target, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  return target;
}

test('a file is pushed, pulled back as it is, and compared', async () => {
  const pushed = await map('push', file(mapping), '--activate');
  expect(pushed.code).toBe(0);
  expect(json(pushed)).toMatchObject({ id: 'own/x', version: '1', active: true, uploadedBy: expect.any(String) as string });
  expect(json(await map('pull', 'own/x'))).toEqual(mapping);
  const out = path.join(folder, 'pulled.json');
  expect(json(await map('pull', 'own/x', '--version', '1', '--out', out))).toMatchObject({ version: '1', written: out });
  expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(mapping);
  const same = await map('diff', 'own/x', out);
  expect(same.code).toBe(0);
  expect(json(same)).toEqual({ id: 'own/x', version: '1', same: true, differences: [] });
});

test('differences are named by their places, and exit 1', async () => {
  await map('push', file(mapping), '--activate');
  const changed = { ...mapping, version: '2', title: 'New', fields: { a: { from: 'b' } }, examples: [] };
  const { code, stdout } = await map('diff', 'own/x', file(changed, 'changed.json'));
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    id: 'own/x',
    version: '1',
    same: false,
    differences: [
      { place: 'examples[0]', hub: mapping.examples[0] },
      { place: 'fields.a.from', hub: 'a', file: 'b' },
      { place: 'title', file: 'New' },
      { place: 'version', hub: '1', file: '2' },
    ],
  });
});

test('a file that the hub refuses exits 1 with the issues', async () => {
  const { code, stdout } = await map('push', file({ ...mapping, fields: { a: { from: '__proto__.x' } } }));
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ issues: [{ rule: 'mapping', source: 'fields.a' }] });
});

test('a version that is taken exits 1 with what to do', async () => {
  await map('push', file(mapping));
  const { code, stderr, stdout } = await map('push', file({ ...mapping, title: 'other' }));
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('Raise the version');
});

test('text that is not JSON exits 1, and what is not there too', async () => {
  expect(json(await map('push', file('{"id":')))).toMatchObject({ issues: [{ rule: 'mapping' }] });
  expect((await map('pull', 'own/none')).stderr).toContain('No version of own/none is active');
  expect((await map('pull', 'own/none')).code).toBe(1);
});

test.each([[['push']], [['push', 'missing.json']], [['pull']], [['diff', 'own/x']]])('%j exits 2', async (args) => {
  const { code, stdout } = await map(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('an address without a key exits 2', async () => {
  expect((await runCommand(mapCommand(), ['pull', 'own/x', '--url', 'http://127.0.0.1:1'])).code).toBe(2);
});

test('the order of members is no difference, the order of a list is', () => {
  expect(differences({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toEqual([]);
  expect(differences({ b: [1, 2] }, { b: [2, 1] })).toHaveLength(2);
  expect(differences({ a: null }, {})).toEqual([{ place: 'a', hub: null }]);
  expect(differences({ a: {} }, { a: [] })).toEqual([{ place: 'a', hub: {}, file: [] }]);
});
