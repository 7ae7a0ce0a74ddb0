import { NotSimulatedError, PythonError } from '../errors';
import type { Environment } from '../orm/environment';
import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';
import { isObject, isTruthy, type Value } from '../values/value';
import { priceDecimals } from './configuration';
import { roundAmount } from './currency';
import { roundPrice, salePrice } from './price';
import { discountText, rateOf } from './saleLine';
import { computePrice } from './uom';

const parentPrefix = '_parent_sale.';

/**
 * What the real client is told when the user enters a product: unit, taxes, price, discount and amount of the line. Values of
 * the sale come as flat dotted keys.
 */
export function onChangeProduct(env: Environment, values: Value): Value {
  if (!isObject(values)) throw new NotSimulatedError('on_change_product of a stored line');
  const { own, parent } = split(env, values);
  if (own.product === null || own.product === undefined) return { unit: own.unit ?? null };
  const company = typeof parent.company === 'number' ? parent.company : null;
  const quiet = env.unchecked().with({ company });
  const record = (model: string, id: Value): ModelRecord | null =>
    typeof id === 'number' ? quiet.registry.model(model).record(quiet, id) : null;

  const product = quiet.registry.model('product.product').record(quiet, Number(own.product));
  const taxes =
    product
      .one('account_category')
      ?.many('customer_taxes')
      .filter((tax) => tax.value('company') === company) ?? [];
  if (record('party.party', parent.party)?.is('customer_tax_rule')) throw new NotSimulatedError('tax rules of a party');
  const saleUnit = product.required('sale_uom');
  const given = record('product.uom', own.unit);
  const keepsUnit = given !== null && given.value('category') === saleUnit.value('category');
  const unit = keepsUnit ? given : saleUnit;
  const quantity = typeof own.quantity === 'number' ? own.quantity : 0;

  const priceContext = {
    uom: unit.id,
    taxes: taxes.map(({ id }) => id),
    ...(isTruthy(parent.currency) ? { currency: parent.currency } : {}),
    ...(isTruthy(parent.party) ? { customer: parent.party } : {}),
    ...(isTruthy(parent.price_list) ? { price_list: parent.price_list } : {}),
  };
  const priced = quiet.registry.model('product.product').record(quiet.with(priceContext), product.id);
  const found = salePrice(priced, quantity);
  const unitPrice = found === null || found.isZero ? found : roundPrice(found);
  const basePrice = roundPrice(computePrice(product.required('default_uom'), product.decimal('list_price'), unit));
  const currency = record('currency.currency', parent.currency);
  const exact = Decimal.fromNumber(quantity).times(unitPrice ?? Decimal.parse('0.0'));
  const discountAmount = unitPrice ? basePrice.minus(unitPrice).quantize(priceDecimals) : null;
  const rate = rateOf(unitPrice, basePrice);
  return {
    ...(keepsUnit ? {} : { unit: unit.id, 'unit.': { rec_name: unit.recName }, unit_digits: unit.value('digits') }),
    ...(own.type === 'line' ? {} : { type: 'line' }),
    ...('quantity' in own ? {} : { quantity: null }),
    taxes: { add: taxes.map((tax, index) => [index, { id: tax.id }]) },
    unit_price: unitPrice,
    amount: currency ? roundAmount(currency, exact) : exact,
    base_price: basePrice,
    discount_rate: rate,
    discount_amount: discountAmount,
    discount: discountText(rate, discountAmount, currency),
  };
}

interface Given {
  readonly own: { readonly [field: string]: Value };
  readonly parent: { readonly [field: string]: Value };
}

function split(env: Environment, values: { readonly [field: string]: Value }): Given {
  const line = env.registry.model('sale.line');
  const own: { [field: string]: Value } = {};
  const parent: { [field: string]: Value } = {};
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith(parentPrefix)) parent[name.slice(parentPrefix.length)] = value;
    else if (name.startsWith('_parent_')) throw new PythonError('not enough values to unpack (expected 2, got 1)');
    else if (line.hasField(name)) own[name] = value;
    else throw new PythonError(`'sale.line' object has no attribute '${name}'`);
  }
  return { own, parent };
}
