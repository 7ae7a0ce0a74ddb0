import { UserError } from '../errors';
import type { Behaviour } from '../orm/behaviour';
import type { Model } from '../orm/model';
import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';
import type { Day } from '../values/time';
import type { Value } from '../values/value';
import { priceDecimals } from './configuration';
import { roundAmount } from './currency';
import { quantityName } from './move';
import { onChangeProduct } from './saleLineChange';
import { searchIn } from './shared';
import { computeQuantity, roundQuantity } from './uom';

export const saleLine: Behaviour = {
  getters: {
    unit_digits: (line) => line.one('unit')?.value('digits') ?? 2,
    product_uom_category: (line) => line.one('product')?.value('default_uom_category') ?? null,
    amount: amountOf,
    currency: (line) => line.one('sale')?.value('currency') ?? null,
    company: (line) => line.one('sale')?.value('company') ?? null,
    sale_state: (line) => line.one('sale')?.value('state') ?? null,
    summary: (line) => line.text('description').split(/\r\n|\r|\n/)[0] ?? '',
    warehouse: (line) => line.one('sale')?.value('warehouse') ?? null,
    from_location: (line) => (line.number('quantity') >= 0 ? warehouseZone(line, 'output_location') : customerLocation(line)),
    to_location: (line) => (line.number('quantity') >= 0 ? customerLocation(line) : warehouseZone(line, 'input_location')),
    move_done: (line) => {
      const remaining = remainingQuantity(line);
      return remaining === null || roundQuantity(line.required('unit'), remaining) <= 0;
    },
    move_exception: (line) => line.many('moves').some((move) => move.text('state') === 'cancelled'),
    shipping_date: shippingDate,
    discount_rate: discountRate,
    discount_amount: (line) => discountAmount(line),
    discount: (line) => discountText(discountRate(line), discountAmount(line), line.one('currency')),
    rec_name: (line) => {
      const sale = line.required('sale').recName;
      const product = line.one('product');
      return product ? `${quantityName(line.number('quantity'), line.one('unit'), product)} @ ${sale}` : sale;
    },
  },
  setters: { discount_rate: () => undefined, discount_amount: () => undefined },
  searchers: { rec_name: searchIn('sale.rec_name', 'product.rec_name') },
  defaults: { type: () => 'line', unit_digits: () => 2 },
  delete(env, ids, next) {
    const model = env.registry.model('sale.line');
    const lines = model.records(env, ids);
    refuseMissing(model, lines);
    for (const line of lines) {
      if (['cancelled', 'draft'].includes(line.text('sale_state'))) continue;
      const sale = line.required('sale').recName;
      throw new UserError(`To delete line "${line.recName}" you must cancel or reset to draft sale "${sale}".`);
    }
    next();
  },
  copyDefaults: () => ({ moves: null, moves_ignored: null, moves_recreated: null, invoice_lines: null, actual_quantity: null }),
  methods: { on_change_product: { call: (env, [values]) => onChangeProduct(env, values) } },
};

/** The server reads all lines at once to learn the states of their sales, and that fails for lines that are gone. */
function refuseMissing(model: Model, lines: readonly ModelRecord[]): void {
  const missing = lines.filter((line) => !line.exists).map(({ id }) => id);
  if (missing.length === 0) return;
  const listed = missing.slice(0, 5).join(', ') + (missing.length > 5 ? '...' : '');
  throw new UserError(`You are trying to read records "${listed}" of "${model.string}" that don't exist anymore.`);
}

/** Quantity times price, rounded to the currency; a subtotal sums the lines since the subtotal before. */
function amountOf(line: ModelRecord): Decimal {
  const type = line.text('type');
  if (type === 'line') return productAmount(line);
  const nothing = Decimal.parse('0.0');
  if (type !== 'subtotal') return nothing;
  let sum = nothing;
  for (const other of line.required('sale').many('lines')) {
    if (other.text('type') === 'line') sum = sum.plus(productAmount(other));
    else if (other.text('type') === 'subtotal') {
      if (other.id === line.id) break;
      sum = nothing;
    }
  }
  return sum;
}

function productAmount(line: ModelRecord): Decimal {
  const amount = Decimal.fromNumber(line.number('quantity')).times(line.decimal('unit_price') ?? Decimal.parse('0.0'));
  return roundAmount(line.required('sale').required('currency'), amount);
}

function warehouseZone(line: ModelRecord, zone: string): Value {
  return line.one('warehouse')?.value(zone) ?? null;
}

function customerLocation(line: ModelRecord): Value {
  const sale = line.required('sale');
  return (sale.one('shipment_party') ?? sale.required('party')).value('customer_location');
}

/** What is still to ship; null where nothing ships. */
function remainingQuantity(line: ModelRecord): number | null {
  const product = line.one('product');
  if (line.text('type') !== 'line' || !product || product.text('type') === 'service') return null;
  const ignored = new Set(line.many('moves_ignored').map(({ id }) => id));
  return line
    .many('moves')
    .filter((move) => move.text('state') === 'done' || ignored.has(move.id))
    .reduce(
      (rest, move) => rest - computeQuantity(move.required('uom'), move.number('quantity'), line.required('unit')),
      Math.abs(line.number('quantity')),
    );
}

/** The date of the moves, else the day on which the line can ship. */
function shippingDate(line: ModelRecord): Day | null {
  const moves = line.many('moves').filter((move) => move.text('state') !== 'cancelled');
  const dates = moves.flatMap((move) => move.day('effective_date') ?? move.day('planned_date') ?? []);
  if (moves.length > 0) return dates.sort((a, b) => a.toString().localeCompare(b.toString()))[0] ?? null;
  if (!line.is('product') || line.value('quantity') === null || line.number('quantity') <= 0) return null;
  const sale = line.one('sale');
  const today = line.env.today();
  // no product of the seed has a lead time, so goods can leave on the day of the sale
  return [sale?.day('sale_date'), sale?.day('shipping_date'), today].reduce<Day>(
    (latest, date) => (date && date.toString() > latest.toString() ? date : latest),
    today,
  );
}

function discountRate(line: ModelRecord): Decimal | null {
  return rateOf(line.decimal('unit_price'), line.decimal('base_price'));
}

function discountAmount(line: ModelRecord): Decimal | null {
  const [price, base] = [line.decimal('unit_price'), line.decimal('base_price')];
  return price && base ? base.minus(price).quantize(priceDecimals) : null;
}

/** The part of the base price that is not asked for, four decimals. */
export function rateOf(price: Decimal | null, base: Decimal | null): Decimal | null {
  if (!price || !base || base.isZero) return null;
  return Decimal.fromInteger(1).minus(price.dividedBy(base)).quantize(4);
}

/** `10%` for whole percentages, else the amount. */
export function discountText(rate: Decimal | null, amount: Decimal | null, currency: ModelRecord | null): string | null {
  const percent = rate?.times(Decimal.fromInteger(100));
  if (percent && !percent.isZero && percent.quantize(0).equals(percent)) return `${percent.quantize(0).toString()}%`;
  if (!amount || amount.isZero || !currency) return null;
  const sign = amount.compare(Decimal.zero) < 0 ? '-' : '';
  return `${sign}${currency.text('symbol')}${amount.absolute().quantize(priceDecimals).toString()}`;
}
