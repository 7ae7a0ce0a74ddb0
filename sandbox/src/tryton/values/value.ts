import { Decimal } from './decimal';
import { Day, Duration, Moment } from './time';

/** What a column of the database can hold. A boolean is 0 or 1, as in SQLite; a relation is the id of its target. */
export type Scalar = null | boolean | number | string | Decimal | Day | Moment | Duration;

/** Everything a field, a parameter or an answer can be. */
export type Value = Scalar | undefined | readonly Value[] | { readonly [key: string]: Value };

/** True for an object that came from a JSON object (and is no date, Decimal and so on). */
export function isObject(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSpecial(value);
}

/** True for a JSON array. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Python's truth value. */
export function isTruthy(value: Value): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return false;
  if (value instanceof Decimal) return !value.isZero;
  if (isList(value)) return value.length > 0;
  return !isObject(value) || Object.keys(value).length > 0;
}

function isSpecial(value: object): boolean {
  return value instanceof Decimal || value instanceof Day || value instanceof Moment || value instanceof Duration;
}
