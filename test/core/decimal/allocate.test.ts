import fc from 'fast-check';
import type { Decimal } from '../../../core/decimal';
import { allocate, formatDecimal, parseDecimal } from '../../../core/decimal';

const of = (text: string): Decimal => parseDecimal(text) as Decimal;
const shares = (amount: string, weights: readonly string[], scale = 2): string[] | undefined =>
  allocate(of(amount), weights.map(of), scale)?.map(formatDecimal);

test.each<[string, string[], number, string[]]>([
  ['10.00', ['1', '1', '1'], 2, ['3.34', '3.33', '3.33']],
  ['-10.00', ['1', '1', '1'], 2, ['-3.34', '-3.33', '-3.33']],
  ['0.01', ['1', '2'], 2, ['0.00', '0.01']],
  ['100', ['1', '1', '1'], 0, ['34', '33', '33']],
  ['1.000', ['0.5', '0.25', '0'], 3, ['0.667', '0.333', '0.000']],
  ['5.00', ['0', '0'], 2, ['2.50', '2.50']],
  ['0', ['3', '4'], 2, ['0.00', '0.00']],
  ['7.00', ['30.00', '100'], 2, ['1.62', '5.38']],
])('%s over %j with %d decimals is %j', (amount, weights, scale, expected) => {
  expect(shares(amount, weights, scale)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['0.001', ['1']],
  ['1.00', []],
  ['1.00', ['1', '-1']],
])('%s over %j cannot be shared', (amount, weights) => {
  expect(shares(amount, weights)).toBeUndefined();
});

test('shares add up, and none is a whole unit away from its exact part', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 }),
      (units, weights) => {
        const result = allocate(
          { units, scale: 2 },
          weights.map((weight) => ({ units: weight, scale: 0 })),
          2,
        );
        const parts = (result ?? []).map((share) => BigInt(share.units));
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(units);
        const total = weights.reduce((sum, weight) => sum + weight, 0n);
        const by = total === 0n ? weights.map(() => 1n) : weights;
        const all = total === 0n ? BigInt(weights.length) : total;
        for (const [place, part] of parts.entries()) {
          const gap = part * all - units * (by[place] as bigint);
          expect(gap < all && gap > -all).toBe(true);
        }
      },
    ),
    { numRuns: 1_000, seed: 3 },
  );
});
