import type { Decimal } from './decimal';

/** Prints all decimals the value has: `{units: 1250, scale: 2}` is `12.50`. */
export function formatDecimal(value: Decimal): string {
  const { units, scale } = value;
  if (scale === 0) return String(units);
  const negative = units < 0;
  let digits = String(negative ? -units : units);
  if (digits.length <= scale) digits = '0'.repeat(scale - digits.length + 1) + digits;
  const point = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Prints without trailing zeros: quantities and rates (`2.50` becomes `2.5`, `3.0` becomes `3`). */
export function formatShortest(value: Decimal): string {
  if (value.scale === 0) return String(value.units);
  const text = formatDecimal(value);
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  if (text.charCodeAt(end - 1) === 46) end--;
  const shortest = text.slice(0, end);
  return shortest === '-0' ? '0' : shortest;
}
