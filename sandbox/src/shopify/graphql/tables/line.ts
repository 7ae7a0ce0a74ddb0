import type { Bag } from '../../money';
import { ZERO_BAG, addBags, divideRounded, shareOfBag, subtractBags } from '../../money';
import type { Order, OrderLine, ShippingLine } from '../../order/model';
import { discountOf, grossOf, netOf } from '../../order/totals';
import { lineName } from '../../rest/lines';
import { gid } from '../gid';
import { numberArg, table } from '../table';
import { orderMoney } from './money';

export interface LineOfOrder {
  readonly order: Order;
  readonly line: OrderLine;
}

export const lineItem = table<LineOfOrder>({
  id: ({ line }) => gid('LineItem', line.id),
  name: ({ line }) => lineName(line),
  title: ({ line }) => line.title,
  variantTitle: ({ line }) => line.variantTitle,
  sku: ({ line }) => line.sku,
  vendor: ({ line }) => line.vendor,
  quantity: ({ line }) => line.quantity,
  currentQuantity: ({ line }) => line.currentQuantity,
  refundableQuantity: ({ line }) => line.currentQuantity,
  unfulfilledQuantity: ({ line }) => line.currentQuantity,
  nonFulfillableQuantity: ({ line }) => line.quantity - line.currentQuantity,
  isGiftCard: () => false,
  taxable: ({ line }) => line.taxable,
  requiresShipping: ({ line }) => line.requiresShipping,
  customAttributes: ({ line }) => line.properties,
  duties: () => [],
  lineItemGroup: () => null,
  variant: ({ line }, _args, { shop }) => (line.variantId === null ? null : (shop.variants.get(line.variantId) ?? null)),
  product: ({ line }, _args, { shop }) => (line.variantId === null ? null : (shop.variants.get(line.variantId)?.product ?? null)),
  discountAllocations: ({ line, order }) => line.discounts.map((allocation) => ({ allocation, order })),
  taxLines: [['first'], ({ line, order }, args) => line.taxes.slice(0, numberArg(args, 'first')).map((tax) => ({ tax, order }))],
  originalUnitPriceSet: ({ line, order }) => orderMoney(line.unitPrice, order),
  originalTotalSet: ({ line, order }) => orderMoney(grossOf(line), order),
  totalDiscountSet: ({ line, order }) => orderMoney(lineLevel(order, line, true), order),
  discountedTotalSet: [
    ['withCodeDiscounts'],
    ({ line, order }, args) =>
      orderMoney(subtractBags(grossOf(line), lineLevel(order, line, args['withCodeDiscounts'] === true)), order),
  ],
  discountedUnitPriceSet: ({ line, order }) =>
    orderMoney(perUnit(subtractBags(grossOf(line), lineLevel(order, line, false)), line), order),
  discountedUnitPriceAfterAllDiscountsSet: ({ line, order }) => orderMoney(perUnit(netOf(line), line), order),
  priceAfterAllDiscountsBeforeTaxesSet: ({ line, order }) => {
    const tax = order.taxesIncluded ? addBags(line.taxes.map(({ amount }) => amount)) : ZERO_BAG;
    return orderMoney(shareOfBag(subtractBags(netOf(line), tax), line.currentQuantity, line.quantity), order);
  },
});

/** Discounts on this line alone, not its part of a discount on the order. */
function lineLevel(order: Order, line: OrderLine, withCodes: boolean): Bag {
  const own = line.discounts.filter(({ application }) => {
    const discount = order.discountApplications[application];
    return discount?.selection === 'explicit' && (withCodes || discount.kind !== 'discount_code');
  });
  return addBags(own.map(({ amount }) => amount));
}

/** Approximate, as Shopify says: the total divided by the units and rounded. */
function perUnit(bag: Bag, line: OrderLine): Bag {
  const units = BigInt(line.quantity);
  return { shop: divideRounded(bag.shop, units), presentment: divideRounded(bag.presentment, units) };
}

export interface ShippingOfOrder {
  readonly order: Order;
  readonly line: ShippingLine;
}

export const shippingLine = table<ShippingOfOrder>({
  id: ({ line }) => gid('ShippingLine', line.id),
  title: ({ line }) => line.title,
  code: ({ line }) => line.code,
  source: () => 'shopify',
  carrierIdentifier: () => null,
  deliveryCategory: () => null,
  custom: () => false,
  isRemoved: () => false,
  phone: () => null,
  originalPriceSet: ({ line, order }) => orderMoney(line.price, order),
  discountedPriceSet: ({ line, order }) => orderMoney(subtractBags(line.price, discountOf(line)), order),
  currentDiscountedPriceSet: ({ line, order }) =>
    orderMoney(order.cancelledAtMs === null ? subtractBags(line.price, discountOf(line)) : ZERO_BAG, order),
  discountAllocations: ({ line, order }) => line.discounts.map((allocation) => ({ allocation, order })),
  taxLines: ({ line, order }) => line.taxes.map((tax) => ({ tax, order })),
});
