import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validateDocument } from '../../../core/documents';
import type { CompiledMapping, Mapping } from '../../../core/mapping';
import { compileMapping, compileShipped } from '../../../core/mapping';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const fixtures = path.join(__dirname, '../../fixtures/shopify');
const load = (file: string): Json => JSON.parse(readFileSync(path.join(fixtures, file), 'utf8')) as Json;
const samples: Json[] = [
  'standard',
  'removed-lines',
  'tax-inclusive',
  'tip-and-duties',
  'order-discount-allocated',
  'properties-and-tags',
].map((name) => load(`orders/${name}.input.json`));
samples.push((load('webhooks/orders/create.json') as { response: Json }).response);

/** Every place inside a JSON value. */
function placesOf(value: Json, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.map((entry, place) => [place, entry])
    : Object.entries(value);
  return [at, ...entries.flatMap(([key, inner]) => placesOf(inner, [...at, key]))];
}

function withValue(value: Json, at: readonly (string | number)[], put: Json | undefined): Json {
  const [key, ...rest] = at;
  if (key === undefined) return put ?? null;
  const copy = structuredClone(value) as Record<string | number, Json>;
  if (rest.length === 0 && put === undefined) delete copy[key];
  else copy[key] = withValue(copy[key] as Json, rest, put);
  return copy as Json;
}

const nasty = fc.constantFrom<Json>(
  '',
  ' ',
  '0',
  '-1',
  '-0.00',
  '1e5',
  '99999999999999999999.99',
  'NaN',
  'null',
  '9'.repeat(400),
  '\u0000',
  '\ud800',
  '2026-13-45T99:99:99Z',
  0,
  -1,
  1.5,
  1e308,
  -1e-320,
  9007199254740993,
  true,
  false,
  null,
  [],
  {},
  [[]],
  [null],
  [{}],
  { amount: 'x' },
);
const anything = fc.oneof(
  { weight: 3, arbitrary: nasty },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json> },
);

const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.tuple(fc.nat(), fc.option(anything, { nil: undefined, freq: 6 })), { minLength: 1, maxLength: 4 }),
  )
  .map(([sample, changes]) =>
    changes.reduce((value, [pick, put]) => {
      const places = placesOf(value);
      return withValue(value, places[pick % places.length] as readonly (string | number)[], put);
    }, sample),
  );

/** What must hold of any input whatever. */
function expectAnswer(mapping: CompiledMapping, input: unknown): void {
  const { output, issues } = mapping.apply(input);
  expect((output === undefined) !== (issues.length === 0)).toBe(true);
  for (const issue of issues) {
    expect(issue.rule).not.toMatch(/#engine$/);
    expect(issue.source).toMatch(/^(\/|$)/);
    expect(issue.target).toMatch(/^(\/|$)/);
    expect(issue.message.length).toBeGreaterThan(10);
  }
  const explained = mapping.explain(input);
  expect({ output: explained.output, issues: explained.issues }).toEqual({ output, issues });
  mapping.coverage(input);
}

test('the order mapping answers every mutation of a real payload: a valid document or located reasons', () => {
  const mapping = compileShipped('shopify/order.in') as CompiledMapping;
  fc.assert(
    fc.property(mutated, (input) => {
      expectAnswer(mapping, input);
      const { output } = mapping.apply(input);
      // Twice the same line id is the one thing that the mapping leaves to the document's own checks.
      if (output !== undefined)
        expect(validateDocument('order', output).issues.filter(({ message }) => !message.startsWith('two entries'))).toEqual([]);
    }),
    { numRuns: 1_500, seed: 20_261_122 },
  );
}, 60_000);

/** One rule of every kind, so that every step meets every value. */
const everything: Mapping = {
  id: 'everything',
  version: '1',
  context: { zone: { default: 'Asia/Shanghai' } },
  tables: { t: { a: 'A', b: 1 }, units: { EA: 1, BOX: '2.5' } },
  let: {
    scale: { from: 's', default: 2 },
    shares: { allocate: { amount: 'v', over: 'rows', by: 'v', scale: '%scale' } },
    copies: { each: 'rows', fields: { v: { from: 'v' } } },
  },
  fields: {
    raw: { from: 'v' },
    ...Object.fromEntries(
      (['trim', 'upper', 'lower', 'collapse', 'text', 'integer', 'boolean', 'decimal'] as const).map((step) => [
        step,
        { from: 'v', steps: [step] },
      ]),
    ),
    clean: { from: 'v', steps: [{ clean: { controls: 'space', lineBreaks: 'keep', emoji: 'remove' } }, { truncate: 3 }] },
    cut: {
      from: 'v',
      steps: [
        { after: '/' },
        { before: '?' },
        { withoutPrefix: 'a' },
        { withoutSuffix: 'b' },
        { replace: { find: 'x', with: '$1' } },
        { maxLength: 50 },
      ],
    },
    split: { from: 'v', steps: [{ split: ',' }] },
    lookup: { from: 'v', steps: [{ lookup: { table: 't', onMiss: 'missing' } }, 'text'], default: 'none' },
    scaled: { from: 'v', steps: [{ decimal: { scale: '%scale', rounding: 'halfEven' } }, 'text'] },
    unit: {
      from: 'v',
      steps: [{ convert: { table: 'units', from: 'u', to: { unit: 'BOX' } } }, { decimal: { scale: 2, rounding: 'up' } }],
    },
    when: { from: 'v', steps: [{ dateTime: { zone: '@zone', to: 'UTC' } }] },
    day: { from: 'v', steps: [{ date: { zone: '@zone' } }] },
    one: { from: 'v', steps: [{ oneOf: ['a', 1, true] }] },
    template: { template: '{v}-{u}' },
    join: { join: { paths: ['v', 'u', '%scale'], with: ',' } },
    list: { list: ['v', 'u'] },
    sum: { calc: ['add', ['sum', 'rows[].v'], ['or', 'v', 0], ['divide', 'v', 'w', { scale: '%scale', rounding: 'down' }]] },
    is: {
      is: {
        any: [{ compare: ['v', '<', 'w'] }, { contains: ['v', 'a'] }, { some: { each: 'rows', where: { same: ['v', '^.v'] } } }],
      },
    },
    rows: {
      each: 'rows',
      where: { not: { missing: 'v' } },
      let: { twice: { calc: ['multiply', 'v', 2] } },
      fields: { v: { from: '%twice' }, share: { from: '%shares[#]' }, copy: { from: '%copies[#].v' } },
    },
    flat: { each: 'rows[].parts', value: { from: '.' } },
    grouped: { each: 'rows', groupBy: ['v', 'u'], fields: { n: { calc: ['count', 'items'] }, v: { from: 'first.v' } } },
    object: { object: 'o', fields: { v: { from: 'v' }, up: { from: '^.v' }, 'deep.er': { from: '$.v' } } },
    cases: {
      cases: [
        { when: { type: ['v', 'list'] }, each: 'v', value: { from: '.' } },
        { when: { truthy: 'v' }, calc: 'v' },
        { else: true, const: [1] },
      ],
    },
    concat: { concat: [{ from: 'v' }, { each: 'rows', value: { from: 'v' } }, { from: 'u' }] },
  },
};

test('a mapping with every kind of rule answers anything', () => {
  const fields = Object.entries(everything.fields ?? {});
  const each = fields.map(([name, rule]) => compileMapping({ ...everything, fields: { [name]: rule } }));
  const whole = compileMapping(everything);
  const record = fc.record(
    {
      v: anything,
      w: anything,
      u: anything,
      s: anything,
      o: anything,
      rows: fc.oneof(anything, fc.array(fc.record({ v: anything, u: anything, parts: anything }), { maxLength: 4 })),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(record, (input) => {
      expectAnswer(whole, input);
      for (const mapping of each) {
        const { issues } = mapping.apply(input);
        for (const { rule } of issues) expect(rule).not.toMatch(/#engine$/);
      }
    }),
    { numRuns: 800, seed: 5 },
  );
}, 60_000);

test('what is no JSON at all is answered as well', () => {
  const mapping = compileShipped('shopify/order.in') as CompiledMapping;
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error('secret');
      },
    },
  );
  for (const input of [
    trap,
    { line_items: trap },
    Symbol('x'),
    () => 1,
    5n,
    { currency: 5n, line_items: [Symbol('x'), () => 1, new Date(), new Map()] },
  ]) {
    const { output, issues } = mapping.apply(input);
    expect(output).toBeUndefined();
    expect(JSON.stringify(issues)).not.toContain('secret');
  }
});
