import { PythonError } from '../errors';
import { Decimal } from '../values/decimal';
import { Day, Duration, Moment } from '../values/time';
import { isList, isObject, isTruthy, type Value } from '../values/value';
import type { FieldDefinition } from './definition';

/** Converts a value to what the column of a field stores, or fails with the words of the real system. */
export function toColumn(field: FieldDefinition, value: Value): Value {
  if (value === null || value === undefined) return null;
  switch (field.type) {
    case 'integer':
    case 'biginteger':
    case 'many2one':
      return toInteger(value);
    case 'boolean':
      return isTruthy(value) ? 1 : 0;
    case 'float':
      return toFloat(value);
    case 'numeric':
      return toDecimal(value);
    case 'date':
      return toDay(value);
    case 'datetime':
    case 'timestamp':
      return toMoment(value);
    case 'timedelta':
      return value instanceof Duration ? value : new Duration(toFloat(value));
    case 'multiselection':
      return isList(value) ? [...value].sort() : value;
    default:
      return toText(value);
  }
}

/** Python's `int(value)`. */
export function toInteger(value: Value): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Decimal) return Math.trunc(value.toNumber());
  if (typeof value === 'string') {
    if (/^\s*[+-]?\d+\s*$/.test(value)) return Number(value);
    throw new PythonError(`invalid literal for int() with base 10: ${quoted(value)}`);
  }
  throw new PythonError(`int() argument must be a string, a bytes-like object or a real number, not '${pythonType(value)}'`);
}

function toFloat(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Decimal) return value.toNumber();
  if (typeof value === 'string') {
    const number = Number(value);
    if (value.trim() !== '' && Number.isFinite(number)) return number;
    throw new PythonError(`could not convert string to float: ${quoted(value)}`);
  }
  throw new PythonError(`float() argument must be a string or a real number, not '${pythonType(value)}'`);
}

function toDecimal(value: Value): Decimal {
  if (value instanceof Decimal) return value;
  if (typeof value === 'number') return Decimal.fromFloat(value);
  if (typeof value === 'boolean') return Decimal.fromInteger(value ? 1 : 0);
  if (typeof value === 'string') return Decimal.parse(value);
  throw new PythonError(`conversion from ${pythonType(value)} to Decimal is not supported`);
}

function toDay(value: Value): Day {
  if (value instanceof Day) return value;
  if (value instanceof Moment) {
    if (value.micros % 86_400_000_000 !== 0) throw new PythonError('Date field can not have time');
    return value.day;
  }
  if (typeof value === 'string') {
    const parts = splitAtMost(value, '-', 3).map((part) => toInteger(part));
    const [year, month, day] = parts;
    if (year === undefined || month === undefined || day === undefined)
      throw new PythonError(`not enough values to unpack (expected 3, got ${parts.length})`);
    return Day.of(year, month, day);
  }
  throw new PythonError(`'${pythonType(value)}' object cannot be interpreted as an integer`);
}

function toMoment(value: Value): Moment {
  if (value instanceof Moment) return value;
  if (typeof value === 'string') {
    const match = /^(\S+) (\d+):(\d+):(\d+)(?:\.(\d+))?$/.exec(value);
    if (!match) throw new PythonError('not enough values to unpack (expected 2, got 1)');
    const [, day = '', hour, minute, second, micro = '0'] = match;
    return Moment.of(toDay(day), Number(hour), Number(minute), Number(second), Number(micro));
  }
  throw new PythonError(`'${pythonType(value)}' object cannot be interpreted as an integer`);
}

function toText(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isList(value) || isObject(value)) return JSON.stringify(value);
  return String(value);
}

function splitAtMost(text: string, separator: string, parts: number): string[] {
  const pieces = text.split(separator);
  return pieces.length <= parts ? pieces : [...pieces.slice(0, parts - 1), pieces.slice(parts - 1).join(separator)];
}

function quoted(text: string): string {
  return `'${text}'`;
}

/** The Python name of a value's type, as it stands in error messages. */
export function pythonType(value: Value): string {
  if (value === null || value === undefined) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'string') return 'str';
  if (value instanceof Day) return 'datetime.date';
  if (value instanceof Moment) return 'datetime.datetime';
  if (value instanceof Decimal) return 'decimal.Decimal';
  return isList(value) ? 'list' : 'dict';
}
