import { addBags, subtractBags, ZERO_BAG } from '../money';
import type { DiscountApplication, OrderLine, ShippingLine } from '../order/model';
import { discountOf } from '../order/totals';
import type { Json } from './json';
import type { PayloadContext } from './parts';
import { amount, discountAllocation, moneySet, taxLine } from './parts';

export function lineItem(line: OrderLine, context: PayloadContext): Json {
  const { order, shop } = context;
  const fulfillable = order.cancelledAtMs === null && line.requiresShipping ? line.currentQuantity : 0;
  const lineDiscount = addBags(
    line.discounts
      .filter(({ application }) => order.discountApplications[application]?.selection === 'explicit')
      .map((allocation) => allocation.amount),
  );
  const variant = line.variantId === null ? undefined : shop.variants.get(line.variantId);
  return {
    id: line.id,
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    attributed_staffs: [],
    current_quantity: line.currentQuantity,
    fulfillable_quantity: fulfillable,
    fulfillment_service: 'manual',
    fulfillment_status: null,
    gift_card: false,
    grams: line.grams,
    name: lineName(line),
    price: amount(line.unitPrice, context),
    price_set: moneySet(line.unitPrice, context),
    product_exists: line.productId !== null,
    product_id: line.productId,
    properties: line.properties.map(({ key, value }) => ({ name: key, value })),
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    total_discount: amount(lineDiscount, context),
    total_discount_set: moneySet(lineDiscount, context),
    variant_id: line.variantId,
    variant_inventory_management: variant?.tracked === true ? 'shopify' : null,
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: line.taxes.map((tax) => taxLine(tax, context)),
    duties: [],
    discount_allocations: line.discounts.map((allocation) => discountAllocation(allocation, context)),
  };
}

export function lineName(line: OrderLine): string {
  return line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`;
}

export function shippingLine(line: ShippingLine, context: PayloadContext): Json {
  const discounted = subtractBags(line.price, discountOf(line));
  const current = context.order.cancelledAtMs === null ? discounted : ZERO_BAG;
  return {
    id: line.id,
    carrier_identifier: null,
    code: line.code,
    current_discounted_price_set: moneySet(current, context),
    discounted_price: amount(discounted, context),
    discounted_price_set: moneySet(discounted, context),
    is_removed: false,
    phone: null,
    price: amount(line.price, context),
    price_set: moneySet(line.price, context),
    requested_fulfillment_service_id: null,
    source: 'shopify',
    title: line.title,
    tax_lines: line.taxes.map((tax) => taxLine(tax, context)),
    discount_allocations: line.discounts.map((allocation) => discountAllocation(allocation, context)),
  };
}

export function discountApplication(application: DiscountApplication): Json {
  const shared = {
    target_type: application.target,
    type: application.kind,
    value: /\./.test(application.value) ? application.value : `${application.value}.0`,
    value_type: application.valueType,
    allocation_method: application.allocation,
    target_selection: application.selection,
  };
  if (application.kind === 'discount_code') return { ...shared, code: application.title };
  if (application.kind === 'automatic') return { ...shared, title: application.title };
  return { ...shared, title: application.title, description: application.description };
}
