import type { Decimal } from '../../../../../core/decimal';
import { add, divide, multiply, ZERO } from '../../../../../core/decimal';

/** A percentage tax of the ERP; `rate` is a fraction. */
export interface PricedTax {
  readonly id: number;
  readonly rate: Decimal;
}

/** How the ERP rounds: `step` is the currency's smallest amount; taxes are rounded line by line or once at the end. */
export interface Arithmetic {
  readonly step: Decimal;
  readonly taxRounding: 'line' | 'document';
}

export interface PricedLine {
  readonly quantity: Decimal;
  /** Four decimals: Tryton's product prices hold no more. */
  readonly unitPrice: Decimal;
  readonly taxes: readonly PricedTax[];
}

export interface PredictedTotals {
  readonly amounts: readonly Decimal[];
  readonly untaxed: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
}

/** Tryton's tax ledger: amounts of one tax add up separately for lines above and below zero. */
export type TaxLedger = ReadonlyMap<string, Decimal>;

export const PRICE_SCALE = 4;

/** Rounds to a multiple of the currency's step, half to even, as `currency.round` does. */
export function roundToStep(value: Decimal, step: Decimal): Decimal {
  const steps = divide(value, step, 0, 'halfEven');
  // A step of zero means that the currency does not round.
  return steps === undefined ? value : multiply(steps, step);
}

/** Amount of a line without tax. */
export function lineAmount(line: PricedLine, { step }: Arithmetic): Decimal {
  return roundToStep(multiply(line.quantity, line.unitPrice), step);
}

/**
 * Adds a line to the tax ledger as `account.tax` does in Tryton 6.0 (`TaxableMixin._get_taxes`): the tax is computed on the
 * unrounded price times quantity; with rounding by line the running sum of the tax is rounded after each line, so a tie
 * depends on the lines before.
 */
export function addTaxes(ledger: TaxLedger, line: PricedLine, { step, taxRounding }: Arithmetic): TaxLedger {
  const next = new Map(ledger);
  const base = multiply(line.quantity, line.unitPrice);
  const side = roundToStep(base, step).units < 0 ? '-' : '+';
  for (const { id, rate } of line.taxes) {
    const entry = `${id}${side}`;
    const sum = add(next.get(entry) ?? ZERO, multiply(base, rate));
    next.set(entry, taxRounding === 'line' ? roundToStep(sum, step) : sum);
  }
  return next;
}

/** Sum of the ledger as the document shows it. */
export function taxTotal(ledger: TaxLedger, { step }: Arithmetic): Decimal {
  let total = ZERO;
  for (const amount of ledger.values()) total = add(total, roundToStep(amount, step));
  return total;
}

/** What the ERP will show for these lines, to the last digit. */
export function predictTotals(lines: readonly PricedLine[], arithmetic: Arithmetic): PredictedTotals {
  let ledger: TaxLedger = new Map();
  let untaxed = ZERO;
  const amounts: Decimal[] = [];
  for (const line of lines) {
    const amount = lineAmount(line, arithmetic);
    amounts.push(amount);
    untaxed = add(untaxed, amount);
    ledger = addTaxes(ledger, line, arithmetic);
  }
  const tax = taxTotal(ledger, arithmetic);
  return { amounts, untaxed, tax, total: add(untaxed, tax) };
}
