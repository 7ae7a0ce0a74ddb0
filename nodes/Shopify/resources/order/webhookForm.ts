import { DateTime } from 'luxon';
import type { Order } from './readOrder';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An order that was read, in the form in which Shopify's webhooks carry it: so that one mapping, one key and one version serve
 * both, and an order that was found by a sweep is the same document as the one that a webhook announced. Only what documents are
 * made of is carried over. Times get the offset of the shop, as in webhooks.
 *
 * @param timeZone IANA zone of the shop
 */
export function webhookForm(order: Order, timeZone: string): Fields {
  const time = (value: unknown) => shopTime(value, timeZone);
  return {
    id: order.legacyResourceId,
    admin_graphql_api_id: order.id,
    name: order.name,
    confirmation_number: order.confirmationNumber,
    created_at: time(order.createdAt),
    processed_at: time(order.processedAt),
    updated_at: time(order.updatedAt),
    closed_at: time(order.closedAt),
    cancelled_at: time(order.cancelledAt),
    cancel_reason: lower(order.cancelReason),
    test: order.test,
    confirmed: order.confirmed,
    note: order.note,
    tags: strings(order.tags).join(', '),
    note_attributes: list(order.customAttributes).map(attribute),
    source_name: order.sourceName,
    po_number: order.poNumber,
    currency: order.currencyCode,
    presentment_currency: order.presentmentCurrencyCode,
    taxes_included: order.taxesIncluded,
    tax_exempt: order.taxExempt,
    financial_status: lower(order.displayFinancialStatus),
    fulfillment_status: lower(order.displayFulfillmentStatus),
    ...buyer(order),
    ...sums(order),
    tax_lines: list(order.taxLines).map(taxLine),
    discount_codes: strings(order.discountCodes).map((code) => ({ code })),
    discount_applications: list(order.discountApplications).map(discountApplication),
    line_items: list(order.lineItems).map(lineItem),
    shipping_lines: list(order.shippingLines).map(shippingLine),
  };
}

function buyer(order: Order): Fields {
  const person = object(order.customer);
  const purchasing = object(order.purchasingEntity);
  const company = object(purchasing?.company);
  const home = object(person?.defaultAddress);
  return {
    email: order.email ?? null,
    phone: order.phone ?? null,
    billing_address: address(order.billingAddress),
    shipping_address: address(order.shippingAddress),
    ...(company === undefined
      ? {}
      : { company: { id: numberOf(company.id), location_id: numberOf(object(purchasing?.location)?.id) } }),
    customer:
      person === undefined
        ? null
        : {
            id: person.legacyResourceId,
            admin_graphql_api_id: person.id,
            first_name: person.firstName,
            last_name: person.lastName,
            email: object(person.defaultEmailAddress)?.emailAddress ?? null,
            phone: object(person.defaultPhoneNumber)?.phoneNumber ?? null,
            ...(home === undefined ? {} : { default_address: { name: home.name, company: home.company } }),
          },
  };
}

function sums(order: Order): Fields {
  return {
    ...both('subtotal_price', order.subtotalPriceSet),
    ...both('total_price', order.totalPriceSet),
    ...both('total_tax', order.totalTaxSet),
    ...both('total_discounts', order.totalDiscountsSet),
    ...both('current_subtotal_price', order.currentSubtotalPriceSet),
    ...both('current_total_price', order.currentTotalPriceSet),
    ...both('current_total_tax', order.currentTotalTaxSet),
    ...both('current_total_discounts', order.currentTotalDiscountsSet),
    total_shipping_price_set: moneySet(order.totalShippingPriceSet),
    total_tip_received: shopAmount(order.totalTipReceivedSet),
    original_total_duties_set: moneySet(order.originalTotalDutiesSet),
    current_total_duties_set: moneySet(order.currentTotalDutiesSet),
    original_total_additional_fees_set: moneySet(order.originalTotalAdditionalFeesSet),
    current_total_additional_fees_set: moneySet(order.currentTotalAdditionalFeesSet),
  };
}

function lineItem(line: Fields): Fields {
  const product = object(line.product);
  const variant = object(line.variant);
  return {
    id: numberOf(line.id),
    admin_graphql_api_id: line.id,
    name: line.name,
    title: line.title,
    variant_title: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    gift_card: line.isGiftCard,
    requires_shipping: line.requiresShipping,
    taxable: line.taxable,
    product_id: product?.legacyResourceId ?? null,
    variant_id: variant?.legacyResourceId ?? null,
    properties: list(line.customAttributes).map(attribute),
    ...both('price', line.originalUnitPriceSet),
    discount_allocations: list(line.discountAllocations).map(allocation),
    tax_lines: list(line.taxLines).map(taxLine),
  };
}

function shippingLine(line: Fields): Fields {
  return {
    id: numberOf(line.id),
    title: line.title,
    code: line.code,
    source: line.source,
    is_removed: line.isRemoved,
    ...both('price', line.originalPriceSet),
    ...both('discounted_price', line.discountedPriceSet),
    current_discounted_price_set: moneySet(line.currentDiscountedPriceSet),
    discount_allocations: list(line.discountAllocations).map(allocation),
    tax_lines: list(line.taxLines).map(taxLine),
  };
}

/** What webhooks call each kind of discount. */
const DISCOUNT_TYPES: ReadonlyMap<unknown, string> = new Map([
  ['DiscountCodeApplication', 'discount_code'],
  ['ManualDiscountApplication', 'manual'],
  ['AutomaticDiscountApplication', 'automatic'],
  ['ScriptDiscountApplication', 'script'],
]);

function discountApplication(discount: Fields): Fields {
  const value = object(discount.value);
  const isPercentage = value?.percentage !== undefined;
  return {
    type: DISCOUNT_TYPES.get(discount.__typename) ?? 'manual',
    ...(discount.code === undefined ? {} : { code: discount.code }),
    ...(discount.title === undefined ? {} : { title: discount.title }),
    ...(discount.description === undefined ? {} : { description: discount.description }),
    value: String((isPercentage ? value.percentage : value?.amount) ?? ''),
    value_type: isPercentage ? 'percentage' : 'fixed_amount',
    allocation_method: lower(discount.allocationMethod),
    target_selection: lower(discount.targetSelection),
    target_type: lower(discount.targetType),
  };
}

function allocation(from: Fields): Fields {
  return { ...both('amount', from.allocatedAmountSet), discount_application_index: object(from.discountApplication)?.index };
}

function taxLine(from: Fields): Fields {
  return { title: from.title, rate: from.rate, channel_liable: from.channelLiable, ...both('price', from.priceSet) };
}

function address(value: unknown): Fields | null {
  const from = object(value);
  if (from === undefined) return null;
  return {
    first_name: from.firstName,
    last_name: from.lastName,
    name: from.name,
    company: from.company,
    address1: from.address1,
    address2: from.address2,
    city: from.city,
    province: from.province,
    province_code: from.provinceCode,
    zip: from.zip,
    country: from.country,
    country_code: from.countryCodeV2,
    phone: from.phone,
  };
}

function attribute({ key, value }: Fields): Fields {
  return { name: key, value };
}

/** `price` and `price_set`, as webhooks state every amount: in the currency of the shop, and in both. */
function both(name: string, bag: unknown): Fields {
  return { [name]: shopAmount(bag), [`${name}_set`]: moneySet(bag) };
}

function shopAmount(bag: unknown): unknown {
  return object(object(bag)?.shopMoney)?.amount ?? null;
}

function moneySet(bag: unknown): Fields | null {
  const set = object(bag);
  if (set === undefined) return null;
  const shop = object(set.shopMoney);
  const presentment = object(set.presentmentMoney) ?? shop;
  return { shop_money: money(shop), presentment_money: money(presentment) };
}

function money(from: Fields | undefined): Fields | null {
  return from === undefined ? null : { amount: from.amount, currency_code: from.currencyCode };
}

/** `gid://shopify/LineItem/123` as `123`, as text: ids can exceed what numbers hold. */
function numberOf(id: unknown): string | null {
  return typeof id === 'string' ? (/\/(\d+)(?:\?|$)/.exec(id)?.[1] ?? null) : null;
}

function shopTime(value: unknown, timeZone: string): string | null {
  if (typeof value !== 'string') return null;
  const text = DateTime.fromISO(value, { zone: timeZone }).toISO({ suppressMilliseconds: true });
  return text?.replace(/Z$/, '+00:00') ?? value;
}

function lower(value: unknown): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null;
}

function object(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as readonly Fields[]) : [];
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
