import type { Bag, Money } from '../../money';
import { formatDecimal } from '../../money';
import type { DiscountAllocation, DiscountApplication, Order, TaxLine } from '../../order/model';
import { table } from '../table';

/** A MoneyBag with its currencies. */
export interface OrderMoney {
  readonly shop: Money;
  readonly presentment: Money;
}

export function orderMoney(bag: Bag, order: Order): OrderMoney {
  return {
    shop: { minor: bag.shop, currency: order.currency },
    presentment: { minor: bag.presentment, currency: order.presentmentCurrency },
  };
}

export const moneyBag = table<OrderMoney>({
  shopMoney: (bag) => bag.shop,
  presentmentMoney: (bag) => bag.presentment,
});

export const moneyV2 = table<Money>({
  amount: ({ minor, currency }) => formatDecimal(minor, currency),
  currencyCode: ({ currency }) => currency,
});

export interface OrderTax {
  readonly order: Order;
  readonly tax: TaxLine;
}

export const taxLine = table<OrderTax>({
  title: ({ tax }) => tax.title,
  rate: ({ tax }) => Number(tax.rate),
  ratePercentage: ({ tax }) => Number((Number(tax.rate) * 100).toFixed(10)),
  source: () => 'Shopify',
  channelLiable: () => false,
  priceSet: ({ tax, order }) => orderMoney(tax.amount, order),
});

export interface OrderAllocation {
  readonly order: Order;
  readonly allocation: DiscountAllocation;
}

export const discountAllocation = table<OrderAllocation>({
  allocatedAmountSet: ({ allocation, order }) => orderMoney(allocation.amount, order),
  discountApplication: ({ allocation, order }) => applicationOf(order, allocation.application),
});

export interface OrderDiscount {
  readonly __typename: string;
  readonly order: Order;
  readonly application: DiscountApplication;
  readonly index: number;
}

const TYPE_NAMES = {
  manual: 'ManualDiscountApplication',
  automatic: 'AutomaticDiscountApplication',
  discount_code: 'DiscountCodeApplication',
} as const;

export function applicationOf(order: Order, index: number): OrderDiscount {
  const application = order.discountApplications[index];
  if (application === undefined) throw new RangeError(`Order ${order.name} has no discount ${index}`);
  return { __typename: TYPE_NAMES[application.kind], order, application, index };
}

const sharedDiscountFields = {
  allocationMethod: ({ application }: OrderDiscount) => application.allocation.toUpperCase(),
  targetSelection: ({ application }: OrderDiscount) => application.selection.toUpperCase(),
  targetType: ({ application }: OrderDiscount) => application.target.toUpperCase(),
  index: ({ index }: OrderDiscount) => index,
  value: ({ application, order }: OrderDiscount) =>
    application.valueType === 'percentage'
      ? { __typename: 'PricingPercentageValue', percentage: Number(application.value) }
      : { __typename: 'MoneyV2', minor: application.fixed.presentment, currency: order.presentmentCurrency },
};

export const manualDiscount = table<OrderDiscount>({
  ...sharedDiscountFields,
  title: ({ application }) => application.title,
  description: ({ application }) => application.description,
});

export const automaticDiscount = table<OrderDiscount>({ ...sharedDiscountFields, title: ({ application }) => application.title });

export const codeDiscount = table<OrderDiscount>({ ...sharedDiscountFields, code: ({ application }) => application.title });

export const percentageValue = table<{ readonly percentage: number }>({ percentage: ({ percentage }) => percentage });
