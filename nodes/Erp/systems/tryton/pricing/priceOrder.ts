import type { Decimal } from '../../../../../core/decimal';
import { add, compare, divide, multiply, subtract, ZERO } from '../../../../../core/decimal';
import type { Arithmetic, PredictedTotals, PricedLine, PricedTax, TaxLedger } from './arithmetic';
import { addTaxes, lineAmount, predictTotals, PRICE_SCALE, taxTotal } from './arithmetic';
import type { PriceRange } from './priceRange';
import { closest, intersect, isEmpty, price, pricesReaching } from './priceRange';

/** What a line has to come to in the ERP. */
export interface LineTarget {
  /** Above zero. */
  readonly quantity: Decimal;
  readonly netAmount: Decimal;
  readonly taxAmount: Decimal;
  readonly taxes: readonly PricedTax[];
}

export interface PricedOrder {
  readonly lines: readonly PricedLine[];
  /** What the ERP will make of these prices. */
  readonly predicted: PredictedTotals;
}

const TWO: Decimal = { units: 2, scale: 0 };

/**
 * Chooses a net unit price of four decimals for every line such that the ERP's own rounding gives back the line's net amount
 * and tax. The plain quotient net / quantity is taken where it does; otherwise the price closest to it that does. Where no
 * price reaches both, the net amount goes first, and where even that is out of reach (a large quantity makes one price digit
 * worth more than the smallest coin) the rounded quotient is taken: the caller compares `predicted` with what it wants.
 */
export function priceOrder(targets: readonly LineTarget[], arithmetic: Arithmetic): PricedOrder {
  const lines: PricedLine[] = [];
  let ledger: TaxLedger = new Map();
  for (const target of targets) {
    const line = priceLine(target, ledger, arithmetic);
    lines.push(line);
    ledger = addTaxes(ledger, line, arithmetic);
  }
  const steered = arithmetic.taxRounding === 'document' ? steerTax(lines, targets, arithmetic) : lines;
  return { lines: steered, predicted: predictTotals(steered, arithmetic) };
}

function quotient({ netAmount, quantity }: LineTarget): bigint {
  const exact = divide(netAmount, quantity, PRICE_SCALE, 'halfEven');
  return exact === undefined ? 0n : BigInt(exact.units);
}

/** Every price that can give the net amount lies within half a coin over the quantity, plus one digit for rounding. */
function netRange(target: LineTarget, arithmetic: Arithmetic): PriceRange {
  const centre = quotient(target);
  const halfStep = divide(arithmetic.step, multiply(TWO, target.quantity), PRICE_SCALE, 'up');
  const width = BigInt(halfStep?.units ?? 0) + 1n;
  const around = { low: centre - width, high: centre + width };
  return pricesReaching(around, (unitPrice) => lineAmount({ ...target, unitPrice }, arithmetic), target.netAmount);
}

function priceLine(target: LineTarget, ledger: TaxLedger, arithmetic: Arithmetic): PricedLine {
  const { quantity, taxes } = target;
  const plain = quotient(target);
  const net = netRange(target, arithmetic);
  if (isEmpty(net)) return { quantity, taxes, unitPrice: price(plain) };
  const wanted = closest(net, plain);
  // A tax below zero (withholding) falls while others rise, so nothing can be searched.
  const searchable = arithmetic.taxRounding === 'line' && taxes.every(({ rate }) => rate.units >= 0);
  if (!searchable) return { quantity, taxes, unitPrice: price(wanted) };

  const before = taxTotal(ledger, arithmetic);
  const taxOf = (unitPrice: Decimal) =>
    subtract(taxTotal(addTaxes(ledger, { quantity, taxes, unitPrice }, arithmetic), arithmetic), before);
  const both = intersect(net, pricesReaching(net, taxOf, target.taxAmount));
  return { quantity, taxes, unitPrice: price(isEmpty(both) ? wanted : closest(both, wanted)) };
}

/** With one rounding at the end only the sum counts: lines give way, one after the other, until the document's tax is met. */
function steerTax(lines: readonly PricedLine[], targets: readonly LineTarget[], arithmetic: Arithmetic): readonly PricedLine[] {
  const wantedTax = targets.reduce<Decimal>((sum, { taxAmount }) => add(sum, taxAmount), ZERO);
  const steered = [...lines];
  for (const [place, target] of targets.entries()) {
    const current = steered[place];
    const reached = predictTotals(steered, arithmetic).tax;
    const direction = compare(wantedTax, reached);
    if (direction === 0 || current === undefined) break;
    const net = netRange(target, arithmetic);
    if (isEmpty(net) || target.taxes.length === 0 || target.taxes.some(({ rate }) => rate.units < 0)) continue;
    const taxOf = (unitPrice: Decimal) => predictTotals(steered.with(place, { ...current, unitPrice }), arithmetic).tax;
    const reaching = pricesReaching(net, taxOf, wantedTax);
    const units = isEmpty(reaching) ? (direction > 0 ? net.high : net.low) : closest(reaching, BigInt(current.unitPrice.units));
    steered[place] = { ...current, unitPrice: price(units) };
  }
  return steered;
}
