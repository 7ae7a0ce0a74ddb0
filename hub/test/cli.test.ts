import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const work = mkdtempSync(path.join(tmpdir(), 'medsupply-cli-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  json(): unknown;
}

function medsupply(args: readonly string[], stdin?: string): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'hub/bin/medsupply.js'), ...args], {
    encoding: 'utf8',
    input: stdin,
    cwd: work,
  });
  return { code: status, stdout, stderr, json: () => JSON.parse(stdout) as unknown };
}

function file(name: string, value: unknown): string {
  const target = path.join(work, name);
  writeFileSync(target, typeof value === 'string' ? value : JSON.stringify(value));
  return target;
}

const payload = {
  id: 5001,
  admin_graphql_api_id: 'gid://shopify/Order/5001',
  name: '#1001',
  created_at: '2026-11-22T10:00:00+08:00',
  updated_at: '2026-11-22T10:00:00+08:00',
  currency: 'CNY',
  taxes_included: false,
  subtotal_price: '20.00',
  total_discounts: '0.00',
  total_tax: '2.60',
  total_price: '22.60',
  line_items: [
    {
      id: 1,
      sku: 'GLOVE-M-100',
      name: 'Gloves',
      price: '10.00',
      quantity: 2,
      current_quantity: 2,
      tax_lines: [{ title: 'VAT', rate: 0.13, price: '2.60' }],
      discount_allocations: [],
    },
  ],
};

test('map list names the shipped mappings', () => {
  const { code, json } = medsupply(['map', 'list']);
  expect(code).toBe(0);
  expect(json()).toContainEqual(expect.objectContaining({ id: 'shopify/order.in', source: 'shopify/order', target: 'order' }));
});

test('map run prints the document and exits 0', () => {
  const { code, json } = medsupply([
    'map',
    'run',
    '--mapping',
    'shopify/order.in',
    '--input',
    file('order.json', payload),
    '--context',
    'tenant=a.myshopify.com',
  ]);
  expect(code).toBe(0);
  expect(json()).toMatchObject({ type: 'order', tenant: 'a.myshopify.com', id: '5001', totals: { totalAmount: '22.60' } });
});

test('map run keeps every digit of a 64-bit id', () => {
  const text = JSON.stringify(payload).replace('"id":5001', '"id":820982911946154508').replace('gid://shopify/Order/5001', '');
  const { json } = medsupply(['map', 'run', '--mapping', 'shopify/order.in', '--input', '-'], text);
  expect(json()).toMatchObject({ id: '820982911946154508' });
});

test('a refused record exits 1 with located issues and nothing else', () => {
  const { code, json } = medsupply([
    'map',
    'run',
    '--mapping',
    'shopify/order.in',
    '--input',
    file('bad.json', { ...payload, currency: 'XYZ', customer: { email: 'secret@person.example' } }),
  ]);
  expect(code).toBe(1);
  const { issues } = json() as { issues: Record<string, string>[] };
  expect(issues.length).toBeGreaterThan(0);
  for (const issue of issues) expect(Object.keys(issue).sort()).toEqual(['message', 'rule', 'source', 'target']);
  expect(issues[0]).toMatchObject({ source: '/currency' });
  expect(JSON.stringify(issues)).not.toContain('secret@person.example');
});

test('input that is not JSON exits 1 and says where it breaks, without quoting it', () => {
  const { code, stdout } = medsupply([
    'map',
    'run',
    '--mapping',
    'shopify/order.in',
    '--input',
    file('broken.json', '{"email": "secret@person.example",\n "x" 1}'),
  ]);
  expect(code).toBe(1);
  expect(stdout).toContain('not valid JSON');
  expect(stdout).not.toContain('secret@person.example');
});

test('an own mapping file that extends a shipped one is used', () => {
  const mapping = file('own.json', {
    id: 'own/order.in',
    version: '1.0.0',
    extends: 'shopify/order.in',
    fields: { channel: { const: 'wholesale' } },
  });
  const { code, json } = medsupply(['map', 'run', '--mapping', mapping, '--input', file('order.json', payload)]);
  expect(code).toBe(0);
  expect(json()).toMatchObject({ channel: 'wholesale' });
});

test('a wrong mapping file exits 1 and names the place', () => {
  const mapping = file('wrong.json', { id: 'own/order.in', version: '1.0.0', fields: { channel: { from: '__proto__.x' } } });
  const { code, json } = medsupply(['map', 'run', '--mapping', mapping, '--input', file('order.json', payload)]);
  expect(code).toBe(1);
  expect(json()).toMatchObject({ issues: [{ rule: 'mapping', source: 'fields.channel' }] });
});

test('map explain says where every field came from', () => {
  const { code, json } = medsupply(['map', 'explain', '--mapping', 'shopify/order.in', '--input', file('order.json', payload)]);
  expect(code).toBe(0);
  const { fields } = json() as { fields: { target: string; sources: { pointer: string }[] }[] };
  expect(fields.find(({ target }) => target === '/lines/0/sku')?.sources).toContainEqual(
    expect.objectContaining({ pointer: '/line_items/0/sku' }),
  );
});

test('map coverage lists what nobody reads', () => {
  const { code, json } = medsupply([
    'map',
    'coverage',
    '--mapping',
    'shopify/order.in',
    '--input',
    file('order.json', { ...payload, browser_ip: '192.0.2.1' }),
  ]);
  expect(code).toBe(0);
  expect(json()).toMatchObject({ unread: [{ path: 'browser_ip', occurrences: 1 }] });
});

test('map test runs the examples of the shipped mappings', () => {
  const { code, json } = medsupply(['map', 'test']);
  expect(json()).toMatchObject({ failed: 0 });
  expect(code).toBe(0);
  expect((json() as { passed: number }).passed).toBeGreaterThan(0);
});

test('map test fails on an example that does not hold', () => {
  file('failing.mapping.json', {
    id: 'own/x',
    version: '1.0.0',
    fields: { a: { from: 'a' } },
    examples: [{ name: 'wrong', input: { a: 1 }, output: { a: 2 } }],
  });
  const folder = mkdtempSync(path.join(work, 'mappings-'));
  writeFileSync(
    path.join(folder, 'x.json'),
    JSON.stringify({
      id: 'own/x',
      version: '1.0.0',
      fields: { a: { from: 'a' } },
      examples: [{ name: 'wrong', input: { a: 1 }, output: { a: 2 } }],
    }),
  );
  const { code, json } = medsupply(['map', 'test', folder]);
  expect(code).toBe(1);
  expect(json()).toMatchObject({ passed: 0, failed: 1 });
});

test('document validate accepts what map run made, and locates what is wrong', () => {
  const document = medsupply(['map', 'run', '--mapping', 'shopify/order.in', '--input', file('order.json', payload)]).json() as {
    totals: object;
  };
  expect(medsupply(['document', 'validate', '--type', 'order', '--input', file('document.json', document)])).toMatchObject({
    code: 0,
  });
  const wrong = { ...document, totals: { ...document.totals, totalAmount: '22.61' } };
  const { code, json } = medsupply(['document', 'validate', '--type', 'order', '--input', file('wrong-total.json', wrong)]);
  expect(code).toBe(1);
  expect(json()).toMatchObject({ valid: false, issues: [{ target: '/totals/totalAmount' }] });
});

test.each([
  ['no command', []],
  ['an unknown command', ['fly']],
  ['a missing option', ['map', 'run', '--mapping', 'shopify/order.in']],
  ['an unknown mapping', ['map', 'run', '--mapping', 'nobody/knows', '--input', 'x.json']],
  ['a missing file', ['map', 'run', '--mapping', 'shopify/order.in', '--input', 'missing.json']],
  ['an unknown document type', ['document', 'validate', '--type', 'poem', '--input', 'x.json']],
  ['a malformed context', ['map', 'run', '--mapping', 'shopify/order.in', '--input', 'x.json', '--context', 'tenant']],
])('%s exits 2 with a sentence on stderr and nothing on stdout', (_what, args) => {
  const { code, stdout, stderr } = medsupply(args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toBe('');
});

test('--help exits 0', () => {
  expect(medsupply(['--help'])).toMatchObject({ code: 0 });
  expect(medsupply(['map', 'run', '--help'])).toMatchObject({ code: 0 });
});
