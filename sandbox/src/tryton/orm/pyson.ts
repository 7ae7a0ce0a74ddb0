import { Decimal } from '../values/decimal';
import { isList, isTruthy, type Value } from '../values/value';
import { NotSimulatedError } from '../errors';
import { compareValues, valuesEqual } from './compare';

/** A PYSON expression as JSON: plain values, lists, and objects with a `__class__`. */
export type Pyson = null | boolean | number | string | readonly Pyson[] | { readonly [key: string]: Pyson };

/** Gives the value of a name (`state`, `_parent_sale`, `context`); `undefined` when there is none. */
export type PysonScope = (name: string) => Value | PysonScope | undefined;

/** Evaluates a PYSON expression, Tryton's language for conditions on a record. */
export function evaluatePyson(expression: Pyson, scope: PysonScope): Value {
  const result = evaluate(expression, scope);
  if (typeof result === 'function') throw new NotSimulatedError('a PYSON expression that yields a record');
  return result;
}

function evaluate(expression: Pyson, scope: PysonScope): Value | PysonScope {
  if (Array.isArray(expression)) return expression.map((item: Pyson) => plain(evaluate(item, scope)));
  if (typeof expression !== 'object' || expression === null) return expression as Value;
  const part = (key: string): Value | PysonScope => evaluate((expression as { [key: string]: Pyson })[key] ?? null, scope);
  const value = (key: string): Value => plain(part(key));
  const e = expression as { readonly [key: string]: Pyson };
  switch (e.__class__) {
    case undefined:
      return Object.fromEntries(Object.entries(e).map(([key, item]) => [key, plain(evaluate(item, scope))]));
    case 'Eval': {
      const found = scope(String(e.v));
      return found === undefined ? part('d') : found;
    }
    case 'Get': {
      const holder = part('v');
      if (typeof holder === 'function') return holder(String(e.k)) ?? part('d');
      const found = holder !== null && typeof holder === 'object' ? (holder as { [key: string]: Value })[String(e.k)] : undefined;
      return found === undefined ? part('d') : found;
    }
    case 'Not':
      return !isTruthy(value('v'));
    case 'Bool':
      return isTruthy(value('v'));
    case 'And':
      return (e.s as readonly Pyson[]).every((item) => isTruthy(plain(evaluate(item, scope))));
    case 'Or':
      return (e.s as readonly Pyson[]).some((item) => isTruthy(plain(evaluate(item, scope))));
    case 'Equal':
      return valuesEqual(value('s1'), value('s2'));
    case 'Greater': {
      const [left, right] = [value('s1'), value('s2')];
      if (left === null || right === null) return false;
      const order = compareValues(left, right);
      return order > 0 || (order === 0 && isTruthy(value('e')));
    }
    case 'If':
      return isTruthy(value('c')) ? part('t') : part('e');
    case 'In': {
      const list = value('v');
      return isList(list) && list.some((item) => valuesEqual(item, value('k')));
    }
    case 'Len': {
      const counted = value('v');
      return isList(counted) || typeof counted === 'string' ? counted.length : 0;
    }
    default:
      throw new NotSimulatedError(`the PYSON operator ${String(e.__class__)}`);
  }
}

function plain(value: Value | PysonScope): Value {
  // a record as such only ever stands where its truth matters
  return typeof value === 'function' ? true : value;
}

/** Two digits numbers, or undefined when one of them is not known. */
export function digitsOf(expression: Pyson | undefined, scope: PysonScope): number | undefined {
  if (expression === undefined || expression === null) return undefined;
  const digits = evaluatePyson(expression, scope);
  if (!isList(digits)) return undefined;
  const [total, decimals] = digits;
  if (total === null || decimals === null || decimals === undefined) return undefined;
  return decimals instanceof Decimal ? decimals.toNumber() : Number(decimals);
}
