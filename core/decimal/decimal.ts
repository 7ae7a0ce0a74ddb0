/**
 * An exact decimal: `units / 10^scale`. Units are a number while they stay a safe integer (fast) and a bigint beyond,
 * so nothing is ever rounded unless a function says so.
 */
export interface Decimal {
  readonly units: number | bigint;
  readonly scale: number;
}

/** How to round when digits must go. `halfUp` rounds half away from zero, as invoices do; `halfEven` as banks and Tryton do. */
export type Rounding = 'halfUp' | 'halfEven' | 'down' | 'up';

const MAX_SCALE = 30;
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
/** The same as small integers, which processors divide several times faster than floating-point numbers. */
const SMALL_POWERS: readonly number[] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

export const ZERO: Decimal = { units: 0, scale: 0 };

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Units as a number where that is exact, so that later steps stay fast. */
function compact(units: bigint, scale: number): Decimal {
  const asNumber = Number(units);
  return { units: Number.isSafeInteger(asNumber) ? asNumber : units, scale };
}

/**
 * Reads decimal text: optional sign, digits, optional fraction. No exponent, no separators, no surrounding blanks.
 * @returns `undefined` when the text is not a decimal
 */
export function parseDecimal(text: string): Decimal | undefined {
  const length = text.length;
  let position = 0;
  const first = text.charCodeAt(0);
  const negative = first === 45;
  if (negative || first === 43) position = 1;
  if (length - position > 15) return parseLong(text);
  let units = 0;
  let digits = 0;
  let pointAt = -1;
  for (; position < length; position++) {
    const code = text.charCodeAt(position);
    if (code >= 48 && code <= 57) {
      units = units * 10 + (code - 48);
      digits++;
    } else if (code === 46 && pointAt < 0 && digits > 0) pointAt = position;
    else return undefined;
  }
  if (digits === 0 || pointAt === length - 1) return undefined;
  return { units: negative && units !== 0 ? -units : units, scale: pointAt < 0 ? 0 : length - pointAt - 1 };
}

function parseLong(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d{1,60})(?:\.(\d{1,30}))?$/.exec(text);
  if (match === null) return undefined;
  const fraction = match[3] ?? '';
  const units = BigInt(`${match[2]}${fraction}`);
  return compact(match[1] === '-' ? -units : units, fraction.length);
}

/**
 * Reads a decimal from a JSON value: text, or a number whose shortest text form is a plain decimal.
 * @returns `undefined` for anything else (NaN, exponents, booleans, blanks, whole numbers that may have lost digits)
 */
export function toDecimal(value: unknown): Decimal | undefined {
  if (typeof value === 'string') return parseDecimal(value);
  if (typeof value !== 'number') return undefined;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? { units: value, scale: 0 } : undefined;
  return parseDecimal(String(value));
}

function withScale(value: Decimal, scale: number): number | bigint {
  const gap = scale - value.scale;
  const { units } = value;
  if (gap === 0) return units;
  if (typeof units === 'number' && gap < POWERS.length) {
    const scaled = units * ((gap < SMALL_POWERS.length ? SMALL_POWERS[gap] : POWERS[gap]) as number);
    if (Number.isSafeInteger(scaled)) return scaled;
  }
  return BigInt(units) * power(gap);
}

/** Divides a safe integer by a power of ten; multiplying back is several times faster than taking the remainder. */
function divideExactly(units: number, exponent: number): number | undefined {
  const divisor = (exponent < SMALL_POWERS.length ? SMALL_POWERS[exponent] : POWERS[exponent]) as number;
  const quotient = units / divisor;
  return Number.isInteger(quotient) && quotient * divisor === units ? quotient : undefined;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = a.scale > b.scale ? a.scale : b.scale;
  const left = withScale(a, scale);
  const right = withScale(b, scale);
  if (typeof left === 'number' && typeof right === 'number') {
    const units = left + right;
    if (Number.isSafeInteger(units)) return { units, scale };
  }
  return compact(BigInt(left) + BigInt(right), scale);
}

export function negate(value: Decimal): Decimal {
  if (value.units === 0) return value;
  return { units: -value.units, scale: value.scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const scale = a.scale > b.scale ? a.scale : b.scale;
  const left = withScale(a, scale);
  const right = withScale(b, scale);
  if (typeof left === 'number' && typeof right === 'number') {
    const units = left - right;
    if (Number.isSafeInteger(units)) return { units, scale };
  }
  return compact(BigInt(left) - BigInt(right), scale);
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  const scale = a.scale + b.scale;
  if (typeof a.units === 'number' && typeof b.units === 'number') {
    const units = a.units * b.units;
    if (Number.isSafeInteger(units)) return { units: units === 0 ? 0 : units, scale };
  }
  return compact(BigInt(a.units) * BigInt(b.units), scale);
}

/** @returns -1, 0 or 1 */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const scale = a.scale > b.scale ? a.scale : b.scale;
  const left = withScale(a, scale);
  const right = withScale(b, scale);
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

export function isZero(value: Decimal): boolean {
  return value.units === 0 || value.units === 0n;
}

export function absolute(value: Decimal): Decimal {
  return value.units < 0 ? negate(value) : value;
}

/** Divides `numerator` by a positive `denominator`, rounding the quotient to a whole number. */
function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const away = numerator < 0n ? quotient - 1n : quotient + 1n;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  switch (rounding) {
    case 'down':
      return quotient;
    case 'up':
      return away;
    case 'halfUp':
      return twice >= denominator ? away : quotient;
    case 'halfEven':
      if (twice === denominator) return quotient % 2n === 0n ? quotient : away;
      return twice > denominator ? away : quotient;
  }
}

/** Rounds to `scale` decimals; pads with zeros when the value has fewer. */
export function round(value: Decimal, scale: number, rounding: Rounding): Decimal {
  if (value.scale <= scale) {
    const units = withScale(value, scale);
    return { units, scale };
  }
  const gap = value.scale - scale;
  if (typeof value.units === 'number' && gap < POWERS.length) {
    const units = divideExactly(value.units, gap);
    if (units !== undefined) return { units, scale };
  }
  return compact(divideRounded(BigInt(value.units), power(gap), rounding), scale);
}

/**
 * Brings a value to exactly `scale` decimals without losing anything.
 * @returns `undefined` when digits other than zero would have to go
 */
export function toScale(value: Decimal, scale: number): Decimal | undefined {
  if (value.scale === scale) return value;
  if (value.scale < scale) return { units: withScale(value, scale), scale };
  const gap = value.scale - scale;
  const { units: number } = value;
  if (typeof number === 'number' && gap < POWERS.length) {
    const units = divideExactly(number, gap);
    return units === undefined ? undefined : { units, scale };
  }
  const divisor = power(gap);
  const units = BigInt(value.units);
  return units % divisor === 0n ? compact(units / divisor, scale) : undefined;
}

/**
 * Divides, rounding the quotient to `scale` decimals.
 * @returns `undefined` when the divisor is zero
 */
export function divide(a: Decimal, b: Decimal, scale: number, rounding: Rounding): Decimal | undefined {
  if (isZero(b) || scale > MAX_SCALE) return undefined;
  let numerator = BigInt(a.units) * power(scale + b.scale);
  let denominator = BigInt(b.units) * power(a.scale);
  if (denominator < 0n) {
    numerator = -numerator;
    denominator = -denominator;
  }
  return compact(divideRounded(numerator, denominator, rounding), scale);
}
