import { NotSimulatedError } from '../errors';
import type { ModelRecord } from '../orm/record';
import { Decimal } from '../values/decimal';

/** Digits that conversion factors are written with before they multiply a price. */
const conversionDecimals = 12;

/** Converts a price from one unit to another of the same category. */
export function computePrice(from: ModelRecord, price: Decimal | null, to: ModelRecord): Decimal | null {
  if (price === null || price.isZero) return price;
  if (from.value('category') !== to.value('category'))
    throw new NotSimulatedError('prices between units of different categories');
  const inBase = usesFactor(from) ? price.dividedBy(conversion(from, 'factor')) : price.times(conversion(from, 'rate'));
  return usesFactor(to) ? inBase.times(conversion(to, 'factor')) : inBase.dividedBy(conversion(to, 'rate'));
}

/** Converts a quantity from one unit to another of the same category, rounded to the target's rounding. */
export function computeQuantity(from: ModelRecord, quantity: number, to: ModelRecord): number {
  if (quantity === 0 || from.id === to.id) return quantity;
  if (from.value('category') !== to.value('category'))
    throw new NotSimulatedError('quantities between units of different categories');
  const inBase = usesFactor(from) ? quantity * from.number('factor') : quantity / from.number('rate');
  return roundQuantity(to, usesFactor(to) ? inBase / to.number('factor') : inBase * to.number('rate'));
}

/** Rounds half-even to a multiple of the unit's rounding. */
export function roundQuantity(unit: ModelRecord, quantity: number): number {
  const rounding = Decimal.fromNumber(unit.number('rounding'));
  return Decimal.fromNumber(quantity).dividedBy(rounding).quantize(0).times(rounding).toNumber();
}

function usesFactor(unit: ModelRecord): boolean {
  const factor = unit.number('factor');
  const rate = unit.number('rate');
  if (factor === rate) return true;
  return decimalsOf(factor) <= decimalsOf(rate);
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 0;
}

function conversion(unit: ModelRecord, field: string): Decimal {
  return Decimal.fromFloat(unit.number(field)).quantize(conversionDecimals);
}
