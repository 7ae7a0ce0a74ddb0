import { queryDocument } from '../client/document';
import { ADDRESS, ALLOCATION, DISCOUNT, LINE_ITEM, MONEY, SHIPPING_LINE, TAX_LINE } from './fragments';

/**
 * What an ERP needs of an order; every amount costs two or three points of the shop's rate limit, so amounts that follow from
 * others are left out. Fields that Shopify counts as protected customer data are only asked for when
 * `$withCustomer` is true, because an app without that approval gets an error instead of the order.
 */
const ORDER = `fragment OrderFields on Order {
  id
  legacyResourceId
  name
  number
  confirmationNumber
  createdAt
  processedAt
  updatedAt
  closedAt
  cancelledAt
  cancelReason
  test
  confirmed
  edited
  note
  tags
  sourceName
  sourceIdentifier
  poNumber
  app { name }
  currencyCode
  presentmentCurrencyCode
  taxesIncluded
  taxExempt
  estimatedTaxes
  dutiesIncluded
  displayFinancialStatus
  displayFulfillmentStatus
  returnStatus
  paymentGatewayNames
  discountCodes
  requiresShipping
  customAttributes { key value }
  customerLocale
  subtotalPriceSet { ...Money }
  totalPriceSet { ...Money }
  totalTaxSet { ...Money }
  totalDiscountsSet { ...Money }
  totalShippingPriceSet { ...Money }
  totalTipReceivedSet { ...Money }
  totalRefundedSet { ...Money }
  totalOutstandingSet { ...Money }
  originalTotalDutiesSet { ...Money }
  originalTotalAdditionalFeesSet { ...Money }
  currentSubtotalPriceSet { ...Money }
  currentTotalPriceSet { ...Money }
  currentTotalTaxSet { ...Money }
  currentTotalDiscountsSet { ...Money }
  currentTotalDutiesSet { ...Money }
  currentTotalAdditionalFeesSet { ...Money }
  totalCashRoundingAdjustment { paymentSet { ...Money } }
  taxLines { ...Tax }
  currentTaxLines { ...Tax }
  email @include(if: $withCustomer)
  phone @include(if: $withCustomer)
  customer @include(if: $withCustomer) {
    id
    legacyResourceId
    displayName
    firstName
    lastName
    locale
    taxExempt
    taxSettings { taxId }
    defaultEmailAddress { emailAddress }
    defaultPhoneNumber { phoneNumber }
    defaultAddress { name company }
  }
  billingAddress @include(if: $withCustomer) { ...Address }
  shippingAddress @include(if: $withCustomer) { ...Address }
  purchasingEntity @include(if: $withCustomer) {
    __typename
    ... on PurchasingCompany {
      company { id name externalId }
      location { id name externalId taxSettings { taxExempt taxRegistrationId } }
      contact { id title }
    }
  }
  lineItems(first: $lineItems) { nodes { ...Line } pageInfo { hasNextPage endCursor } }
  shippingLines(first: $shippingLines, includeRemovals: true) { nodes { ...Shipping } pageInfo { hasNextPage endCursor } }
  discountApplications(first: $discounts) { nodes { ...Discount } pageInfo { hasNextPage endCursor } }
}`;

const PARTS = [ORDER, LINE_ITEM, SHIPPING_LINE, DISCOUNT, ALLOCATION, ADDRESS, TAX_LINE, MONEY].join('\n');

/** Page sizes chosen so that no query requests more than 1000 points; a test computes it. */
export const ORDER_PAGE_SIZES = {
  one: { lineItems: 30, shippingLines: 4, discounts: 10 },
  many: { orders: 4, lineItems: 5, shippingLines: 1, discounts: 3 },
  more: { lineItems: 40, shippingLines: 25, discounts: 100 },
} as const;

/** One order by its global id. */
export const ORDER_BY_ID = queryDocument(
  'OrderById',
  `query OrderById($id: ID!, $withCustomer: Boolean!, $withPresentment: Boolean!, $lineItems: Int!, $shippingLines: Int!, $discounts: Int!) {
  order(id: $id) { ...OrderFields }
}
${PARTS}`,
);

/** A page of orders in the order in which they were changed. */
export const ORDERS = queryDocument(
  'Orders',
  `query Orders($first: Int!, $after: String, $query: String, $sortKey: OrderSortKeys!, $withCustomer: Boolean!, $withPresentment: Boolean!, $lineItems: Int!, $shippingLines: Int!, $discounts: Int!) {
  orders(first: $first, after: $after, query: $query, sortKey: $sortKey) {
    nodes { ...OrderFields }
    pageInfo { hasNextPage endCursor }
  }
}
${PARTS}`,
);

/** Names and ids only: a search by name is fuzzy, so candidates are compared before the order itself is read. */
export const ORDER_NAMES = queryDocument(
  'OrderNames',
  `query OrderNames($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: ID) {
    nodes { id name }
    pageInfo { hasNextPage endCursor }
  }
}`,
);

export const ORDER_LINE_ITEMS = queryDocument(
  'OrderLineItems',
  `query OrderLineItems($id: ID!, $first: Int!, $after: String, $withPresentment: Boolean!) {
  order(id: $id) { updatedAt connection: lineItems(first: $first, after: $after) { nodes { ...Line } pageInfo { hasNextPage endCursor } } }
}
${[LINE_ITEM, ALLOCATION, TAX_LINE, MONEY].join('\n')}`,
);

export const ORDER_SHIPPING_LINES = queryDocument(
  'OrderShippingLines',
  `query OrderShippingLines($id: ID!, $first: Int!, $after: String, $withPresentment: Boolean!) {
  order(id: $id) {
    updatedAt
    connection: shippingLines(first: $first, after: $after, includeRemovals: true) { nodes { ...Shipping } pageInfo { hasNextPage endCursor } }
  }
}
${[SHIPPING_LINE, ALLOCATION, TAX_LINE, MONEY].join('\n')}`,
);

export const ORDER_DISCOUNTS = queryDocument(
  'OrderDiscounts',
  `query OrderDiscounts($id: ID!, $first: Int!, $after: String) {
  order(id: $id) { updatedAt connection: discountApplications(first: $first, after: $after) { nodes { ...Discount } pageInfo { hasNextPage endCursor } } }
}
${DISCOUNT}`,
);
