import { Decimal } from './decimal';
import { Day, Duration, Moment } from './time';
import { isList, isObject, type Value } from './value';

/**
 * Turns parsed JSON into values; objects with a known `__class__` become dates, Decimals and so on, others stay objects.
 * Throws when such an object is malformed (the server then treats the whole request as unreadable).
 */
export function decodeWire(json: unknown): Value {
  if (Array.isArray(json)) return json.map(decodeWire);
  if (typeof json === 'object' && json !== null) {
    const decoded = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, decodeWire(value)]));
    return decodeClass(decoded);
  }
  if (json === null || typeof json === 'boolean' || typeof json === 'number' || typeof json === 'string') return json;
  throw new TypeError('not JSON');
}

/** Turns values into JSON as Tryton writes it. */
export function encodeWire(value: Value): unknown {
  if (value === undefined) return null;
  if (value instanceof Decimal) return { __class__: 'Decimal', decimal: value.toString() };
  if (value instanceof Day) return { __class__: 'date', year: value.year, month: value.month, day: value.day };
  if (value instanceof Moment) return encodeMoment(value);
  if (value instanceof Duration) return { __class__: 'timedelta', seconds: value.seconds };
  if (isList(value)) return value.map(encodeWire);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeWire(item)]));
  return value;
}

function encodeMoment(moment: Moment): unknown {
  const { date } = moment;
  return {
    __class__: 'datetime',
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    microsecond: moment.microsecond,
  };
}

function decodeClass(object: { readonly [key: string]: Value }): Value {
  const number = (key: string): number => {
    const value = object[key];
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new TypeError(`'${key}'`);
    return value;
  };
  switch (object.__class__) {
    case 'Decimal':
      if (typeof object.decimal === 'number') return Decimal.fromFloat(object.decimal);
      if (typeof object.decimal !== 'string') throw new TypeError("'decimal'");
      return Decimal.parse(object.decimal);
    case 'date':
      return Day.of(number('year'), number('month'), number('day'));
    case 'datetime': {
      const day = Day.of(number('year'), number('month'), number('day'));
      return Moment.of(day, number('hour'), number('minute'), number('second'), number('microsecond'));
    }
    case 'timedelta':
      return new Duration(Number(object.seconds));
    case 'time':
    case 'bytes':
      throw new TypeError(`the sandbox does not implement ${object.__class__} values`);
    default:
      return object;
  }
}
