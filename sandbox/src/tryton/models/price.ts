import { NotSimulatedError, PythonError } from '../errors';
import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';
import { isList } from '../values/value';
import { rate } from './currency';
import { priceDecimals } from './configuration';
import { evaluateFormula } from './formula';
import { currentUser } from './shared';
import { computePrice } from './uom';

/** Rounds a price to the decimals of prices. Without a price it fails as Python does. */
export function roundPrice(price: Decimal | null): Decimal {
  if (price === null) throw new PythonError("'NoneType' object has no attribute 'quantize'");
  return price.quantize(priceDecimals);
}

/** A price per default unit, converted to another unit of the same category. */
export function priceInUnit(product: ModelRecord, price: Decimal | null, unit: ModelRecord | null): Decimal | null {
  const own = product.required('default_uom');
  return unit && unit.value('category') === own.value('category') ? computePrice(own, price, unit) : price;
}

/**
 * The sale price of a product as the context asks: price list, customer, currency, unit and taxes.
 * @param quantity in the unit of the context, else the sale unit
 */
export function salePrice(product: ModelRecord, quantity: number): Decimal | null {
  const { env } = product;
  const own = product.required('default_uom');
  const unit = typeof env.context.uom === 'number' ? env.registry.model('product.uom').record(env, env.context.uom) : null;
  const target = unit && unit.value('category') === own.value('category') ? unit : product.required('sale_uom');
  const price = computePrice(own, unitPrice(product, quantity, target), target);
  const { currency } = env.context;
  const company = currentUser(env).one('company');
  if (price === null || typeof currency !== 'number' || !company || company.value('currency') === currency) return price;
  const to = env.registry.model('currency.currency').record(env, currency);
  return price.times(rate(to)).dividedBy(rate(company.required('currency')));
}

function unitPrice(product: ModelRecord, quantity: number, unit: ModelRecord): Decimal | null {
  const { env } = product;
  const listPrice = product.required('template').decimal('list_price');
  if (typeof env.context.price_list !== 'number') return listPrice;
  const priceList = env.registry.model('product.price_list').record(env, env.context.price_list);
  if (priceList.is('tax_included') && isList(env.context.taxes) && env.context.taxes.length > 0)
    throw new NotSimulatedError('price lists with tax included');
  if (listPrice === null) return null;
  const line = priceList.many('lines').find((item) => matches(item, product, quantity, unit));
  if (!line) return listPrice;
  return evaluateFormula(line.text('formula'), {
    unit_price: listPrice,
    cost_price: product.decimal('cost_price') ?? Decimal.zero,
  });
}

function matches(line: ModelRecord, product: ModelRecord, quantity: number, unit: ModelRecord): boolean {
  if (line.is('category')) throw new NotSimulatedError('price list lines for a category');
  if (line.model.hasField('quantity') && line.number('quantity') > 0) {
    if (unit.id !== product.value('default_uom')) throw new NotSimulatedError('price list quantities in another unit');
    if (quantity < line.number('quantity')) return false;
  }
  const wanted = line.value('product');
  return wanted === null || wanted === product.id;
}
