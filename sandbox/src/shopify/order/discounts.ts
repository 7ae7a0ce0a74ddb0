import { parseMinor } from '../money';
import type { CalculatedDiscount } from './calculate';
import type { Bag } from '../money';
import type { DiscountApplication } from './model';
import type { DiscountInput, PlaceOrder } from './placeOrderInput';

/** A discount of the order together with what it applies to. */
export interface PlacedDiscount {
  readonly application: DiscountApplication;
  readonly target: CalculatedDiscount['target'];
}

/** The order's discounts in the order in which they apply: lines, then the whole order, then shipping. */
export function discountsOf(input: PlaceOrder, currency: string, convert: (shop: bigint) => Bag): readonly PlacedDiscount[] {
  const placed: PlacedDiscount[] = [];
  const add = (discount: DiscountInput, target: PlacedDiscount['target'], shape: Shape) =>
    placed.push({ target, application: { ...shape, ...describe(discount, currency, convert) } });

  input.lines.forEach(({ discount }, line) => {
    if (discount) add(discount, { line }, { target: 'line_item', selection: 'explicit', allocation: 'one' });
  });
  for (const discount of input.discounts ?? []) {
    add(discount, 'lines', { target: 'line_item', selection: 'all', allocation: 'across' });
  }
  if (input.shipping?.discount) {
    add(input.shipping.discount, 'shipping', { target: 'shipping_line', selection: 'all', allocation: 'each' });
  }
  return placed;
}

/** The same discounts for the calculation in one currency. */
export function calculated(placed: readonly PlacedDiscount[], pick: (bag: Bag) => bigint): readonly CalculatedDiscount[] {
  return placed.map(({ application, target }) => ({
    target,
    value: application.valueType === 'percentage' ? { percent: application.value } : { amount: pick(application.fixed) },
  }));
}

type Shape = Pick<DiscountApplication, 'target' | 'selection' | 'allocation'>;

function describe(
  discount: DiscountInput,
  currency: string,
  convert: (shop: bigint) => Bag,
): Omit<DiscountApplication, keyof Shape> {
  const { kind = 'manual', title = 'Discount', description = null, percentage, amount } = discount;
  if ((percentage === undefined) === (amount === undefined)) {
    throw new RangeError('A discount has either a percentage or an amount');
  }
  return {
    kind,
    title,
    description,
    valueType: percentage === undefined ? 'fixed_amount' : 'percentage',
    value: percentage ?? amount ?? '0',
    fixed: amount === undefined ? { shop: 0n, presentment: 0n } : convert(parseMinor(amount, currency)),
  };
}
