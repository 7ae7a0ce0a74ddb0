/** A decimal on Tryton's wire. */
export interface WireDecimal {
  readonly __class__: 'Decimal';
  readonly decimal: string;
}

/** A date on Tryton's wire. */
export interface WireDate {
  readonly __class__: 'date';
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Sends an exact decimal. Floats are refused by the server for money, so the text goes as it is. */
export function wireDecimal(decimal: string): WireDecimal {
  return { __class__: 'Decimal', decimal };
}

/**
 * Sends a business date.
 * @param isoDate e.g. `2026-11-22`
 */
export function wireDate(isoDate: string): WireDate {
  const [year, month, day] = isoDate.split('-').map(Number);
  return { __class__: 'date', year: year ?? 0, month: month ?? 0, day: day ?? 0 };
}

const pad = (value: unknown, width = 2) => String(value).padStart(width, '0');

type Tagged = Readonly<Record<string, unknown>>;

const DECODERS: ReadonlyMap<unknown, (value: Tagged) => unknown> = new Map<unknown, (value: Tagged) => unknown>([
  ['Decimal', ({ decimal }) => plainDecimal(String(decimal))],
  ['date', ({ year, month, day }) => `${pad(year, 4)}-${pad(month)}-${pad(day)}`],
  [
    'datetime',
    // Tryton's datetimes are UTC and say so nowhere.
    ({ year, month, day, hour, minute, second, microsecond }) =>
      `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}.${pad(microsecond, 6)}Z`,
  ],
  ['time', ({ hour, minute, second, microsecond }) => `${pad(hour)}:${pad(minute)}:${pad(second)}.${pad(microsecond, 6)}`],
  ['timedelta', ({ seconds }) => `PT${String(seconds)}S`],
  // Python breaks base64 into lines.
  ['bytes', ({ base64 }) => String(base64).replace(/\s/g, '')],
]);

/**
 * Turns a value from the wire into plain JSON: decimals become decimal text, dates ISO dates, datetimes ISO with `Z`,
 * durations `PT…S`, bytes base64. A tag that this version does not know stays as it came.
 */
export function decodeWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeWire);
  if (typeof value !== 'object' || value === null) return value;
  const tagged = value as Tagged;
  const decode = DECODERS.get(tagged.__class__);
  if (decode !== undefined) return decode(tagged);
  return Object.fromEntries(Object.entries(tagged).map(([name, member]) => [name, decodeWire(member)]));
}

/** Python prints small or large decimals with an exponent (`0E-10`, `1.2E+3`); the rest of this pack reads plain text only. */
function plainDecimal(text: string): string {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,3})$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  const digits = `${whole}${fraction}`;
  const point = whole.length + exponent;
  if (point >= digits.length) return `${sign}${digits.padEnd(point, '0').replace(/^0+(?=\d)/, '')}`;
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${digits}` : digits;
  const split = point <= 0 ? 1 : point;
  return `${sign}${padded.slice(0, split).replace(/^0+(?=\d)/, '')}.${padded.slice(split)}`;
}
