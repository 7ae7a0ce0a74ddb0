import { addBags, subtractBags, ZERO_BAG } from '../money';
import type { Address, Customer, Order } from '../order/model';
import { currentTotals, placedTotals } from '../order/totals';
import type { ShopState } from '../shopState';
import type { Json, JsonObject } from './json';
import { discountApplication, lineItem, shippingLine } from './lines';
import type { PayloadContext } from './parts';
import { address, amount, moneySet, taxLine, time } from './parts';

/** The REST-shaped payload of orders/create, updated, paid and cancelled, in the shop's local time. */
export function orderPayload(order: Order, shop: ShopState): JsonObject {
  const context: PayloadContext = { order, shop };
  return { ...heading(context), ...sums(context), ...trailing(context) };
}

function heading(context: PayloadContext) {
  const { order, shop } = context;
  const personal: JsonObject =
    shop.customerData === 'approved'
      ? { contact_email: order.email, email: order.email, phone: order.phone, order_status_url: statusUrl(order, shop) }
      : {};
  const company: JsonObject =
    order.company === null ? {} : { company: { id: order.company.companyId, location_id: order.company.locationId } };
  return {
    id: order.id,
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    app_id: 580111,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason,
    cancelled_at: time(order.cancelledAtMs, context),
    cart_token: null,
    checkout_token: null,
    client_details: null,
    closed_at: time(order.closedAtMs, context),
    ...company,
    confirmation_number: order.confirmationNumber,
    confirmed: true,
    created_at: time(order.createdAtMs, context),
    currency: order.currency,
    customer_locale: order.customerLocale,
    device_id: null,
    discount_codes: discountCodes(context),
    duties_included: false,
    estimated_taxes: false,
    financial_status: order.financialStatus,
    fulfillment_status: null,
    landing_site: null,
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.attributes.map(({ key, value }) => ({ name: key, value })),
    number: order.number - 1000,
    order_number: order.number,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: order.received.shop > 0n ? ['bogus'] : [],
    po_number: order.poNumber,
    presentment_currency: order.presentmentCurrency,
    processed_at: time(order.processedAtMs, context),
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    tags: order.tags.join(', '),
    tax_exempt: order.taxExempt,
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: order.token,
    updated_at: time(order.updatedAtMs, context),
    user_id: null,
    ...personal,
  };
}

function sums(context: PayloadContext) {
  const { order } = context;
  const placed = placedTotals(order);
  const current = currentTotals(order);
  const outstanding = subtractBags(current.total, subtractBags(order.received, order.refunded));
  const set = (bag: typeof placed.total) => moneySet(bag, context);
  const flat = (bag: typeof placed.total) => amount(bag, context);
  return {
    current_shipping_price_set: set(current.shipping),
    current_subtotal_price: flat(current.subtotal),
    current_subtotal_price_set: set(current.subtotal),
    current_total_additional_fees_set: null,
    current_total_discounts: flat(current.discounts),
    current_total_discounts_set: set(current.discounts),
    current_total_duties_set: null,
    current_total_price: flat(current.total),
    current_total_price_set: set(current.total),
    current_total_tax: flat(current.tax),
    current_total_tax_set: set(current.tax),
    subtotal_price: flat(placed.subtotal),
    subtotal_price_set: set(placed.subtotal),
    tax_lines: placed.taxLines.map((tax) => taxLine(tax, context)),
    total_cash_rounding_payment_adjustment_set: set(ZERO_BAG),
    total_cash_rounding_refund_adjustment_set: set(ZERO_BAG),
    total_discounts: flat(placed.discounts),
    total_discounts_set: set(placed.discounts),
    total_line_items_price: flat(placed.lineItems),
    total_line_items_price_set: set(placed.lineItems),
    total_outstanding: flat(outstanding),
    total_price: flat(placed.total),
    total_price_set: set(placed.total),
    total_shipping_price_set: set(placed.shippingBeforeDiscounts),
    total_tax: flat(placed.tax),
    total_tax_set: set(placed.tax),
    total_tip_received: flat(ZERO_BAG),
    total_weight: order.lines.reduce((grams, line) => grams + line.grams * line.quantity, 0),
  };
}

function trailing(context: PayloadContext) {
  const { order } = context;
  return {
    billing_address: order.billingAddress && address(order.billingAddress, context),
    customer: order.customer && customer(order.customer, context),
    discount_applications: order.discountApplications.map(discountApplication),
    fulfillments: [],
    line_items: order.lines.map((line) => lineItem(line, context)),
    payment_terms: null,
    refunds: [],
    shipping_address: order.shippingAddress && address(order.shippingAddress, context),
    shipping_lines: order.shippingLines.map((line) => shippingLine(line, context)),
    returns: [],
    line_item_groups: [],
  };
}

function customer(from: Customer, context: PayloadContext): Json {
  const { shop, order } = context;
  const home: JsonObject =
    from.defaultAddress === null ? {} : { default_address: homeAddress(from.defaultAddress, from.id, context) };
  const personal: JsonObject =
    shop.customerData === 'approved'
      ? { first_name: from.firstName, last_name: from.lastName, email: from.email, phone: from.phone }
      : {};
  return {
    id: from.id,
    created_at: time(from.createdAtMs, context),
    updated_at: time(from.updatedAtMs, context),
    state: 'disabled',
    note: from.note,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: from.taxExempt,
    currency: order.currency,
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${from.id}`,
    ...personal,
    ...home,
  };
}

function homeAddress(home: Address, customerId: bigint, context: PayloadContext): Json {
  const { latitude: _latitude, longitude: _longitude, ...place } = address(home, context);
  return { ...place, id: home.id, customer_id: customerId, country_name: home.country, default: true };
}

function discountCodes(context: PayloadContext): Json {
  const { order } = context;
  const parts = [...order.lines, ...order.shippingLines];
  return order.discountApplications.flatMap((application, index) => {
    if (application.kind !== 'discount_code') return [];
    const allocations = parts.flatMap((part) => part.discounts.filter((allocation) => allocation.application === index));
    return [
      {
        code: application.title,
        amount: amount(addBags(allocations.map((allocation) => allocation.amount)), context),
        type: application.target === 'shipping_line' ? 'shipping' : application.valueType,
      },
    ];
  });
}

function statusUrl(order: Order, shop: ShopState): string {
  return `https://${shop.domain}/${shop.id}/orders/${order.token}/authenticate?key=${order.token.slice(0, 8)}`;
}
