import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { openHub, type TestHub } from './openHub';

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}

let hub: TestHub;
let document: { readonly openapi: string; readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

beforeAll(async () => {
  hub = await openHub();
  document = (await hub.privateApp.inject('/openapi.json')).json();
});
afterAll(async () => await hub.end());

/** `/v1/keys/{id}` for `/v1/keys/:id`. */
const pathOf = (url: string) => url.replaceAll(/:(\w+)/g, '{$1}');

function operations(): readonly { readonly name: string; readonly operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );
}

/** The validator is an ES module, which Jest does not load: it runs in a process of its own. */
const VALIDATE = `
  import { Validator } from '@seriousme/openapi-schema-validator';
  import { text } from 'node:stream/consumers';
  const { valid, errors } = await new Validator().validate(JSON.parse(await text(process.stdin)));
  console.log(JSON.stringify({ valid, errors }));`;

test('the description is a valid OpenAPI 3.1 document', () => {
  expect(document.openapi).toBe('3.1.0');
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', VALIDATE], {
    input: JSON.stringify(document),
    encoding: 'utf8',
    cwd: path.resolve(__dirname, '../../..'),
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ valid: true });
});

test('it describes every route under /v1 and nothing else', () => {
  const running = hub.privateRoutes
    .filter(({ url }) => url.startsWith('/v1/'))
    .map(({ method, url }) => `${method} ${pathOf(url)}`);
  expect(
    operations()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(running.sort());
});

test('every operation has a name of its own, a summary, its scope and the form of its problems', () => {
  const names = operations().map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, operation } of operations()) {
    const { scope } = hub.privateRoutes.find(({ method, url }) => `${method} ${pathOf(url)}` === name) ?? {};
    expect([name, operation.summary]).toEqual([name, expect.any(String)]);
    expect([name, operation.description]).toEqual([name, expect.stringContaining(`\`${scope ?? ''}\``)]);
    expect([name, operation.security]).toEqual([name, [{ bearer: [] }]]);
    expect(operation.responses).toHaveProperty('default.content.application/problem+json');
  }
});

test('every operation describes what it answers with', () => {
  const without = operations().filter(({ operation }) => {
    const success = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    return success.length === 0 || success.some(([status, { content }]) => status !== '204' && content === undefined);
  });
  expect(without.map(({ name }) => name)).toEqual([]);
});
