import { PythonError } from '../errors';

/** Significant digits of every calculation, as in Python's default decimal context. */
const PRECISION = 28;

/** The text was no number; Python's message for it. */
export class DecimalSyntaxError extends PythonError {
  constructor() {
    super("[<class 'decimal.ConversionSyntax'>]");
  }
}

/**
 * A decimal number with Python's rules: the scale is kept ("1080.0000" stays so), calculations round half-even to 28 digits,
 * and text is written as Python's `str()` does, because Tryton sends exactly that text.
 */
export class Decimal {
  static readonly zero = new Decimal(0n, 0);

  private constructor(
    /** Signed digits. The value is `coefficient` times ten to the `exponent`. */
    readonly coefficient: bigint,
    readonly exponent: number,
    /** Python keeps the sign of a negative zero; so does its text. */
    readonly negativeZero = false,
    readonly isNaN = false,
  ) {}

  /** Reads what Python's `Decimal(text)` reads. */
  static parse(text: string): Decimal {
    const trimmed = text.trim().replaceAll('_', '');
    if (/^[+-]?nan$/i.test(trimmed)) return new Decimal(0n, 0, false, true);
    const match = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d+))?$/i.exec(trimmed);
    if (!match) throw new DecimalSyntaxError();
    const [, sign = '', whole = '', fraction = '', bareFraction = '', power = '0'] = match;
    const decimals = fraction + bareFraction;
    const digits = BigInt(whole + decimals || '0');
    const negative = sign === '-';
    return new Decimal(negative ? -digits : digits, Number(power) - decimals.length, negative && digits === 0n);
  }

  static fromInteger(value: number): Decimal {
    return new Decimal(BigInt(value), 0);
  }

  /** The exact value of a binary float: 0.1 becomes 0.1000000000000000055511151231257827021181583404541015625. */
  static fromFloat(value: number): Decimal {
    if (Number.isNaN(value)) return new Decimal(0n, 0, false, true);
    if (Number.isInteger(value)) return new Decimal(BigInt(value), 0);
    let numerator = value;
    let twos = 0;
    while (!Number.isInteger(numerator)) {
      numerator *= 2;
      twos += 1;
    }
    // n / 2^k = n * 5^k / 10^k
    return new Decimal(BigInt(numerator) * 5n ** BigInt(twos), -twos);
  }

  /** What Python's `Decimal(str(number))` gives for a JSON number. */
  static fromNumber(value: number): Decimal {
    return Decimal.parse(String(value));
  }

  plus(other: Decimal): Decimal {
    const exponent = Math.min(this.exponent, other.exponent);
    return new Decimal(this.scaledTo(exponent) + other.scaledTo(exponent), exponent).rounded();
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    const negative = this.isNegative !== other.isNegative;
    const product = this.coefficient * other.coefficient;
    return new Decimal(product, this.exponent + other.exponent, negative && product === 0n).rounded();
  }

  dividedBy(other: Decimal): Decimal {
    if (other.coefficient === 0n) throw new PythonError("[<class 'decimal.DivisionByZero'>]");
    const ideal = this.exponent - other.exponent;
    if (this.coefficient === 0n) return new Decimal(0n, ideal, this.isNegative !== other.isNegative);
    const shift = Math.max(0, digitCount(other.coefficient) - digitCount(this.coefficient) + PRECISION + 1);
    const scaled = this.coefficient * 10n ** BigInt(shift);
    let quotient = scaled / other.coefficient;
    let exponent = ideal - shift;
    if (scaled % other.coefficient !== 0n) {
      // a sticky digit keeps "exactly half" apart from "a little more than half"
      quotient = quotient * 10n + (sign(scaled) === sign(other.coefficient) ? 1n : -1n);
      return new Decimal(quotient, exponent - 1).rounded();
    }
    while (exponent < ideal && quotient % 10n === 0n) {
      quotient /= 10n;
      exponent += 1;
    }
    return new Decimal(quotient, exponent).rounded();
  }

  negated(): Decimal {
    return new Decimal(-this.coefficient, this.exponent);
  }

  absolute(): Decimal {
    return this.coefficient < 0n ? this.negated() : this;
  }

  /** Rounds half-even so that exactly `decimals` places remain. */
  quantize(decimals: number): Decimal {
    return this.withExponent(-decimals);
  }

  compare(other: Decimal): number {
    const exponent = Math.min(this.exponent, other.exponent);
    const difference = this.scaledTo(exponent) - other.scaledTo(exponent);
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }

  equals(other: Decimal): boolean {
    return !this.isNaN && !other.isNaN && this.compare(other) === 0;
  }

  private get isNegative(): boolean {
    return this.coefficient < 0n || this.negativeZero;
  }

  get isZero(): boolean {
    return !this.isNaN && this.coefficient === 0n;
  }

  /** Position of the first digit: 0 for 5, 1 for 50, -1 for 0.5. */
  adjusted(): number {
    return this.exponent + digitCount(this.coefficient) - 1;
  }

  /** An approximation, for comparisons the way SQLite makes them. */
  toNumber(): number {
    return this.isNaN ? Number.NaN : Number(this.toString());
  }

  /** The text of Python's `str()`. */
  toString(): string {
    if (this.isNaN) return 'NaN';
    const prefix = this.isNegative ? '-' : '';
    const digits = (this.coefficient < 0n ? -this.coefficient : this.coefficient).toString();
    const adjusted = this.exponent + digits.length - 1;
    if (this.exponent <= 0 && adjusted >= -6) {
      if (this.exponent === 0) return prefix + digits;
      const padded = digits.padStart(1 - this.exponent, '0');
      return `${prefix}${padded.slice(0, this.exponent)}.${padded.slice(this.exponent)}`;
    }
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${prefix}${mantissa}E${adjusted >= 0 ? '+' : ''}${adjusted}`;
  }

  private rounded(): Decimal {
    const excess = digitCount(this.coefficient) - PRECISION;
    return excess > 0 ? this.withExponent(this.exponent + excess) : this;
  }

  private withExponent(exponent: number): Decimal {
    if (this.isNaN) return this;
    if (exponent <= this.exponent) return new Decimal(this.scaledTo(exponent), exponent, this.negativeZero);
    const divisor = 10n ** BigInt(exponent - this.exponent);
    const negative = this.isNegative;
    const magnitude = this.coefficient < 0n ? -this.coefficient : this.coefficient;
    let quotient = magnitude / divisor;
    const twiceRest = (magnitude % divisor) * 2n;
    if (twiceRest > divisor || (twiceRest === divisor && quotient % 2n === 1n)) quotient += 1n;
    return new Decimal(negative ? -quotient : quotient, exponent, negative && quotient === 0n);
  }

  private scaledTo(exponent: number): bigint {
    return this.coefficient * 10n ** BigInt(this.exponent - exponent);
  }
}

function digitCount(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

function sign(value: bigint): number {
  return value < 0n ? -1 : 1;
}
