import type { Mapping } from '../../../core/mapping';
import { MappingError, compileMapping, compileOwn, resolveExtends } from '../../../core/mapping';

const base: Mapping = {
  id: 'base',
  version: '1',
  title: 'Base',
  context: { shop: { default: 's' } },
  tables: { t: { a: '1', b: '2' } },
  blocks: { address: { fields: { city: { from: 'city' }, zip: { from: 'zip' } } } },
  let: { k: { from: 'k' } },
  fields: {
    number: { from: 'no' },
    'totals.net': { from: 'net' },
    customer: { fields: { name: { from: 'n' }, phone: { from: 'p' } } },
    shipTo: { object: 'ship', use: 'address' },
    lines: { each: 'items', fields: { sku: { from: 's' }, lots: { each: 'lots', fields: { lot: { from: 'l' } } } } },
    code: { from: 'c', steps: [{ lookup: { table: 't', onMiss: 'keep' } }] },
  },
  checks: [{ rule: 'r1', that: { exists: 'no' }, message: 'm1' }],
  limits: { maxItems: 5, maxIssues: 9 },
  examples: [{ name: 'e', input: {}, output: {} }],
};
const input = {
  no: 'N',
  net: 1,
  n: 'x',
  p: 'y',
  ship: { city: 'c', zip: 'z' },
  items: [{ s: 'A', alt: 'B', lots: [{ l: 'L', x: 'X' }] }],
  c: 'a',
  k: 'K',
};
const extension = (own: Partial<Mapping>): Mapping => ({ id: 'ext', version: '2', extends: 'base', ...own });
const resolve = (id: string): Mapping | undefined => (id === 'base' ? base : undefined);
const output = (own: Partial<Mapping>): unknown => compileMapping(extension(own), { resolve }).apply(input).output;

test('fields are replaced, added and removed; the rest stays', () => {
  expect(output({ fields: { number: { const: 'own' }, added: { from: '%k' }, code: null } })).toEqual({
    number: 'own',
    totals: { net: 1 },
    customer: { name: 'x', phone: 'y' },
    shipTo: { city: 'c', zip: 'z' },
    lines: [{ sku: 'A', lots: [{ lot: 'L' }] }],
    added: 'K',
  });
});

test('a field reaches into objects, shared blocks, lists and lists inside lists', () => {
  const fields = {
    'customer.name': { const: 'C' },
    'shipTo.zip': null,
    'lines[].sku': { from: 'alt' },
    'lines[].lots[].lot': { from: 'x' },
    'lines[].extra': { const: 1 },
    'totals.net': { const: 2 },
  };
  expect(output({ fields })).toMatchObject({
    customer: { name: 'C', phone: 'y' },
    shipTo: { city: 'c' },
    lines: [{ sku: 'B', extra: 1, lots: [{ lot: 'X' }] }],
    totals: { net: 2 },
  });
  expect(JSON.stringify(output({ fields }))).not.toContain('zip');
});

test('tables are merged entry by entry, also the built-in one', () => {
  expect(output({ tables: { t: { a: 'own', c: '3' } } })).toMatchObject({ code: 'own' });
  const fields = {
    x: { const: 'XTS', steps: [{ lookup: { table: 'currencyMinorUnits', onMiss: 'error' as const } }] },
    y: { const: 'JPY', steps: [{ lookup: { table: 'currencyMinorUnits', onMiss: 'error' as const } }] },
  };
  expect(output({ tables: { currencyMinorUnits: { XTS: 2 } }, fields })).toMatchObject({ x: 2, y: 0 });
});

test('checks of the same name are replaced, others kept; limits and context are merged; examples are not inherited', () => {
  const resolved = resolveExtends(
    extension({
      checks: [{ rule: 'r1', that: { exists: 'k' }, message: 'own' }],
      limits: { maxItems: 7 },
      context: { zone: { default: 'UTC' } },
    }),
    resolve,
  );
  expect(resolved.checks?.map(({ message }) => message)).toEqual(['own']);
  expect(resolved.limits).toEqual({ maxItems: 7, maxIssues: 9 });
  expect(Object.keys(resolved.context ?? {})).toEqual(['shop', 'zone']);
  expect(resolved.examples).toEqual([]);
  expect(resolved).toMatchObject({ id: 'ext', version: '2', title: 'Base' });
  expect(resolved).not.toHaveProperty('extends');
});

test('neither the base nor the extension is changed', () => {
  const own = extension({ fields: { 'lines[].sku': { from: 'alt' } } });
  const before = JSON.stringify([base, own]);
  compileMapping(own, { resolve }).apply(input);
  expect(JSON.stringify([base, own])).toBe(before);
});

test('an extension of an extension', () => {
  const middle: Mapping = { id: 'middle', version: '1', extends: 'base', fields: { number: { const: 'middle' }, code: null } };
  const top: Mapping = { id: 'top', version: '1', extends: 'middle', fields: { 'customer.phone': null } };
  const find = (id: string): Mapping | undefined => ({ base, middle })[id];
  expect(compileMapping(top, { resolve: find }).apply(input).output).toMatchObject({ number: 'middle', customer: { name: 'x' } });
});

test.each<[string, Mapping, (id: string) => Mapping | undefined, RegExp]>([
  ['an unknown base', extension({ extends: 'none' }), resolve, /there is no mapping "none"/],
  ['itself', { id: 'a', version: '1', extends: 'a' }, () => ({ id: 'a', version: '1', extends: 'a' }), /in a circle/],
  [
    'a circle',
    { id: 'a', version: '1', extends: 'b' },
    (id) => ({ id, version: '1', extends: id === 'b' ? 'a' : 'b' }),
    /in a circle/,
  ],
  [
    'an endless chain',
    { id: '0', version: '1', extends: '1' },
    (id) => ({ id, version: '1', extends: String(Number(id) + 1) }),
    /more than 8 deep/,
  ],
  ['a list that the base does not have', extension({ fields: { 'rows[].x': { from: 'x' } } }), resolve, /no such list/],
  ['a let that is gone', extension({ let: { k: null }, fields: { a: { from: '%k' } } }), resolve, /"%k" is not named/],
])('extending %s is refused', (_, mapping, find, reason) => {
  expect(() => compileMapping(mapping, { resolve: find })).toThrow(reason);
  expect(() => compileMapping(mapping, { resolve: find })).toThrow(MappingError);
});

test('an integrator changes three fields of the shipped order mapping', () => {
  const own = compileOwn({
    id: 'clinic/order.in',
    version: '1.0.0',
    extends: 'shopify/order.in',
    fields: { channel: { const: 'shop-b' }, 'lines[].registrationNumber': { from: 'vendor' }, note: null },
  });
  const order = {
    id: 1,
    name: '#1',
    created_at: '2026-11-22T10:00:00Z',
    currency: 'CNY',
    subtotal_price: '5.00',
    total_tax: '0.00',
    total_price: '5.00',
    note: 'n',
    line_items: [{ id: 2, title: 'x', price: '5.00', quantity: 1, vendor: 'R-1' }],
  };
  const { output: mapped, issues } = own.apply(order);
  expect(issues).toEqual([]);
  expect(mapped).toMatchObject({ channel: 'shop-b', lines: [{ registrationNumber: 'R-1' }] });
  expect(mapped).not.toHaveProperty('note');
});

test('an own mapping that writes what the document does not have is refused by the document’s schema', () => {
  const own = compileOwn({ id: 'x', version: '1', extends: 'shopify/order.in', fields: { 'lines[].colour': { const: 'red' } } });
  const order = {
    id: 1,
    name: '#1',
    created_at: '2026-11-22T10:00:00Z',
    currency: 'CNY',
    subtotal_price: '5.00',
    total_tax: '0.00',
    total_price: '5.00',
    line_items: [{ id: 2, title: 'x', price: '5.00', quantity: 1 }],
  };
  expect(own.apply(order).issues).toEqual([
    { rule: 'x#schema order', source: '', target: '/lines/0/colour', message: 'this field is not part of the document' },
  ]);
});
