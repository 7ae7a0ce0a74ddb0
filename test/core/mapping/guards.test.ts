import type { Fields, Mapping } from '../../../core/mapping';
import { MappingError, compileMapping } from '../../../core/mapping';
import { map, mappingOf } from './support/map';

function problemOf(mapping: unknown): string {
  try {
    compileMapping(mapping as Mapping);
    return 'compiled';
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return error.message;
  }
}

const withFields = (fields: unknown): unknown => mappingOf(JSON.parse(JSON.stringify(fields)) as Fields);
const FORBIDDEN = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'isPrototypeOf',
];

describe.each(FORBIDDEN)('the name %s is refused', (name) => {
  test.each<[string, unknown]>([
    ['in a path', withFields({ o: { from: `a.${name}` } })],
    ['in quotes in a path', withFields({ o: { from: `["${name}"]` } })],
    ['in the output path', withFields({ o: { from: `=${name}` } })],
    ['as a list', withFields({ o: { each: name, value: { from: '.' } } })],
    ['in a template', withFields({ o: { template: `{${name}}` } })],
    ['in a condition', withFields({ o: { is: { exists: name } } })],
    ['in a calculation', withFields({ o: { calc: ['add', name, 1] } })],
    ['as a target', { ...mappingOf({}), fields: JSON.parse(`{"${name}": {"const": 1}}`) }],
    ['inside a target', withFields({ [`a.${name}.b`]: { const: 1 } })],
    ['in a constant', { ...mappingOf({}), fields: { o: { const: JSON.parse(`{"${name}": 1}`) } } }],
    ['under let', { ...mappingOf({}), let: JSON.parse(`{"${name}": {"const": 1}}`) }],
    ['under context', { ...mappingOf({}), context: JSON.parse(`{"${name}": {}}`) }],
    ['under tables', { ...mappingOf({}), tables: JSON.parse(`{"${name}": {"a": 1}}`) }],
    ['under blocks', { ...mappingOf({}), blocks: JSON.parse(`{"${name}": {"fields": {}}}`) }],
  ])('%s', (_, mapping) => {
    expect(problemOf(mapping)).toMatch(/is not allowed|is not named|is not declared|is not a name/);
  });
});

test('table entries may have any name: they are looked up in a map', () => {
  const tables = { t: JSON.parse('{"__proto__": "p", "constructor": "c"}') as Record<string, string> };
  const { output } = map(
    { a: { from: 'a', steps: [{ lookup: { table: 't', onMiss: 'error' } }] } },
    { a: '__proto__' },
    { tables },
  );
  expect(output).toEqual({ a: 'p' });
});

test('a record full of machinery names changes nothing but what was asked for', () => {
  const input = JSON.parse(
    '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "a": {"__proto__": {"b": 2}}}',
  ) as unknown;
  expect(map({ o: { from: 'a.b' }, p: { from: 'polluted' } }, input)).toEqual({ output: {}, issues: [] });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each<[unknown, RegExp]>([
  [withFields({ o: { from: 'a', step: ['trim'] } }), /fields\.o: a rule has no key "step"/],
  [
    withFields({ o: { cases: [{ else: true, from: 'a', requird: true }] } }),
    /fields\.o\.cases\[0\]: a case has no key "requird"/,
  ],
  [withFields({ l: { each: 'x', fields: { s: { form: 'a' } } } }), /fields\.l\[\]\.s: a rule has no key "form"/],
  [withFields({ o: { from: 'a', when: { exist: 'a' } } }), /when: a condition has no key "exist"/],
  [withFields({ o: { is: { exists: 'a', missing: 'b' } } }), /exactly one key/],
  [withFields({ o: { from: 'a', where: { exists: 'b' } } }), /"where" only has a meaning beside "each"/],
  [withFields({ o: { fields: {}, groupBy: ['a'] } }), /"groupBy" only has a meaning beside "each"/],
  [withFields({ o: { from: 'a', let: {} } }), /"let" only has a meaning/],
  [withFields({ o: { each: 'a', value: { from: 'b' }, fields: {} } }), /either "value" or "fields"/],
  [withFields({ o: { from: 'a', const: 1 } }), /one source, this one has from and const/],
  [withFields({ o: { each: 'a', object: 'b', fields: {} } }), /one source/],
  [withFields({ o: { steps: ['trim'] } }), /a rule needs one source/],
  [withFields({ o: { cases: [{ from: 'a' }] } }), /a case has "when", or "else": true/],
  [
    withFields({
      o: {
        cases: [
          { else: true, from: 'a' },
          { when: { exists: 'b' }, from: 'b' },
        ],
      },
    }),
    /"else" stands last/,
  ],
  [withFields({ o: { from: 'a', steps: ['trimm'] } }), /"trimm" is not a step; the steps are/],
  [withFields({ o: { from: 'a', steps: [{ lookup: { table: 'none', onMiss: 'error' } }] } }), /there is no table "none"/],
  [withFields({ o: { from: 'a', steps: [{ lookup: { table: 'currencyMinorUnits' } }] } }), /what happens on a miss/],
  [withFields({ o: { from: 'a', steps: [{ clean: 'all' }] } }), /"clean" must be an object|clean takes/],
  [withFields({ o: { calc: ['power', 'a', 2] } }), /"power" is not an operation/],
  [withFields({ o: { calc: ['add', 'a'] } }), /takes two or more operands/],
  [withFields({ o: { calc: 0.5 } }), /a whole number, \{"value": "0\.5"\}/],
  [withFields({ o: { calc: ['divide', 'a', 'b'] } }), /takes 3 operands/],
  [withFields({ o: { calc: ['sum', { each: 'a[].b[]', of: 'c' }] } }), /must be one list/],
  [withFields({ o: { from: 'a[].b' } }), /stands for many values/],
  [withFields({ o: { from: '%later' } }), /is not named under "let"/],
  [withFields({ o: { from: '@shop' } }), /is not declared under "context"/],
  [withFields({ o: { from: '^.a' } }), /goes above the input/],
  [withFields({ o: { from: 'a..b' } }), /is not a path/],
  [withFields({ o: { from: '' } }), /a path cannot be empty/],
  [withFields({ o: { from: 'a.'.repeat(40) + 'b' } }), /at most 32 steps/],
  [withFields({ o: { from: 'a'.repeat(301) } }), /at most 300 characters/],
  [withFields({ 'a..b': { const: 1 } }), /is not a field name/],
  [withFields({ o: { template: 'a { b' } }), /a single "\{"/],
  [withFields({ o: { use: 'none', object: 'a' } }), /there is no block "none"/],
  [withFields({ o: { from: 'a', steps: Array(21).fill('trim') } }), /at most 20 steps/],
  [{ ...mappingOf({}), fieldz: {} }, /a mapping has no key "fieldz"/],
  [{ ...mappingOf({}), limits: { maxItems: 0 } }, /limits\.maxItems: expected a whole number above zero/],
  [{ ...mappingOf({}), limits: { maxStuff: 1 } }, /no key "maxStuff"/],
  [
    { ...mappingOf({}), checks: [{ rule: 'r', that: { exists: 'a' }, message: 'm', targt: '' }] },
    /checks\[0\]: a check has no key "targt"/,
  ],
  [{ fields: {} }, /id: a mapping needs an id/],
  [null, /a mapping must be an object/],
  [[], /a mapping must be an object/],
])('%# a wrong mapping is refused with the place and the reason', (mapping, reason) => {
  expect(problemOf(mapping)).toMatch(reason);
});

test('fields nest at most eight deep, and files at most sixty-four', () => {
  let rule: unknown = { const: 1 };
  for (let level = 0; level < 9; level++) rule = { fields: { a: rule } };
  expect(problemOf(withFields({ o: rule }))).toMatch(/nest at most 8 deep/);
  let condition: unknown = { exists: 'a' };
  for (let level = 0; level < 100_000; level++) condition = { not: condition };
  expect(problemOf({ ...mappingOf({}), fields: { o: { is: condition } } })).toMatch(/nested more than 64 deep/);
});

test('a mapping with too many rules is refused', () => {
  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, place) => [`f${place}`, { const: 1 }]));
  expect(problemOf(mappingOf(many))).toMatch(/more than 10000 rules/);
});

test.each<unknown>([
  { o: 5 },
  { o: [] },
  { o: 'from' },
  { o: { from: 5 } },
  { o: { from: 'a', steps: 'trim' } },
  { o: { from: 'a', steps: [null] } },
  { o: { calc: [] } },
  { o: { calc: null } },
  { o: { is: [] } },
  { o: { join: 'a' } },
  { o: { each: 5, fields: {} } },
  { o: { cases: {} } },
  { o: { allocate: [] } },
  { o: { is: { all: 'x' } } },
  { o: { is: { in: ['a', 'b'] } } },
  { o: { use: {} } },
])('%# whatever stands in a mapping file, compiling it fails with a MappingError', (fields) => {
  expect(problemOf(withFields(fields))).not.toBe('compiled');
});
