import type { Decimal } from '../../../../../core/decimal';
import { absolute, add, compare, formatDecimal, formatShortest, subtract, ZERO } from '../../../../../core/decimal';
import type { Difference } from '../../../../../core/delivery';
import type { Order } from '../../../../../core/documents';
import type { CreateOrderOptions } from '../../../contract';
import { gtinSpellings } from '../product';
import type { OrderItem } from './orderItems';
import { decimal, orderItems } from './orderItems';
import { shown } from './problems';
import type { StoredSale, StoredSaleLine } from './storedSale';

/** Amounts as the ERP shows or will show them. */
export interface Amounts {
  readonly lines: readonly Decimal[];
  readonly untaxed: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
}

/** What an order has to look like in the ERP. */
export interface ExpectedSale {
  readonly currency: string;
  readonly items: readonly OrderItem[];
  readonly amounts: Amounts;
  /** By how much single amounts may differ while the total is met: the rounding line's tolerance, else zero. */
  readonly slack: Decimal;
  readonly roundingProduct?: string;
}

export function expectedSale(order: Order, options: CreateOrderOptions): ExpectedSale {
  const items = orderItems(order, options);
  const withRounding = options.onTotalDifference === 'addRoundingLine';
  return {
    currency: order.currency,
    items,
    amounts: {
      lines: items.map(({ netAmount }) => netAmount),
      untaxed: items.reduce<Decimal>((sum, { netAmount }) => add(sum, netAmount), ZERO),
      tax: items.reduce<Decimal>((sum, { taxAmount }) => add(sum, taxAmount), ZERO),
      total: decimal(order.totals.totalAmount),
    },
    slack: withRounding ? decimal(options.roundingTolerance) : ZERO,
    roundingProduct: withRounding ? options.roundingProduct : undefined,
  };
}

/** Compares a stored sale with the order it was made from: articles, quantities, amounts, currency. No personal values. */
export function compareSale(expected: ExpectedSale, sale: StoredSale): readonly Difference[] {
  const { articles, rounding } = splitRounding(expected, sale);
  const differences: Difference[] = [];
  if (sale.currency !== expected.currency) {
    differences.push({ field: 'currency', expected: expected.currency, actual: sale.currency });
  }
  if (articles.length !== expected.items.length) {
    differences.push({ field: 'lines', expected: String(expected.items.length), actual: String(articles.length) });
    return differences;
  }
  for (const [place, item] of expected.items.entries()) {
    const line = articles[place];
    if (line === undefined) continue;
    if (!isArticle(item, line)) {
      differences.push({
        field: `lines[${place}].product`,
        expected: shown(item.sku ?? item.gtin ?? ''),
        actual: shown(line.sku ?? ''),
      });
    }
    if (compare(item.quantity, line.quantity) !== 0) {
      differences.push({
        field: `lines[${place}].quantity`,
        expected: formatShortest(item.quantity),
        actual: formatShortest(line.quantity),
      });
    }
  }
  const actual = {
    lines: articles.map(({ amount }) => amount),
    untaxed: subtract(sale.untaxed, rounding),
    tax: sale.tax,
    total: sale.total,
  };
  return [...differences, ...compareAmounts(expected, actual)];
}

/** Compares amounts; single ones may differ by the slack, the total never. */
export function compareAmounts({ amounts, slack }: ExpectedSale, actual: Amounts): readonly Difference[] {
  const pairs: readonly (readonly [string, Decimal, Decimal | undefined, Decimal])[] = [
    ...amounts.lines.map((amount, place) => [`lines[${place}].amount`, amount, actual.lines[place], slack] as const),
    ['untaxedAmount', amounts.untaxed, actual.untaxed, slack],
    ['taxAmount', amounts.tax, actual.tax, slack],
    ['totalAmount', amounts.total, actual.total, ZERO],
  ];
  return pairs.flatMap(([field, wanted, found = ZERO, allowed]) => {
    const off = absolute(subtract(found, wanted));
    return compare(off, allowed) > 0 ? [{ field, expected: formatDecimal(wanted), actual: formatDecimal(found) }] : [];
  });
}

/** Sets apart the rounding line that an earlier delivery may have added behind the articles. */
function splitRounding(
  expected: ExpectedSale,
  sale: StoredSale,
): { readonly articles: readonly StoredSaleLine[]; readonly rounding: Decimal } {
  const lines = sale.lines.filter(({ type }) => type === 'line');
  const last = lines.at(-1);
  const isRounding = last !== undefined && lines.length === expected.items.length + 1 && last.sku === expected.roundingProduct;
  return isRounding ? { articles: lines.slice(0, -1), rounding: last.amount } : { articles: lines, rounding: ZERO };
}

function isArticle({ sku, gtin }: OrderItem, line: StoredSaleLine): boolean {
  if (sku !== undefined) return line.sku === sku;
  if (gtin === undefined) return true;
  const spellings = gtinSpellings(gtin);
  return line.identifiers.some((identifier) => spellings.includes(identifier));
}
