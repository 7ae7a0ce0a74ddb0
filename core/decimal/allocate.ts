import type { Decimal } from './decimal';
import { toScale } from './decimal';

/**
 * Splits an amount over weights by the largest remainder: every share has `scale` decimals, the shares add up to the amount
 * to the last digit, and equal weights differ by at most one unit of the last digit (earlier places get it first).
 * When all weights are zero, they count as equal.
 *
 * @param amount  may be negative; must fit into `scale` decimals
 * @param weights zero or positive
 * @returns `undefined` when the amount does not fit, a weight is negative, or there is nothing to share among
 */
export function allocate(amount: Decimal, weights: readonly Decimal[], scale: number): Decimal[] | undefined {
  const total = toScale(amount, scale);
  if (total === undefined || weights.length === 0) return undefined;
  if (weights.some(({ units }) => units < 0)) return undefined;

  const common = Math.max(...weights.map((weight) => weight.scale));
  let parts = weights.map(({ units, scale: own }) => BigInt(units) * 10n ** BigInt(common - own));
  let sum = parts.reduce((result, part) => result + part, 0n);
  if (sum === 0n) {
    parts = parts.map(() => 1n);
    sum = BigInt(parts.length);
  }

  const units = BigInt(total.units);
  const negative = units < 0n;
  const magnitude = negative ? -units : units;
  const shares = parts.map((part) => (magnitude * part) / sum);
  const remainders = parts.map((part, place) => ({ place, remainder: (magnitude * part) % sum }));
  let left = magnitude - shares.reduce((result, share) => result + share, 0n);
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1));
  for (const { place } of remainders) {
    if (left === 0n) break;
    shares[place] = (shares[place] as bigint) + 1n;
    left -= 1n;
  }
  return shares.map((share) => {
    const signed = negative ? -share : share;
    const asNumber = Number(signed);
    return { units: Number.isSafeInteger(asNumber) ? asNumber : signed, scale };
  });
}
