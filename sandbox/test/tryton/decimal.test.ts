import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from '../../src/tryton/values/decimal';

type Vector = readonly [left: string, operation: string, right: string, result: string];

/** Results of Python 3.11's decimal module with its default context. */
const vectors = JSON.parse(readFileSync(join(__dirname, 'recorded/python-decimals.json'), 'utf8')) as readonly Vector[];

const operations: { readonly [name: string]: (left: Decimal, right: Decimal) => Decimal } = {
  plus: (left, right) => left.plus(right),
  minus: (left, right) => left.minus(right),
  times: (left, right) => left.times(right),
  dividedBy: (left, right) => left.dividedBy(right),
  quantize2: (left) => left.quantize(2),
  quantize0: (left) => left.quantize(0),
  str: (left) => left,
};

test.each(vectors)('%s %s %s gives %s, as in Python', (left, operation, right, result) => {
  const calculate = operations[operation];
  expect(calculate?.(Decimal.parse(left), Decimal.parse(right)).toString()).toBe(result);
});

test('a float becomes the exact value of its binary form', () => {
  expect(Decimal.fromFloat(1080.1).toString()).toBe('1080.09999999999990905052982270717620849609375');
  expect(Decimal.fromFloat(39.5).toString()).toBe('39.5');
  expect(Decimal.fromFloat(-3).toString()).toBe('-3');
});

test.each(['', 'cheap', '1,5', '1.2.3', '--1'])('%j is no decimal number', (text) => {
  expect(() => Decimal.parse(text)).toThrow("[<class 'decimal.ConversionSyntax'>]");
});
