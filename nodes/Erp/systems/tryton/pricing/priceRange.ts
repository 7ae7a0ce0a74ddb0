import type { Decimal } from '../../../../../core/decimal';
import { compare } from '../../../../../core/decimal';
import { PRICE_SCALE } from './arithmetic';

/** Whole prices in units of the last price digit, both ends included; empty when `low > high`. */
export interface PriceRange {
  readonly low: bigint;
  readonly high: bigint;
}

export function price(units: bigint): Decimal {
  const asNumber = Number(units);
  return { units: Number.isSafeInteger(asNumber) ? asNumber : units, scale: PRICE_SCALE };
}

export function isEmpty({ low, high }: PriceRange): boolean {
  return low > high;
}

export function intersect(a: PriceRange, b: PriceRange): PriceRange {
  return { low: a.low > b.low ? a.low : b.low, high: a.high < b.high ? a.high : b.high };
}

/** The member of a range that is closest to `units`. */
export function closest({ low, high }: PriceRange, units: bigint): bigint {
  if (units < low) return low;
  return units > high ? high : units;
}

/**
 * The prices in `range` for which `measure` gives exactly `target`. `measure` must never fall when the price rises, which holds
 * for amounts and taxes whatever way the ERP rounds; so two binary searches find both ends.
 */
export function pricesReaching(range: PriceRange, measure: (unitPrice: Decimal) => Decimal, target: Decimal): PriceRange {
  const low = firstPrice(range, (units) => compare(measure(price(units)), target) >= 0);
  const afterHigh = firstPrice(range, (units) => compare(measure(price(units)), target) > 0);
  return { low, high: afterHigh - 1n };
}

/** First price in the range for which a condition that stays true once it is true holds; one past the end when none. */
function firstPrice({ low, high }: PriceRange, holds: (units: bigint) => boolean): bigint {
  let from = low;
  let to = high + 1n;
  while (from < to) {
    const middle = from + (to - from) / 2n;
    if (holds(middle)) to = middle;
    else from = middle + 1n;
  }
  return from;
}
