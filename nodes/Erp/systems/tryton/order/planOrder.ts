import type { Decimal } from '../../../../../core/decimal';
import type { Order } from '../../../../../core/documents';
import { Failure } from '../../../../../core/failure';
import type { CreateOrderOptions } from '../../../contract';
import type { TrytonClient } from '../client';
import { SYSTEM } from '../client';
import type { PartyLookup } from '../party';
import type { PricedOrder } from '../pricing';
import { priceOrder } from '../pricing';
import type { Products, StoredProduct, StoredUnit, Units } from '../product';
import type { Company, Currencies, StoredCurrency } from './company';
import type { OrderItem } from './orderItems';
import { orderItems } from './orderItems';
import { Problems } from './problems';
import { findProduct, resolveItem } from './resolveItem';
import type { Taxes } from './taxes';

/** What the plan needs to know of the ERP; read once an execution. */
export interface MasterData {
  readonly client: TrytonClient;
  readonly company: Company;
  readonly units: Units;
  readonly taxes: Taxes;
  readonly products: Products;
  readonly currencies: Currencies;
}

export interface PlannedLine {
  readonly item: OrderItem;
  readonly product: StoredProduct;
  readonly unit: StoredUnit;
  readonly unitPrice: Decimal;
  readonly taxIds: readonly number[];
}

export interface OrderPlan {
  readonly currency: StoredCurrency;
  readonly lines: readonly PlannedLine[];
  readonly predicted: PricedOrder['predicted'];
  /** Article for a rounding line, where one is configured and allowed. */
  readonly roundingProduct?: { readonly product: StoredProduct; readonly unit: StoredUnit };
}

/**
 * Checks everything an order needs in the ERP before anything is written, and chooses prices with which the ERP's own
 * arithmetic gives the order's amounts. Whatever is missing is named in one failure.
 *
 * @throws Failure (NeedsHuman) that lists every problem
 */
export async function planOrder(
  master: MasterData,
  order: Order,
  options: CreateOrderOptions,
  party: PartyLookup,
): Promise<OrderPlan> {
  const problems = new Problems();
  const items = orderItems(order, options);
  checkAddresses(order, options, party, problems);

  const currency = await master.currencies.byCode(order.currency);
  if (currency === undefined) problems.add(`currency ${order.currency} not found`);
  else if (order.currencyScale > currency.digits)
    problems.add(`currency ${order.currency} has ${currency.digits} decimals in the ERP, the order ${order.currencyScale}`);

  const rounding = options.onTotalDifference === 'addRoundingLine' ? options.roundingProduct : undefined;
  const skus = [...items.map(({ sku }) => sku), rounding].filter((sku): sku is string => sku !== undefined);
  const gtins = items.filter(({ sku }) => sku === undefined).flatMap(({ gtin }) => gtin ?? []);
  const products = { bySku: await master.products.bySku(skus), byGtin: await master.products.byGtin(gtins) };

  const resolved = [];
  for (const item of items) {
    const found = await resolveItem(master, item, products, problems);
    if (found !== undefined) resolved.push(found);
  }
  const roundingProduct = rounding === undefined ? undefined : findProduct({ sku: rounding }, products, problems);
  const roundingUnit = roundingProduct && (await master.units.byId(roundingProduct.saleUnit));
  problems.throwIfAny(order.number);
  if (currency === undefined) throw new Failure('Defect', 'The plan lost its currency', { system: SYSTEM });

  const priced = priceOrder(resolved, { step: currency.step, taxRounding: master.company.taxRounding });
  return {
    currency,
    lines: resolved.map(({ item, product, unit, taxes }, place) => ({
      item,
      product,
      unit,
      unitPrice: priced.lines[place]?.unitPrice ?? { units: 0, scale: 0 },
      taxIds: taxes.map(({ id }) => id),
    })),
    predicted: priced.predicted,
    roundingProduct: roundingProduct && roundingUnit && { product: roundingProduct, unit: roundingUnit },
  };
}

/** Tryton quotes nothing without addresses; an order that carries none can use those of a party that exists. */
function checkAddresses(order: Order, options: CreateOrderOptions, party: PartyLookup, problems: Problems): void {
  if (options.targetState === 'draft') return;
  const given = [order.billTo, order.shipTo].some((address) => address !== undefined && Object.keys(address).length > 0);
  if (!given && (party.existing?.addresses.length ?? 0) === 0)
    problems.add('the order has no address and its party in the ERP has none');
}
