import { Decimal } from '../values/decimal';
import { Day, Duration, Moment } from '../values/time';
import type { Value } from '../values/value';

/** The value as SQLite would compare it: numbers as numbers, dates as their text. */
export function comparable(value: Value): number | string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Decimal) return value.toNumber();
  if (value instanceof Day) return value.toString();
  if (value instanceof Moment) return value.micros;
  if (value instanceof Duration) return value.seconds;
  if (typeof value === 'object') return JSON.stringify(value);
  return value;
}

/** Negative, zero or positive; nulls first, numbers before text, text by code point. */
export function compareValues(left: Value, right: Value): number {
  const a = comparable(left);
  const b = comparable(right);
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return typeof a === 'number' ? -1 : 1;
}

/** Equality of values of any kind, nulls equal. */
export function valuesEqual(left: Value, right: Value): boolean {
  return compareValues(left, right) === 0;
}

/** By code point, as SQLite's binary collation on UTF-8. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
