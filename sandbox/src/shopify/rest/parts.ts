import type { Bag } from '../money';
import { formatFixed } from '../money';
import type { Address, DiscountAllocation, Order, TaxLine } from '../order/model';
import type { ShopState } from '../shopState';
import { shopTime } from '../time';
import type { Json, JsonObject } from './json';

/** What every part of a payload needs: whose order it is and in which shop. */
export interface PayloadContext {
  readonly order: Order;
  readonly shop: ShopState;
}

/** `{shop_money, presentment_money}` */
export function moneySet(bag: Bag, { order }: PayloadContext): Json {
  const money = (minor: bigint, currency: string) => ({ amount: formatFixed(minor, currency), currency_code: currency });
  return {
    shop_money: money(bag.shop, order.currency),
    presentment_money: money(bag.presentment, order.presentmentCurrency),
  };
}

/** A flat amount in the shop's currency. */
export function amount(bag: Bag, { order }: PayloadContext): string {
  return formatFixed(bag.shop, order.currency);
}

export function time(ms: number | null, { shop }: PayloadContext): Json {
  return ms === null ? null : shopTime(ms, shop.timeZone);
}

export function taxLine(tax: TaxLine, context: PayloadContext): Json {
  return {
    channel_liable: false,
    price: amount(tax.amount, context),
    price_set: moneySet(tax.amount, context),
    rate: Number(tax.rate),
    title: tax.title,
  };
}

export function discountAllocation(allocation: DiscountAllocation, context: PayloadContext): Json {
  return {
    amount: amount(allocation.amount, context),
    amount_set: moneySet(allocation.amount, context),
    discount_application_index: allocation.application,
  };
}

/** Without approval for protected customer data only country and province are left. */
export function address(from: Address, { shop }: PayloadContext): JsonObject {
  const area = {
    province: from.province,
    country: from.country,
    country_code: from.countryCode,
    province_code: from.provinceCode,
  };
  if (shop.customerData !== 'approved') return area;
  return {
    first_name: from.firstName,
    address1: from.address1,
    phone: from.phone,
    city: from.city,
    zip: from.zip,
    last_name: from.lastName,
    address2: from.address2,
    company: from.company,
    latitude: null,
    longitude: null,
    name: fullName(from),
    ...area,
  };
}

export function fullName(person: { readonly firstName: string | null; readonly lastName: string | null }): string {
  return [person.firstName, person.lastName].filter((part) => part !== null && part !== '').join(' ');
}
