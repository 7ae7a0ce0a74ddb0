import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';
import { configuration } from './configuration';
import { insert } from './insert';
import { computeTaxes } from './tax';
import { computeQuantity, roundQuantity } from './uom';

/**
 * Creates the draft invoice of what the sale has not invoiced yet, if there is anything.
 * @param sawNone true for a transaction that began before another one's invoice was committed, and invoices everything again
 */
export function createInvoice(sale: ModelRecord, sawNone = false): void {
  if (sale.text('invoice_method') === 'manual') return;
  const lines = sale.many('lines').flatMap((line) => {
    const quantity = quantityToInvoice(sale, line, sawNone ? [] : line.many('invoice_lines'));
    return quantity === undefined ? [] : [{ line, quantity }];
  });
  if (lines.length === 0) return;

  const { env } = sale;
  const party = sale.one('invoice_party') ?? sale.required('party');
  const invoice = insert(env, 'account.invoice', {
    company: sale.value('company'),
    type: 'out',
    state: 'draft',
    party: party.id,
    invoice_address: sale.value('invoice_address'),
    currency: sale.value('currency'),
    account: party.value('account_receivable') ?? configuration.receivableAccount,
    journal: configuration.revenueJournal,
    payment_term: sale.value('payment_term'),
  });
  for (const { line, quantity } of lines) insertLine(sale, line, quantity, invoice);
  insertTaxes(env.registry.model('account.invoice').record(env, invoice));
}

/** The quantity still to invoice; null for a line of text, undefined for a line that the invoice leaves out. */
function quantityToInvoice(sale: ModelRecord, line: ModelRecord, existing: readonly ModelRecord[]): number | null | undefined {
  if (line.text('type') !== 'line') return sale.text('invoice_method') === 'order' && existing.length === 0 ? null : undefined;
  const unit = line.one('unit');
  const product = line.one('product');
  const wanted =
    sale.text('invoice_method') === 'order' || !product || product.text('type') === 'service'
      ? line.number('quantity')
      : shipped(line);
  const invoiced = existing
    .filter((item) => item.text('type') === 'line')
    .reduce(
      (sum, item) =>
        sum + (unit ? computeQuantity(item.required('unit'), item.number('quantity'), unit) : item.number('quantity')),
      0,
    );
  const open = unit ? roundQuantity(unit, wanted - invoiced) : wanted - invoiced;
  return open === 0 ? undefined : open;
}

function shipped(line: ModelRecord): number {
  const unit = line.required('unit');
  return line
    .many('moves')
    .filter((move) => move.text('state') === 'done')
    .reduce((sum, move) => sum + computeQuantity(move.required('uom'), move.number('quantity'), unit), 0);
}

function insertLine(sale: ModelRecord, line: ModelRecord, quantity: number | null, invoice: number): void {
  const { env } = sale;
  const category = line.one('product')?.one('account_category');
  const id = insert(env, 'account.invoice.line', {
    invoice,
    type: line.value('type'),
    currency: sale.value('currency'),
    company: sale.value('company'),
    description: line.value('description'),
    note: line.value('note'),
    origin: `sale.line,${line.id}`,
    taxes_deductible_rate: Decimal.fromInteger(1),
    ...(quantity === null
      ? {}
      : {
          quantity,
          unit: line.value('unit'),
          product: line.value('product'),
          unit_price: line.value('unit_price'),
          invoice_type: 'out',
          account: category?.value('account_revenue') ?? configuration.revenueAccount,
        }),
  });
  if (quantity === null) return;
  for (const tax of line.many('taxes')) insert(env, 'account.invoice.line-account.tax', { line: id, tax: tax.id });
}

function insertTaxes(invoice: ModelRecord): void {
  const lines = invoice.many('lines').filter((line) => line.text('type') === 'line');
  const taxes = computeTaxes(
    lines.map((line) => ({
      taxes: line.many('taxes'),
      unitPrice: line.decimal('unit_price') ?? Decimal.zero,
      quantity: line.number('quantity'),
    })),
    invoice.required('currency'),
    invoice.env.today(),
  );
  for (const { tax, account, base, amount } of taxes)
    insert(invoice.env, 'account.invoice.tax', {
      invoice: invoice.id,
      description: tax.value('description'),
      legal_notice: tax.value('legal_notice'),
      tax: tax.id,
      account,
      base,
      amount,
      manual: 0,
    });
}
