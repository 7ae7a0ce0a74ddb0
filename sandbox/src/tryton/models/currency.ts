import { NotSimulatedError } from '../errors';
import type { Behaviour } from '../orm/behaviour';
import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';
import { Day } from '../values/time';

/** Rounds an amount half-even to the currency's rounding. */
export function roundAmount(currency: ModelRecord, amount: Decimal): Decimal {
  const rounding = currency.decimal('rounding');
  if (!rounding || rounding.isZero) return amount;
  return amount.dividedBy(rounding).quantize(0).times(rounding);
}

/** The newest rate of the currency, relative to the base currency. */
export function rate(currency: ModelRecord): Decimal {
  const today = (currency.env.context.date instanceof Day ? currency.env.context.date : currency.env.today()).toString();
  const known = currency
    .many('rates')
    .filter((item) => (item.day('date')?.toString() ?? '') <= today)
    .sort((a, b) => String(b.day('date')).localeCompare(String(a.day('date'))));
  const newest = known[0]?.decimal('rate');
  if (!newest) throw new NotSimulatedError('currencies without a rate');
  return newest;
}

export const currency: Behaviour = {
  getters: { rate: (record) => rate(record) },
  defaults: { active: () => true, digits: () => 2, rounding: () => Decimal.parse('0.01') },
  searchers: {
    rec_name: ([, operator, value]) => [
      'OR',
      ['name', operator, value],
      ['code', operator, value],
      ['numeric_code', operator, value],
    ],
  },
};
