import type { Bag } from '../money';
import { ZERO_BAG, addBags, shareOfBag, subtractBags } from '../money';
import type { Order, OrderLine, ShippingLine, TaxLine } from './model';

/** The sums of an order, either as placed or after edits and cancellation. */
export interface Totals {
  /** Unit price times quantity of every line, before discounts. */
  readonly lineItems: Bag;
  /** Lines after all discounts; includes tax when the order's prices do. */
  readonly subtotal: Bag;
  /** Line and shipping discounts together. */
  readonly discounts: Bag;
  readonly shippingBeforeDiscounts: Bag;
  readonly shipping: Bag;
  readonly tax: Bag;
  readonly total: Bag;
  /** One entry for each title and rate. */
  readonly taxLines: readonly TaxLine[];
}

/** Price times quantity before discounts, for all units or for those that are left. */
export function grossOf(line: OrderLine, quantity: number = line.quantity): Bag {
  return { shop: line.unitPrice.shop * BigInt(quantity), presentment: line.unitPrice.presentment * BigInt(quantity) };
}

export function discountOf(part: OrderLine | ShippingLine): Bag {
  return addBags(part.discounts.map(({ amount }) => amount));
}

/** A line after all its discounts, as placed. */
export function netOf(line: OrderLine): Bag {
  return subtractBags(grossOf(line), discountOf(line));
}

export function placedTotals(order: Order): Totals {
  return totals(order, (line) => line.quantity, true);
}

/** After removals and cancellation: what the buyer owes in the end. A cancelled order keeps no shipping. */
export function currentTotals(order: Order): Totals {
  return totals(order, (line) => line.currentQuantity, order.cancelledAtMs === null);
}

function totals(order: Order, quantityOf: (line: OrderLine) => number, withShipping: boolean): Totals {
  const part = (line: OrderLine, bag: Bag) => shareOfBag(bag, quantityOf(line), line.quantity);
  const shippingLines = withShipping ? order.shippingLines : [];
  const lineItems = addBags(order.lines.map((line) => grossOf(line, quantityOf(line))));
  const lineDiscounts = addBags(order.lines.flatMap((line) => line.discounts.map(({ amount }) => part(line, amount))));
  const shippingDiscounts = addBags(shippingLines.map(discountOf));
  const taxLines = mergeTaxLines([
    ...order.lines.flatMap((line) => line.taxes.map((tax) => ({ ...tax, amount: part(line, tax.amount) }))),
    ...shippingLines.flatMap((line) => line.taxes),
  ]);

  const subtotal = subtractBags(lineItems, lineDiscounts);
  const shippingBeforeDiscounts = addBags(shippingLines.map((line) => line.price));
  const shipping = subtractBags(shippingBeforeDiscounts, shippingDiscounts);
  const tax = addBags(taxLines.map(({ amount }) => amount));
  return {
    lineItems,
    subtotal,
    discounts: addBags([lineDiscounts, shippingDiscounts]),
    shippingBeforeDiscounts,
    shipping,
    tax,
    total: addBags([subtotal, shipping, order.taxesIncluded ? ZERO_BAG : tax]),
    taxLines,
  };
}

function mergeTaxLines(lines: readonly TaxLine[]): readonly TaxLine[] {
  const merged = new Map<string, TaxLine>();
  for (const line of lines) {
    const key = `${line.rate} ${line.title}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? line : { ...line, amount: addBags([before.amount, line.amount]) });
  }
  return [...merged.values()];
}
