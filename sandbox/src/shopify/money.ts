/** An exact amount in the smallest unit of its currency (1234n in CNY is 12.34 yuan). */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

/** The same amount in the shop's currency and in the buyer's, both in minor units. Each currency adds up on its own. */
export interface Bag {
  readonly shop: bigint;
  readonly presentment: bigint;
}

export const ZERO_BAG: Bag = { shop: 0n, presentment: 0n };

const NO_DECIMALS = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '));
const THREE_DECIMALS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** Number of decimals of an ISO 4217 currency. */
export function currencyDigits(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** A non-negative decimal as a fraction `numerator / 10^scale`. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** @throws RangeError when the text is not a plain non-negative decimal such as `0.13` */
export function parseFraction(text: string): Fraction {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`"${text}" is not a decimal number`);
  const [, whole = '0', decimals = ''] = match;
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) };
}

/** @throws RangeError when the text has more decimals than the currency */
export function parseMinor(text: string, currency: string): bigint {
  const { numerator, denominator } = parseFraction(text);
  const scale = 10n ** BigInt(currencyDigits(currency));
  if ((numerator * scale) % denominator !== 0n) throw new RangeError(`"${text}" has more decimals than ${currency}`);
  return (numerator * scale) / denominator;
}

/** Divides and rounds half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('The divisor must be positive');
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

export function addBags(bags: Iterable<Bag>): Bag {
  let [shop, presentment] = [0n, 0n];
  for (const bag of bags) [shop, presentment] = [shop + bag.shop, presentment + bag.presentment];
  return { shop, presentment };
}

export function subtractBags(from: Bag, amount: Bag): Bag {
  return { shop: from.shop - amount.shop, presentment: from.presentment - amount.presentment };
}

/** The share of a bag that belongs to `part` of `whole` pieces, rounded in each currency. */
export function shareOfBag(bag: Bag, part: number, whole: number): Bag {
  if (part === whole) return bag;
  const share = (minor: bigint) => divideRounded(minor * BigInt(part), BigInt(whole));
  return { shop: share(bag.shop), presentment: share(bag.presentment) };
}

/** Fixed decimals of the currency, as REST payloads and the `Money` scalar write them: `12.30`, `1230` (JPY), `1.230` (KWD). */
export function formatFixed(minor: bigint, currency: string): string {
  const digits = currencyDigits(currency);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** As the GraphQL `Decimal` scalar writes amounts: no trailing zeros, but at least one decimal (`12.3`, `1230.0`). */
export function formatDecimal(minor: bigint, currency: string): string {
  const [whole = '0', decimals = ''] = formatFixed(minor, currency).split('.');
  return `${whole}.${decimals.replace(/0+$/, '') || '0'}`;
}
