import type { Fraction } from '../money';
import { divideRounded, parseFraction } from '../money';

/** A discount in one currency. */
export interface CalculatedDiscount {
  /** The line it applies to, every line, or the shipping. */
  readonly target: { readonly line: number } | 'lines' | 'shipping';
  /** Percent points as decimal text, or an amount in minor units. */
  readonly value: { readonly percent: string } | { readonly amount: bigint };
}

export interface CalculationInput {
  readonly lines: readonly { readonly unitPrice: bigint; readonly quantity: number; readonly taxRates: readonly string[] }[];
  readonly shipping: { readonly price: bigint; readonly taxRates: readonly string[] } | undefined;
  readonly discounts: readonly CalculatedDiscount[];
  readonly taxesIncluded: boolean;
}

export interface CalculatedPart {
  /** Amount of each discount of the input; `undefined` where it does not touch this part. */
  readonly discounts: readonly (bigint | undefined)[];
  /** Amount of each tax rate of the input. */
  readonly taxes: readonly bigint[];
}

export interface Calculation {
  readonly lines: readonly CalculatedPart[];
  readonly shipping: CalculatedPart | undefined;
}

/**
 * Prices an order in one currency, exactly, in minor units: discounts in their order, each on what the earlier ones left;
 * a discount over all lines is spread in proportion to what each line still costs, and its parts add up to it; then each
 * tax rate on each part, rounded half up per part and rate.
 */
export function calculate(input: CalculationInput): Calculation {
  const left = input.lines.map((line) => line.unitPrice * BigInt(line.quantity));
  let shippingLeft = input.shipping?.price ?? 0n;
  const lineDiscounts = input.lines.map((): (bigint | undefined)[] => input.discounts.map(() => undefined));
  const shippingDiscounts: (bigint | undefined)[] = input.discounts.map(() => undefined);

  input.discounts.forEach(({ target, value }, index) => {
    if (target === 'shipping') {
      const amount = discountOn(shippingLeft, value);
      shippingDiscounts[index] = amount;
      shippingLeft -= amount;
      return;
    }
    const places = target === 'lines' ? left.map((_, place) => place) : [target.line];
    const amounts = spread(
      discountOn(sum(places.map((place) => left[place] ?? 0n)), value),
      places.map((place) => left[place] ?? 0n),
    );
    places.forEach((place, position) => {
      const amount = amounts[position] ?? 0n;
      const discounts = lineDiscounts[place];
      if (discounts === undefined) throw new RangeError(`A discount names line ${place}, which does not exist`);
      discounts[index] = amount;
      left[place] = (left[place] ?? 0n) - amount;
    });
  });

  return {
    lines: input.lines.map((line, place) => ({
      discounts: lineDiscounts[place] ?? [],
      taxes: taxesOn(left[place] ?? 0n, line.taxRates, input.taxesIncluded),
    })),
    shipping: input.shipping && {
      discounts: shippingDiscounts,
      taxes: taxesOn(shippingLeft, input.shipping.taxRates, input.taxesIncluded),
    },
  };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** Never more than there is. */
function discountOn(base: bigint, value: CalculatedDiscount['value']): bigint {
  const wanted = 'amount' in value ? value.amount : percentOf(base, parseFraction(value.percent));
  return wanted > base ? base : wanted;
}

function percentOf(base: bigint, { numerator, denominator }: Fraction): bigint {
  return divideRounded(base * numerator, denominator * 100n);
}

/** Splits an amount in proportion to the weights by rounding the running total, so that the parts add up. */
function spread(amount: bigint, weights: readonly bigint[]): readonly bigint[] {
  const whole = sum(weights);
  if (whole === 0n) return weights.map(() => 0n);
  let weightSoFar = 0n;
  let givenSoFar = 0n;
  return weights.map((weight) => {
    weightSoFar += weight;
    const part = divideRounded(amount * weightSoFar, whole) - givenSoFar;
    givenSoFar += part;
    return part;
  });
}

/** With taxes included, a rate's share of a gross amount is gross * rate / (1 + all rates). */
function taxesOn(base: bigint, rates: readonly string[], included: boolean): readonly bigint[] {
  const scale = 10n ** 12n;
  const scaled = rates.map((rate) => {
    const { numerator, denominator } = parseFraction(rate);
    return (numerator * scale) / denominator;
  });
  const divisor = included ? scale + sum(scaled) : scale;
  return scaled.map((rate) => divideRounded(base * rate, divisor));
}
