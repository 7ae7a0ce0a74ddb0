import type { Bag } from '../../money';
import { ZERO_BAG, addBags, shareOfBag, subtractBags } from '../../money';
import type { Attribute, Order } from '../../order/model';
import { currentTotals, placedTotals } from '../../order/totals';
import { utcTime } from '../../time';
import { paginate } from '../connection';
import { notApproved } from '../errors';
import { gid } from '../gid';
import type { Resolve } from '../table';
import { table } from '../table';
import { applicationOf, orderMoney } from './money';

const CONNECTION_ARGS = ['first', 'after', 'last', 'before', 'reverse'] as const;

export const attribute = table<Attribute>({ key: ({ key }) => key, value: ({ value }) => value });

const identity = {
  id: (order: Order) => gid('Order', order.id),
  legacyResourceId: (order: Order) => order.id.toString(),
  name: (order: Order) => order.name,
  number: (order: Order) => order.number,
  confirmationNumber: (order: Order) => order.confirmationNumber,
  confirmed: () => true,
  test: (order: Order) => order.test,
  edited: (order: Order) => order.edited,
  createdAt: (order: Order) => utcTime(order.createdAtMs),
  processedAt: (order: Order) => utcTime(order.processedAtMs),
  updatedAt: (order: Order) => utcTime(order.updatedAtMs),
  cancelledAt: (order: Order) => order.cancelledAtMs && utcTime(order.cancelledAtMs),
  cancelReason: (order: Order) => order.cancelReason?.toUpperCase() ?? null,
  closed: (order: Order) => order.closedAtMs !== null,
  closedAt: (order: Order) => order.closedAtMs && utcTime(order.closedAtMs),
  note: (order: Order) => order.note,
  tags: (order: Order) => order.tags,
  customAttributes: (order: Order) => order.attributes,
  poNumber: (order: Order) => order.poNumber,
  sourceName: (order: Order) => order.sourceName,
  sourceIdentifier: () => null,
  customerLocale: (order: Order) => order.customerLocale,
  displayFinancialStatus: (order: Order) => order.financialStatus.toUpperCase(),
  displayFulfillmentStatus: () => 'UNFULFILLED',
  returnStatus: () => 'NO_RETURN',
  fullyPaid: (order: Order) => outstanding(order).shop <= 0n,
  unpaid: (order: Order) => order.received.shop === 0n,
  paymentGatewayNames: (order: Order) => (order.received.shop > 0n ? ['bogus'] : []),
  requiresShipping: (order: Order) => order.lines.some((line) => line.requiresShipping),
  totalWeight: (order: Order) => String(order.lines.reduce((grams, line) => grams + line.grams * line.quantity, 0)),
  subtotalLineItemsQuantity: (order: Order) => order.lines.reduce((units, line) => units + line.quantity, 0),
  currentSubtotalLineItemsQuantity: (order: Order) => order.lines.reduce((units, line) => units + line.currentQuantity, 0),
};

const money = {
  currencyCode: (order: Order) => order.currency,
  presentmentCurrencyCode: (order: Order) => order.presentmentCurrency,
  taxesIncluded: (order: Order) => order.taxesIncluded,
  taxExempt: (order: Order) => order.taxExempt,
  estimatedTaxes: () => false,
  dutiesIncluded: () => false,
  taxLines: (order: Order) => placedTotals(order).taxLines.map((tax) => ({ tax, order })),
  currentTaxLines: (order: Order) => currentTotals(order).taxLines.map((tax) => ({ tax, order })),
  subtotalPriceSet: set((order) => placedTotals(order).subtotal),
  totalPriceSet: set((order) => placedTotals(order).total),
  originalTotalPriceSet: set((order) => placedTotals(order).total),
  totalTaxSet: set((order) => placedTotals(order).tax),
  totalDiscountsSet: set((order) => placedTotals(order).discounts),
  totalShippingPriceSet: set((order) => placedTotals(order).shippingBeforeDiscounts),
  cartDiscountAmountSet: set((order) => cartDiscounts(order, false)),
  currentSubtotalPriceSet: set((order) => currentTotals(order).subtotal),
  currentTotalPriceSet: set((order) => currentTotals(order).total),
  currentTotalTaxSet: set((order) => currentTotals(order).tax),
  currentTotalDiscountsSet: set((order) => currentTotals(order).discounts),
  currentShippingPriceSet: set((order) => currentTotals(order).shipping),
  currentCartDiscountAmountSet: set((order) => cartDiscounts(order, true)),
  totalOutstandingSet: set(outstanding),
  totalReceivedSet: set((order) => order.received),
  totalRefundedSet: set((order) => order.refunded),
  netPaymentSet: set((order) => subtractBags(order.received, order.refunded)),
  totalTipReceivedSet: set(() => ZERO_BAG),
  originalTotalDutiesSet: () => null,
  currentTotalDutiesSet: () => null,
  originalTotalAdditionalFeesSet: () => null,
  currentTotalAdditionalFeesSet: () => null,
};

export const order = table<Order>({
  ...identity,
  ...money,
  email: personal('email', (from) => from.email),
  phone: personal('phone', (from) => from.phone),
  customer: personal('customer', (from) => from.customer),
  billingAddress: personal('billingAddress', (from) => from.billingAddress),
  shippingAddress: personal('shippingAddress', (from) => from.shippingAddress),
  billingAddressMatchesShippingAddress: (from) => from.billingAddress === from.shippingAddress,
  purchasingEntity: (from, _args, { shop }) => {
    if (from.company !== null) {
      return { __typename: 'PurchasingCompany', company: from.company, customer: from.customer };
    }
    if (from.customer === null || shop.customerData !== 'approved') return null;
    return { ...from.customer, __typename: 'Customer' };
  },
  app: () => ({}),
  totalCashRoundingAdjustment: (from) => from,
  discountCode: (from) => codes(from)[0] ?? null,
  discountCodes: codes,
  discountApplications: [
    CONNECTION_ARGS,
    (from, args) => {
      const items = from.discountApplications.map((_, index) => applicationOf(from, index));
      return paginate({ items, id: ({ index }) => index, args });
    },
  ],
  lineItems: [
    CONNECTION_ARGS,
    (from, args) => paginate({ items: from.lines.map((line) => ({ line, order: from })), id: ({ line }) => line.id, args }),
  ],
  shippingLine: (from) => (from.shippingLines[0] ? { line: from.shippingLines[0], order: from } : null),
  shippingLines: [
    [...CONNECTION_ARGS, 'includeRemovals'],
    (from, args) =>
      paginate({ items: from.shippingLines.map((line) => ({ line, order: from })), id: ({ line }) => line.id, args }),
  ],
});

export const orderApp = table<object>({ id: () => gid('OrderApp', 580111n), name: () => 'Online Store' });

export const cashRounding = table<Order>({ paymentSet: set(() => ZERO_BAG), refundSet: set(() => ZERO_BAG) });

/** A field of protected customer data. */
function personal(name: string, valueOf: (order: Order) => unknown): Resolve<Order> {
  return (from, _args, { shop }) => {
    if (shop.customerData === 'refused') throw notApproved(name);
    return shop.customerData === 'approved' ? valueOf(from) : null;
  };
}

function set(amountOf: (order: Order) => Bag) {
  return (from: Order) => orderMoney(amountOf(from), from);
}

function outstanding(from: Order): Bag {
  return subtractBags(currentTotals(from).total, subtractBags(from.received, from.refunded));
}

/** Discounts on the whole order: for all its units, or for those that are left. */
function cartDiscounts(from: Order, current: boolean): Bag {
  return addBags(
    from.lines.flatMap((line) =>
      line.discounts
        .filter(({ application }) => from.discountApplications[application]?.selection === 'all')
        .map(({ amount }) => shareOfBag(amount, current ? line.currentQuantity : line.quantity, line.quantity)),
    ),
  );
}

function codes(from: Order): readonly string[] {
  return from.discountApplications.filter(({ kind }) => kind === 'discount_code').map(({ title }) => title);
}
