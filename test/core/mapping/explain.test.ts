import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompiledMapping } from '../../../core/mapping';
import { compileMapping, compileShipped } from '../../../core/mapping';
import { mappingOf } from './support/map';

test('explain says for every field which rule made it, from what', () => {
  const mapping = compileMapping(
    mappingOf({
      a: { from: ['x', 'y'] },
      'n.b': { calc: ['add', 'x', 1] },
      l: { each: 'list', fields: { c: { from: 'v', steps: ['trim'] }, d: { const: 1 } } },
      gone: { from: 'absent' },
    }),
  );
  expect(mapping.explain({ x: 1, y: 2, list: [{ v: ' q ' }] })).toEqual({
    output: { a: 1, n: { b: '2' }, l: [{ c: 'q', d: 1 }] },
    issues: [],
    fields: [
      { target: '/a', rule: 'test#a', sources: [{ pointer: '/x', value: 1 }], result: 1 },
      { target: '/n/b', rule: 'test#n.b', sources: [{ pointer: '/x', value: 1 }], result: '2' },
      { target: '/l/0/c', rule: 'test#l[].c', sources: [{ pointer: '/list/0/v', value: ' q ' }], result: 'q' },
      { target: '/l/0/d', rule: 'test#l[].d', sources: [], result: 1 },
      { target: '/l', rule: 'test#l', sources: [{ pointer: '/list', value: [{ v: ' q ' }] }], result: [{ c: 'q', d: 1 }] },
    ],
  });
});

test('explain and apply give the same output and the same issues on every order fixture', () => {
  const folder = path.join(__dirname, '../../fixtures/shopify/orders');
  const mapping = compileShipped('shopify/order.in') as CompiledMapping;
  for (const name of [
    'standard',
    'removed-lines',
    'tip-as-line',
    'order-level-tax',
    'refused-price-is-text',
    'refused-total-does-not-add-up',
  ]) {
    const input = JSON.parse(readFileSync(path.join(folder, `${name}.input.json`), 'utf8')) as unknown;
    const { output, issues, fields } = mapping.explain(input);
    expect({ output, issues }).toEqual(mapping.apply(input));
    if (output !== undefined)
      expect(fields.map(({ target }) => target)).toEqual(
        expect.arrayContaining(['/number', '/lines/0/netAmount', '/totals/totalAmount']),
      );
  }
});

test('coverage sees fields of lists, of grouped records and of parts read by place', () => {
  const mapping = compileMapping(
    mappingOf({
      a: { from: 'list[0].x' },
      b: { each: 'rows', groupBy: ['k'], fields: { k: { from: 'first.k' }, s: { calc: ['sum', 'items[].v'] } } },
      c: { from: 'tags' },
    }),
  );
  const { read, unread } = mapping.coverage({
    list: [{ x: 1, y: 2 }, { y: 3 }],
    rows: [{ k: 1, v: 2, w: 3 }],
    tags: ['a'],
    secret: 'value',
    nothing: null,
  });
  expect(read).toEqual(['list[].x', 'rows[].k', 'rows[].v', 'tags[]']);
  expect(unread).toEqual([
    { path: 'list[].y', occurrences: 2, shape: 'a whole number' },
    { path: 'rows[].w', occurrences: 1, shape: 'a whole number' },
    { path: 'secret', occurrences: 1, shape: 'text of 5 characters' },
  ]);
});

test('very deep input overflows nothing', () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 200_000; level++) deep = level % 2 === 0 ? { a: deep } : [deep];
  const mapping = compileMapping(
    mappingOf({
      o: { from: 'a' },
      l: { each: 'b', value: { from: '.' } },
      g: { each: 'b', groupBy: ['k'], value: { from: 'first' } },
    }),
  );
  const input = { a: deep, b: [deep, { k: deep }], c: deep };
  expect(mapping.apply(input).issues.map(({ rule }) => rule)).toEqual(['test#g']);
  expect(mapping.explain(input).issues).toHaveLength(1);
  expect(mapping.coverage(input).unread.length).toBeLessThan(10);
});
