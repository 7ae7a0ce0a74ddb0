import type { Calculation } from '../../../core/mapping';
import { outputOf, problemsOf } from './support/map';

const input = {
  price: '0.1',
  more: 0.2,
  qty: '3',
  big: '9007199254740993',
  lines: [
    { a: '1.10', q: 2 },
    { a: null, q: 3 },
    { a: '2.20', q: 0 },
  ],
  empty: [],
  word: 'ten',
  huge: 1e20,
};
const result = (calc: Calculation): unknown => (outputOf({ o: { calc } }, input) as { o?: unknown }).o;

test.each<[Calculation, string | undefined]>([
  [['add', 'price', 'more'], '0.3'],
  [['subtract', 1, 'price', 'more'], '0.7'],
  [['multiply', 'big', 'big'], (9_007_199_254_740_993n * 9_007_199_254_740_993n).toString()],
  [['min', 3, 'price', 2], '0.1'],
  [['max', 3, 'price', 2], '3'],
  [['negate', 'price'], '-0.1'],
  [['absolute', ['negate', 'price']], '0.1'],
  [['or', 'absent', 'price'], '0.1'],
  [['if', { exists: 'price' }, 1, 2], '1'],
  [['if', { exists: 'absent' }, 1, 2], '2'],
  [['divide', 1, 3, { scale: 2, rounding: 'halfUp' }], '0.33'],
  [['divide', 2, 3, { scale: 2, rounding: 'halfUp' }], '0.67'],
  [['round', { value: '2.5' }, { scale: 0, rounding: 'halfEven' }], '2'],
  [['round', { value: '-2.5' }, { scale: 0, rounding: 'halfUp' }], '-3'],
  [['sum', 'lines[].a'], '3.3'],
  [['sum', { each: 'lines', where: { compare: ['q', '>', 0] }, of: ['or', 'a', 0] }], '1.1'],
  [['sum', 'absent[].a'], '0'],
  [['sum', 'empty[].a'], '0'],
  [['count', 'lines'], '3'],
  [['count', 'absent'], '0'],
  [['add', 'absent', 1], undefined],
])('%j is %s', (calc, expected) => {
  expect(result(calc)).toBe(expected);
});

test('the place of the wrong operand is named, also inside a list', () => {
  expect(problemsOf({ o: { calc: ['add', 'word', 1] } }, input)).toEqual([
    '/word → /o: expected a decimal number, got text of 3 characters',
  ]);
  expect(problemsOf({ o: { calc: ['sum', 'rows[].v'] } }, { rows: [{ v: 1 }, { v: 'x' }] })).toEqual([
    '/rows/1/v → /o: expected a decimal number, got text of 1 character',
  ]);
  expect(problemsOf({ o: { calc: ['sum', { each: 'rows', of: 'v' }] } }, { rows: [{ v: 'x' }, { v: true }] })).toHaveLength(2);
});

test('a whole number that may have lost digits is refused, as text it is exact', () => {
  expect(problemsOf({ o: { calc: ['add', 'huge', 1] } }, input)).toEqual([
    '/huge → /o: expected a decimal number, got a whole number too large to be exact',
  ]);
  expect(result(['add', 'big', 1])).toBe('9007199254740994');
});

test('division by zero is a located problem', () => {
  expect(problemsOf({ o: { calc: ['divide', 1, 0, { scale: 2, rounding: 'down' }] } }, input)).toEqual([
    ' → /o: the calculation divides by zero',
  ]);
});

test('a scale can come from the record and must be one', () => {
  const calc: Calculation = ['round', { value: '1.25' }, { scale: 's', rounding: 'halfUp' }];
  expect(outputOf({ o: { calc, steps: [{ decimal: { scale: 's' } }] } }, { s: 1 })).toEqual({ o: '1.3' });
  expect(problemsOf({ o: { calc } }, { s: 99 })).toEqual([
    '/s → /o: expected a number of decimals from 0 to 12, got a whole number',
  ]);
});

test('an allocation adds up to its amount, and # counts the records that share it', () => {
  const allocate = {
    amount: { value: '1.00' },
    over: 'lines',
    where: { compare: ['q', '>', 0] as const },
    by: ['add', '#', 1] as const,
    scale: 2,
  };
  expect(outputOf({ o: { allocate } }, input)).toEqual({ o: ['0.33', '0.67'] });
  expect(problemsOf({ o: { allocate: { ...allocate, over: 'empty' } } }, input)[0]).toMatch(
    /^\/empty → \/o: the amount cannot be shared/,
  );
  expect(outputOf({ o: { allocate: { ...allocate, over: 'empty', amount: 'absent' } } }, input)).toEqual({ o: [] });
});
