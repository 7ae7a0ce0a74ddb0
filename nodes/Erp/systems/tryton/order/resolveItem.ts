import { formatShortest, parseDecimal, compare, toScale } from '../../../../../core/decimal';
import type { LineTarget } from '../pricing';
import type { StoredProduct, StoredUnit } from '../product';
import { gtinSpellings } from '../product';
import type { OrderItem } from './orderItems';
import type { MasterData } from './planOrder';
import type { Problems } from './problems';
import { shown } from './problems';

export interface Products {
  readonly bySku: readonly StoredProduct[];
  readonly byGtin: readonly StoredProduct[];
}

export interface ResolvedItem extends LineTarget {
  readonly item: OrderItem;
  readonly product: StoredProduct;
  readonly unit: StoredUnit;
}

/** Finds product, unit and taxes of one item; what is missing goes to `problems`. */
export async function resolveItem(
  master: MasterData,
  item: OrderItem,
  products: Products,
  problems: Problems,
): Promise<ResolvedItem | undefined> {
  const chosen = await master.taxes.choose(item.taxes, []);
  if (item.sku === undefined && item.gtin === undefined) {
    problems.add(
      item.unit === undefined
        ? `${item.label} has no article: set Other Charges Product`
        : `${item.label} has neither SKU nor GTIN`,
    );
    return undefined;
  }
  const product = findProduct(item, products, problems);
  if (product === undefined) {
    if ('missing' in chosen) chosen.missing.forEach((rate) => problems.add(`no sales tax with rate ${rate}`));
    return undefined;
  }
  const taxes = await master.taxes.choose(item.taxes, product.customerTaxes);
  if ('missing' in taxes) taxes.missing.forEach((rate) => problems.add(`no sales tax with rate ${rate}`));
  const unit = await findUnit(master, item, product, problems);
  if (unit === undefined || 'missing' in taxes) return undefined;
  return {
    item,
    product,
    unit,
    quantity: item.quantity,
    netAmount: item.netAmount,
    taxAmount: item.taxAmount,
    taxes: taxes.taxes,
  };
}

/** The one salable product for an article number or GTIN. */
export function findProduct(
  item: { readonly sku?: string; readonly gtin?: string },
  products: Products,
  problems: Problems,
): StoredProduct | undefined {
  const { sku, gtin } = item;
  const name = sku === undefined ? `GTIN ${gtin ?? ''}` : `SKU ${shown(sku)}`;
  const spellings = gtin === undefined ? [] : gtinSpellings(gtin);
  const found =
    sku === undefined
      ? products.byGtin.filter(({ identifiers }) => identifiers.some((identifier) => spellings.includes(identifier)))
      : products.bySku.filter(({ code }) => code === sku);
  const [product, ...others] = found;
  if (product === undefined) {
    problems.add(`${name} not found`);
    return undefined;
  }
  if (others.length > 0) {
    problems.add(`${name} is carried by ${found.length} products`);
    return undefined;
  }
  if (!product.salable) {
    problems.add(`${name} is not salable`);
    return undefined;
  }
  return product;
}

/** The unit of the line: the order's own where the product can be counted in it. Nothing is converted silently. */
async function findUnit(
  { units }: MasterData,
  item: OrderItem,
  product: StoredProduct,
  problems: Problems,
): Promise<StoredUnit | undefined> {
  const unit = item.unit === undefined ? await units.byId(product.saleUnit) : await units.byCode(item.unit);
  if (unit === undefined) {
    problems.add(`unit ${item.unit ?? 'of sale'} of ${shown(product.code)} has no counterpart in the ERP`);
    return undefined;
  }
  if (unit.category !== product.unitCategory) {
    problems.add(`${shown(product.code)} cannot be sold in unit ${item.unit ?? unit.symbol}`);
    return undefined;
  }
  if (item.quantity.units <= 0) problems.add(`${item.label} has no quantity above zero`);
  else if (!fitsQuantity(item, unit))
    problems.add(
      `quantity ${formatShortest(item.quantity)} of ${shown(product.code)} has more decimals than unit ${unit.symbol} allows`,
    );
  return unit;
}

/** Quantities travel as JSON numbers, so they must also survive that. */
function fitsQuantity({ quantity }: OrderItem, unit: StoredUnit): boolean {
  if (toScale(quantity, unit.digits) === undefined) return false;
  const back = parseDecimal(String(Number(formatShortest(quantity))));
  return back !== undefined && compare(back, quantity) === 0;
}
