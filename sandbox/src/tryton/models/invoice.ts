import type { Behaviour } from '../orm/behaviour';
import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';
import { roundAmount } from './currency';
import { quantityName } from './move';
import { idsOf } from './shared';

/** Invoices as the processing of a sale makes them: drafts that can be read. Posting is not simulated. */
export const invoice: Behaviour = {
  getters: {
    rec_name: (record) => record.text('number') || `(${record.id})`,
    currency_digits: (record) => record.one('currency')?.value('digits') ?? 2,
    untaxed_amount: untaxed,
    tax_amount: tax,
    total_amount: (record) => untaxed(record).plus(tax(record)),
    // nothing is owed before the invoice is posted
    amount_to_pay: () => Decimal.zero,
    sales: (record) => idsOf(record.many('lines').map((line) => line.one('origin')?.one('sale') ?? null)),
    origins: (record) =>
      [...new Set(record.many('lines').map((line) => line.one('origin')?.one('sale')?.recName ?? ''))].filter(Boolean).join(', '),
  },
};

export const invoiceLine: Behaviour = {
  getters: {
    amount: (line) => {
      if (line.text('type') !== 'line') return Decimal.zero;
      return roundAmount(
        line.required('currency'),
        Decimal.fromNumber(line.number('quantity')).times(line.decimal('unit_price') ?? Decimal.zero),
      );
    },
    currency_digits: (line) => line.one('currency')?.value('digits') ?? 2,
    unit_digits: (line) => line.one('unit')?.value('digits') ?? 2,
    product_uom_category: (line) => line.one('product')?.value('default_uom_category') ?? null,
    invoice_state: (line) => line.one('invoice')?.value('state') ?? 'draft',
    summary: (line) => line.text('description').split(/\r\n|\r|\n/)[0] ?? '',
    rec_name: (line) => {
      const product = line.one('product');
      const prefix = product
        ? quantityName(line.number('quantity'), line.one('unit'), product)
        : (line.one('account')?.recName ?? `(${line.id})`);
      return `${prefix} @ ${line.required('invoice').recName}`;
    },
  },
};

function untaxed(record: ModelRecord): Decimal {
  return record
    .many('lines')
    .filter((line) => line.text('type') === 'line')
    .reduce((sum, line) => sum.plus(line.decimal('amount') ?? Decimal.zero), Decimal.zero);
}

function tax(record: ModelRecord): Decimal {
  return record.many('taxes').reduce((sum, item) => sum.plus(item.decimal('amount') ?? Decimal.zero), Decimal.zero);
}
