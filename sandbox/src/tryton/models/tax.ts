import { NotSimulatedError } from '../errors';
import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';
import type { Day } from '../values/time';
import { roundAmount } from './currency';

/** A line that taxes are computed for. */
export interface TaxableLine {
  readonly taxes: readonly ModelRecord[];
  readonly unitPrice: Decimal;
  readonly quantity: number;
}

/** One line of the tax summary of a document. */
export interface TaxAmount {
  readonly tax: ModelRecord;
  readonly account: number;
  base: Decimal;
  amount: Decimal;
}

/**
 * Taxes of a document. The tax is computed on each line's amount before that is rounded. Sums are rounded to the currency after
 * every line, or once at the end, as the accounting configuration says. Lines with a negative amount are summed apart.
 */
export function computeTaxes(lines: readonly TaxableLine[], currency: ModelRecord, date: Day): TaxAmount[] {
  const summary = new Map<string, TaxAmount>();
  const roundAll = () => {
    for (const sum of summary.values()) sum.amount = roundAmount(currency, sum.amount);
  };
  const perLine = currency.env.store.table('account.configuration').get(1)?.tax_rounding === 'line';
  for (const line of lines) {
    for (const tax of applicable(line.taxes, date)) {
      const quantity = Decimal.fromNumber(line.quantity);
      const rawBase = line.unitPrice.times(quantity);
      const amount = line.unitPrice.times(tax.decimal('rate') ?? Decimal.zero).times(quantity);
      const base = roundAmount(currency, rawBase);
      const account = tax.number(isPositive(rawBase) ? 'invoice_account' : 'credit_note_account');
      const key = `${account}/${tax.id}/${isPositive(base)}`;
      const sum = summary.get(key);
      if (sum) {
        sum.base = sum.base.plus(base);
        sum.amount = sum.amount.plus(amount);
      } else summary.set(key, { tax, account, base, amount });
    }
    if (perLine) roundAll();
  }
  if (!perLine) roundAll();
  return [...summary.values()];
}

function applicable(taxes: readonly ModelRecord[], date: Day): ModelRecord[] {
  const sequence = (tax: ModelRecord) => (tax.value('sequence') === null ? -1 : tax.number('sequence'));
  return [...taxes]
    .sort((a, b) => sequence(a) - sequence(b) || a.id - b.id)
    .filter((tax) => {
      if (tax.text('type') !== 'percentage' || tax.is('update_unit_price') || tax.many('childs').length > 0)
        throw new NotSimulatedError('taxes other than plain percentages');
      const [start, end] = [tax.day('start_date'), tax.day('end_date')];
      return (!start || start.toString() <= date.toString()) && (!end || date.toString() <= end.toString());
    });
}

function isPositive(amount: Decimal): boolean {
  return amount.compare(Decimal.zero) >= 0;
}
