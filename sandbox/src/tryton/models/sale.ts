import { NotSimulatedError, UserError } from '../errors';
import type { Behaviour, Clause } from '../orm/behaviour';
import type { Domain } from '../orm/domain';
import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';
import type { Value } from '../values/value';
import { configuration } from './configuration';
import { cancel, confirm, draft, process, quote } from './saleWorkflow';
import { companyCurrency, contextCompany, idsOf, searchIn } from './shared';
import { computeTaxes, type TaxableLine } from './tax';

/** From these states on the amounts are those that were stored when the state was reached. */
const statesWithStoredAmounts = ['confirmed', 'processing', 'done', 'cancelled'];

export const sale: Behaviour = {
  getters: {
    rec_name: saleName,
    currency_digits: (record) => record.one('currency')?.value('digits') ?? 2,
    party_lang: (record) => record.one('party')?.one('lang')?.value('code') ?? 'en',
    get_amount: (record, field) => amount(record, field),
    moves: (record) => descending(record.many('lines').flatMap((line) => line.many('moves'))),
    invoices: (record) =>
      idsOf(record.many('lines').flatMap((line) => line.many('invoice_lines').map((item) => item.one('invoice')))),
    shipments: (record) => idsOf(record.many('lines').flatMap((line) => line.many('moves').map((move) => move.one('shipment')))),
    shipment_returns: () => [],
  },
  searchers: {
    rec_name: searchIn('number', 'reference'),
    invoices: ([name, ...rest]) => [[`lines.invoice_lines.invoice${name.slice('invoices'.length)}`, ...rest]],
    shipments: searchShipments,
  },
  defaults: {
    company: contextCompany,
    currency: (env) => companyCurrency(env)?.id ?? null,
    currency_digits: (env) => companyCurrency(env)?.value('digits') ?? 2,
    invoice_method: () => configuration.invoiceMethod,
    shipment_method: () => configuration.shipmentMethod,
    shipment_cost_method: () => configuration.shipmentCostMethod,
    invoice_state: () => 'none',
    shipment_state: () => 'none',
    state: () => 'draft',
    payment_term: () => configuration.customerPaymentTerm,
    warehouse: () => configuration.warehouse,
  },
  validate(records) {
    for (const record of records) checkMethods(record);
  },
  delete(env, ids, next) {
    const model = env.registry.model('sale.sale');
    cancel(env, ids, model);
    for (const record of model.records(env, ids))
      if (record.exists && record.text('state') !== 'cancelled')
        throw new UserError(`To delete sale "${record.recName}" you must cancel it.`);
    next();
  },
  copyDefaults: () => ({
    state: 'draft', number: null, invoice_state: 'none', invoices_ignored: null, moves: null, shipment_state: 'none', sale_date: null,
    quoted_by: null, confirmed_by: null, web_shop: null, web_id: null,
  }), // prettier-ignore
  methods: {
    quote: { onRecords: true, button: true, call: (env, [ids], model) => quote(env, ids as number[], model) },
    confirm: { onRecords: true, button: true, call: (env, [ids], model) => confirm(env, ids as number[], model) },
    process: { onRecords: true, button: true, call: (env, [ids], model) => process(env, ids as number[], model) },
    cancel: { onRecords: true, button: true, call: (env, [ids], model) => cancel(env, ids as number[], model) },
    draft: { onRecords: true, button: true, call: (env, [ids], model) => draft(env, ids as number[], model) },
  },
};

/** Number and reference, else the id in parentheses. */
function saleName(record: ModelRecord): string {
  const reference = record.text('reference');
  return [record.text('number'), reference && `[${reference}]`].filter(Boolean).join(' ') || `(${record.id})`;
}

function amount(record: ModelRecord, field: string): Value {
  const stored = ['untaxed_amount_cache', 'tax_amount_cache', 'total_amount_cache'];
  if (statesWithStoredAmounts.includes(record.text('state')) && stored.every((name) => record.value(name) !== null))
    return record.value(`${field}_cache`);
  if (field === 'untaxed_amount') return untaxedAmount(record);
  const tax = taxAmount(record);
  return field === 'tax_amount' ? tax : untaxedAmount(record).plus(tax);
}

function untaxedAmount(record: ModelRecord): Decimal {
  return productLines(record).reduce((sum, line) => sum.plus(line.decimal('amount') ?? Decimal.zero), Decimal.zero);
}

function taxAmount(record: ModelRecord): Decimal {
  const taxes = computeTaxes(productLines(record).map(taxable), record.required('currency'), record.env.today());
  return taxes.reduce((sum, tax) => sum.plus(tax.amount), Decimal.zero);
}

function taxable(line: ModelRecord): TaxableLine {
  return { taxes: line.many('taxes'), unitPrice: line.decimal('unit_price') ?? Decimal.zero, quantity: line.number('quantity') };
}

function productLines(record: ModelRecord): ModelRecord[] {
  return record.many('lines').filter((line) => line.text('type') === 'line');
}

/** Moves are listed newest first. */
function descending(records: readonly ModelRecord[]): number[] {
  return idsOf(records).sort((a, b) => b - a);
}

function searchShipments([name, operator, value]: Clause): Domain {
  const rest = name.slice('shipments'.length) || (typeof value === 'string' ? '.rec_name' : '.id');
  return [[`lines.moves.shipment${rest}`, operator, value, 'stock.shipment.out']];
}

/** Invoicing on shipment and shipping on payment would wait for each other for ever. */
function checkMethods(record: ModelRecord): void {
  const invoice = record.text('invoice_method');
  const shipment = record.text('shipment_method');
  const impossible =
    (invoice === 'shipment' && (shipment === 'invoice' || shipment === 'manual')) ||
    (shipment === 'invoice' && (invoice === 'shipment' || invoice === 'manual'));
  if (!impossible) return;
  throw new UserError(
    `You cannot use together invoice "${label(record, 'invoice_method')}" and shipment "${label(record, 'shipment_method')}" ` +
      `on sale "${record.recName}".`,
  );
}

function label(record: ModelRecord, field: string): string {
  const option = record.model.field(field).selection?.find(([value]) => value === record.value(field));
  if (!option) throw new NotSimulatedError(`the label of ${field}`);
  return option[1];
}
