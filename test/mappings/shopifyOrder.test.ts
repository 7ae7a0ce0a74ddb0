import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { validateDocument } from '../../core/documents';
import { parseLossless } from '../../core/json';
import type { CompiledMapping, Issue } from '../../core/mapping';
import { compileShipped, runExamples } from '../../core/mapping';

const folder = path.join(__dirname, '../fixtures/shopify');
const read = (file: string): unknown => parseLossless(readFileSync(path.join(folder, file), 'utf8'));
const mapping = compileShipped('shopify/order.in') as CompiledMapping;
const context = { tenant: 'suzhou-medtrade.myshopify.com' };

const cases = readdirSync(path.join(folder, 'orders'))
  .filter((file) => file.endsWith('.input.json'))
  .map((file) => file.replace('.input.json', ''));

const isRefused = (name: string): boolean => name.startsWith('refused-');

describe('the order fixtures', () => {
  test.each(cases.filter((name) => !isRefused(name)))('%s becomes the expected canonical order', (name) => {
    const { output, issues } = mapping.apply(read(`orders/${name}.input.json`), context);
    expect(issues).toEqual([]);
    expect(output).toEqual(read(`orders/${name}.expected.json`));
    expect(validateDocument('order', output)).toEqual({ valid: true, issues: [] });
  });

  test.each(cases.filter(isRefused))('%s is refused at the expected place', (name) => {
    const { output, issues } = mapping.apply(read(`orders/${name}.input.json`), context);
    const { issues: expected } = read(`orders/${name}.expected.json`) as { issues: Issue[] };
    expect(output).toBeUndefined();
    expect(issues).toEqual(expect.arrayContaining(expected.map((issue) => expect.objectContaining(issue) as Issue)));
  });

  test('there is no case without an expectation', () => {
    const expected = readdirSync(path.join(folder, 'orders')).filter((file) => file.endsWith('.expected.json'));
    expect(expected.map((file) => file.replace('.expected.json', '')).sort()).toEqual([...cases].sort());
    expect(cases.length).toBeGreaterThan(40);
  });
});

describe('payloads from elsewhere', () => {
  const webhooks = readdirSync(path.join(folder, 'webhooks'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  const exemplars = readdirSync(path.join(folder, 'exemplars')).filter((file) => file.endsWith('.json'));
  const mapped = new Set(['orders/create.json', 'orders/updated.json', 'orders/paid.json', 'orders/cancelled.json']);

  test('all 26 documented samples and all 6 production shapes are here', () => {
    expect([webhooks.length, exemplars.length]).toEqual([26, 6]);
  });

  test.each(webhooks)('the documented sample %s is mapped, or refused with a located reason', (file) => {
    const { response } = read(`webhooks/${file}`) as { response: unknown };
    const { output, issues } = mapping.apply(response, context);
    if (mapped.has(file.replaceAll('\\', '/'))) {
      expect(issues).toEqual([]);
      expect(validateDocument('order', output).issues).toEqual([]);
    } else expectLocated(output, issues);
  });

  test.each(exemplars)('the production shape %s is refused with located reasons: its values are placeholders', (file) => {
    const { output, issues } = mapping.apply(read(`exemplars/${file}`), context);
    expectLocated(output, issues);
  });

  function expectLocated(output: unknown, issues: readonly Issue[]): void {
    expect(output).toBeUndefined();
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) {
      expect(issue.rule).toMatch(/^shopify\/order\.in#(?!engine)./);
      expect(issue.message).not.toBe('');
      expect(issue.source + issue.target).not.toBe('');
    }
  }
});

test('the examples inside the mapping file pass', () => {
  const results = runExamples(mapping);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
  expect(results.length).toBeGreaterThanOrEqual(3);
});

test('no message about a broken order shows a personal value', () => {
  const order = JSON.parse(readFileSync(path.join(folder, 'orders/standard.input.json'), 'utf8')) as Record<string, unknown>;
  const secret = 'Zhang-Wei.1975@secret.example';
  const personal = {
    name: [secret],
    first_name: { a: secret },
    last_name: secret,
    email: { x: secret },
    phone: [secret],
    address1: { y: secret },
    city: [secret],
    zip: { z: secret },
  };
  const broken = {
    ...order,
    email: { x: secret },
    note: [secret],
    customer: personal,
    billing_address: personal,
    shipping_address: { ...personal, country_code: secret },
  };
  const { output, issues } = mapping.apply(broken, context);
  expect(output).toBeUndefined();
  expect(JSON.stringify(issues)).not.toContain('Zhang');
  expect(issues.map(({ source }) => source)).toContain('/billing_address/city');
});

test('coverage names what the mapping leaves unread', () => {
  const { response } = read('webhooks/orders/create.json') as { response: unknown };
  const { read: known, unread } = mapping.coverage(response);
  expect(known).toEqual(expect.arrayContaining(['line_items[].price', 'currency', 'shipping_lines[].discounted_price']));
  expect(unread.map(({ path: field }) => field)).toEqual(expect.arrayContaining(['order_status_url', 'payment_gateway_names[]']));
  expect(unread.map(({ path: field }) => field)).not.toContain('tags');
});
