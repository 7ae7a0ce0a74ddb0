import fc from 'fast-check';
import type { Decimal, Rounding } from '../../../core/decimal';
import {
  absolute,
  add,
  compare,
  divide,
  formatDecimal,
  formatShortest,
  isZero,
  multiply,
  negate,
  parseDecimal,
  round,
  subtract,
  toDecimal,
  toScale,
} from '../../../core/decimal';

/** The test's own arithmetic: a fraction of two big integers. */
interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}
const fractionOf = ({ units, scale }: Decimal): Fraction => ({ top: BigInt(units), bottom: 10n ** BigInt(scale) });
const isSame = (a: Fraction, b: Fraction): boolean => a.top * b.bottom === b.top * a.bottom;

const decimalText = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 12 }))
  .map(([negative, units, scale]) => {
    const digits = units.toString().padStart(scale + 1, '0');
    const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    return negative && units !== 0n ? `-${text}` : text;
  });
const decimal = decimalText.map((text) => parseDecimal(text) as Decimal);
const settings = { numRuns: 2_000, seed: 11 };

test('text goes in and comes out unchanged', () => {
  fc.assert(
    fc.property(decimalText, (text) => formatDecimal(parseDecimal(text) as Decimal) === text),
    settings,
  );
});

test('the shortest form is the same number without trailing zeros', () => {
  fc.assert(
    fc.property(decimal, (value) => {
      const shortest = formatShortest(value);
      expect(shortest).not.toMatch(/\.\d*0$|\.$|^-0$/);
      expect(compare(parseDecimal(shortest) as Decimal, value)).toBe(0);
    }),
    settings,
  );
});

test('sum, difference and product are exact, far beyond what doubles hold', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const x = fractionOf(a);
      const y = fractionOf(b);
      expect(isSame(fractionOf(add(a, b)), { top: x.top * y.bottom + y.top * x.bottom, bottom: x.bottom * y.bottom })).toBe(true);
      expect(isSame(fractionOf(subtract(a, b)), { top: x.top * y.bottom - y.top * x.bottom, bottom: x.bottom * y.bottom })).toBe(
        true,
      );
      expect(isSame(fractionOf(multiply(a, b)), { top: x.top * y.top, bottom: x.bottom * y.bottom })).toBe(true);
      const order = x.top * y.bottom - y.top * x.bottom;
      expect(compare(a, b)).toBe(order < 0n ? -1 : order > 0n ? 1 : 0);
    }),
    settings,
  );
});

test('rounding is never further away than its mode allows', () => {
  fc.assert(
    fc.property(
      decimal,
      fc.integer({ min: 0, max: 12 }),
      fc.constantFrom<Rounding>('halfUp', 'halfEven', 'down', 'up'),
      (value, scale, mode) => {
        const rounded = round(value, scale, mode);
        expect(rounded.scale).toBe(scale);
        const gap = absolute(subtract(rounded, value));
        const unit: Decimal = { units: 1, scale };
        const limit = mode === 'down' || mode === 'up' ? unit : { units: 5, scale: scale + 1 };
        expect(compare(gap, limit)).toBeLessThanOrEqual(mode === 'down' || mode === 'up' ? -1 : 0);
        if (mode === 'down') expect(compare(absolute(rounded), absolute(value))).toBeLessThanOrEqual(0);
        if (mode === 'up') expect(compare(absolute(rounded), absolute(value))).toBeGreaterThanOrEqual(0);
      },
    ),
    settings,
  );
});

test('a quotient times its divisor is the dividend, up to one unit of the last digit', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const quotient = divide(a, b, 6, 'down');
      if (isZero(b)) expect(quotient).toBeUndefined();
      else
        expect(
          compare(absolute(subtract(a, multiply(quotient as Decimal, b))), multiply(absolute(b), { units: 1, scale: 6 })),
        ).toBe(-1);
    }),
    settings,
  );
});

test.each<[string, number, Rounding, string]>([
  ['2.5', 0, 'halfUp', '3'],
  ['-2.5', 0, 'halfUp', '-3'],
  ['2.5', 0, 'halfEven', '2'],
  ['3.5', 0, 'halfEven', '4'],
  ['-2.51', 0, 'halfEven', '-3'],
  ['2.9', 0, 'down', '2'],
  ['-2.1', 0, 'up', '-3'],
  ['2', 2, 'up', '2.00'],
  ['0.005', 2, 'halfUp', '0.01'],
  ['-0.004', 2, 'halfUp', '0.00'],
])('%s to %d decimals, %s, is %s', (text, scale, mode, expected) => {
  expect(formatDecimal(round(parseDecimal(text) as Decimal, scale, mode))).toBe(expected);
});

test('the sum of 0.1 and 0.2 is 0.3', () => {
  expect(formatShortest(add(toDecimal(0.1) as Decimal, toDecimal(0.2) as Decimal))).toBe('0.3');
});

test.each(['', ' ', '1 ', '.5', '5.', '1,5', '1e3', '0x1', '--1', '+', 'NaN', '1.2.3', '١'])('"%s" is no decimal', (text) => {
  expect(parseDecimal(text)).toBeUndefined();
});

test.each([Number.NaN, Infinity, 1e21, 1e-7, 2 ** 53, true, null, undefined, {}, [], '12'.padEnd(99, '0')])(
  '%p is no decimal',
  (value) => {
    expect(toDecimal(value)).toBeUndefined();
  },
);

test('zero has no sign', () => {
  expect(['-0', '-0.00'].map((text) => formatDecimal(parseDecimal(text) as Decimal))).toEqual(['0', '0.00']);
  expect(formatDecimal(negate(parseDecimal('0.00') as Decimal))).toBe('0.00');
  expect(formatDecimal(multiply(parseDecimal('-1') as Decimal, parseDecimal('0.0') as Decimal))).toBe('0.0');
});

test('toScale loses nothing or refuses', () => {
  expect(toScale(parseDecimal('1.500') as Decimal, 1)).toEqual({ units: 15, scale: 1 });
  expect(toScale(parseDecimal('1.55') as Decimal, 1)).toBeUndefined();
  expect(toScale(parseDecimal('123456789012345678901.50') as Decimal, 1)).toEqual({
    units: 1_234_567_890_123_456_789_015n,
    scale: 1,
  });
});
