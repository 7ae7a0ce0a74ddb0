import type { Rule, Step } from '../../../core/mapping';
import { outputOf, problemsOf } from './support/map';

const tables = { unit: { EA: 1, BOX: 10, HALF: '0.5', CTN: 3 }, names: { a: 'Alpha', n: 7, list: [1] } };
const context = { zone: { default: 'Asia/Shanghai' } };
const rest = { tables, context };

function run(value: unknown, steps: readonly Step[], extra: Record<string, unknown> = {}, rule: Rule = {}): unknown {
  const fields = { o: { from: 'v', steps, ...rule } };
  const problems = problemsOf(fields, { v: value, ...extra }, rest);
  return problems.length > 0
    ? problems[0]?.replace('/v → /o: ', '! ')
    : (outputOf(fields, { v: value, ...extra }, rest) as { o?: unknown }).o;
}

test.each<[unknown, readonly Step[], unknown]>([
  [' a ', ['trim'], 'a'],
  ['aÄ', ['upper'], 'AÄ'],
  ['AÄ', ['lower'], 'aä'],
  ['a \n b', ['collapse'], 'a b'],
  [42, ['text'], '42'],
  [true, ['text'], '! expected text, got true or false'],
  [1e21, ['text'], '! expected text, got a whole number too large to be exact'],
  ['2.0', ['integer'], 2],
  ['2.5', ['integer'], '! expected a whole number, got a number with decimals or too many digits'],
  ['9007199254740993', ['integer'], '! expected a whole number, got a number with decimals or too many digits'],
  ['x', ['integer'], '! expected a whole number, got text of 1 character'],
  ['true', ['boolean'], true],
  [0, ['boolean'], false],
  ['yes', ['boolean'], '! expected true or false, got text of 3 characters'],
  ['2.50', ['decimal'], '2.5'],
  ['2.5', [{ decimal: { scale: 2 } }], '2.50'],
  ['2.505', [{ decimal: { scale: 2 } }], '! expected at most 2 decimals, got 3'],
  ['2.505', [{ decimal: { scale: 2, rounding: 'halfUp' } }], '2.51'],
  ['1e3', ['decimal'], '! expected a decimal number, got text of 3 characters'],
  ['#1001', [{ replace: { find: '#', with: '$&' } }], '$&1001'],
  ['b', [{ prefix: 'a' }, { suffix: 'c' }], 'abc'],
  ['abc', [{ withoutPrefix: 'a' }, { withoutSuffix: 'c' }], 'b'],
  ['abc', [{ withoutPrefix: 'x' }, { withoutSuffix: '' }], 'abc'],
  ['gid://x/Order/5', [{ after: '/' }], '5'],
  ['a?b?c', [{ before: '?' }], 'a'],
  ['no mark', [{ after: '/' }, { before: '?' }], 'no mark'],
  ['𠮷野家', [{ maxLength: 3 }], '𠮷野家'],
  ['𠮷野家x', [{ maxLength: 3 }], '! expected at most 3 characters, got 4'],
  ['𠮷野家x', [{ truncate: 2 }], '𠮷野'],
  ['a, b,,', [{ split: ',' }], ['a', 'b']],
  ['paid', [{ oneOf: ['paid', 'open'] }], 'paid'],
  ['lost', [{ oneOf: ['paid', 'open'] }], '! expected one of paid, open, got "lost"'],
  ['a', [{ lookup: { table: 'names', onMiss: 'error' } }], 'Alpha'],
  [
    'z',
    [{ lookup: { table: 'names', onMiss: 'error' } }],
    '! "z" is not in the table "names"; add it there or correct the record',
  ],
  ['z', [{ lookup: { table: 'names', onMiss: 'keep' } }], 'z'],
  ['z', [{ lookup: { table: 'names', onMiss: 'missing' } }], undefined],
  ['z', [{ lookup: { table: 'names', onMiss: { use: 'Z' } } }], 'Z'],
  ['constructor', [{ lookup: { table: 'names', onMiss: 'missing' } }], undefined],
  ['n', [{ lookup: { table: 'names', onMiss: 'error' } }, { prefix: '#' }], '#7'],
  ['list', [{ lookup: { table: 'names', onMiss: 'error' } }, { prefix: '#' }], '! expected text, got a list of 1'],
  ['n', [{ lookup: { table: 'names', onMiss: 'error' } }, 'decimal'], '7'],
  ['2026-11-02T10:15:30+08:00', [{ dateTime: {} }], '2026-11-02T10:15:30+08:00'],
  ['2026-11-02T10:15:30+08:00', [{ dateTime: { to: 'UTC' } }], '2026-11-02T02:15:30.000Z'],
  ['2026-11-02 10:15', [{ dateTime: { zone: 'Asia/Shanghai' } }], '2026-11-02T10:15:00+08:00'],
  [
    '2026-02-30T10:15:30Z',
    [{ dateTime: {} }],
    '! expected a date and time with offset, such as 2026-11-22T10:15:30+08:00, got text of 20 characters',
  ],
  ['2026-11-22T23:30:00-08:00', [{ date: { zone: '@zone' } }], '2026-11-23'],
  ['2026-11-22', [{ date: { zone: '@zone' } }], '2026-11-22'],
  ['2026-02-30', [{ date: {} }], '! expected a real calendar date'],
  ['2026-11-22T23:30:00Z', [{ date: {} }], '2026-11-22'],
])('%j through %j is %j', (value, steps, expected) => {
  expect(run(value, steps)).toEqual(expected);
});

test('a date in a zone that nobody knows is a problem, not a wrong date', () => {
  const fields = { o: { from: 'v', steps: [{ date: { zone: 'z' } }] } };
  expect(problemsOf(fields, { v: '2026-11-22T23:30:00Z', z: 'Mars/Olympus' })).toEqual([
    '/v → /o: the time zone is not known; use an IANA name such as Asia/Shanghai',
  ]);
});

describe('units', () => {
  const convert = (from: string, to: string | undefined, quantity: string): unknown =>
    run(quantity, [{ convert: { table: 'unit', from: 'from', ...(to === undefined ? {} : { to: 'to' }) } }], { from, to });

  test.each([
    ['BOX', 'EA', '2', '20'],
    ['BOX', 'EA', '2.5', '25'],
    ['EA', 'BOX', '25', '2.5'],
    ['EA', 'HALF', '1', '2'],
    ['BOX', undefined, '3', '30'],
  ])('from %s to %s: %s becomes %s', (from, to, quantity, expected) => {
    expect(convert(from, to, quantity)).toBe(expected);
  });

  test('a remainder is an error, never rounded away', () => {
    expect(convert('EA', 'CTN', '10')).toBe('! the quantity cannot be converted to the other unit without a remainder');
  });

  test('an unknown unit is named with its place', () => {
    expect(convert('PALLET', 'EA', '1')).toBe(
      '/from → /o: the unit "PALLET" is not in the table "unit"; add it there or correct the record',
    );
  });

  test('a fixed unit of the table can stand for a path', () => {
    expect(run('2', [{ convert: { table: 'unit', from: { unit: 'BOX' }, to: { unit: 'EA' } } }])).toBe('20');
  });
});

test('a value that a rule reads from a person’s field is never shown, even if the rule forgot to say so', () => {
  const lookup: Step = { lookup: { table: 'names', onMiss: 'error' } };
  expect(
    problemsOf({ o: { from: 'customer.last_name', steps: [lookup] } }, { customer: { last_name: 'Zhang' } }, rest)[0],
  ).not.toContain('Zhang');
  expect(problemsOf({ o: { from: 'code', steps: [lookup], personal: true } }, { code: 'Zhang' }, rest)[0]).not.toContain('Zhang');
  expect(
    problemsOf({ p: { personal: true, fields: { o: { from: 'code', steps: [lookup] } } } }, { code: 'Zhang' }, rest)[0],
  ).not.toContain('Zhang');
  expect(problemsOf({ o: { from: 'country_code', steps: [lookup] } }, { country_code: 'ZZ' }, rest)[0]).toContain('"ZZ"');
});
