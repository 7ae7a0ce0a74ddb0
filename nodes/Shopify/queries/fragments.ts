/** Both currencies of an amount; amounts are decimal texts. What the buyer saw costs a third of a query's points. */
export const MONEY = `fragment Money on MoneyBag {
  shopMoney { amount currencyCode }
  presentmentMoney @include(if: $withPresentment) { amount currencyCode }
}`;

export const TAX_LINE = `fragment Tax on TaxLine {
  title
  rate
  ratePercentage
  source
  channelLiable
  priceSet { ...Money }
}`;

export const ADDRESS = `fragment Address on MailingAddress {
  firstName
  lastName
  name
  company
  address1
  address2
  city
  province
  provinceCode
  zip
  country
  countryCodeV2
  phone
}`;

/** The share of a discount that falls on a line; `index` points into the order's discountApplications. */
export const ALLOCATION = `fragment Allocation on DiscountAllocation {
  allocatedAmountSet { ...Money }
  discountApplication { index }
}`;

export const DISCOUNT = `fragment Discount on DiscountApplication {
  __typename
  index
  allocationMethod
  targetSelection
  targetType
  value {
    ... on MoneyV2 { amount currencyCode }
    ... on PricingPercentageValue { percentage }
  }
  ... on DiscountCodeApplication { code }
  ... on ManualDiscountApplication { title description }
  ... on AutomaticDiscountApplication { title }
  ... on ScriptDiscountApplication { title }
}`;

/**
 * A line with what can't be computed from the rest: its price after discounts is the unit price times the quantity less the
 * allocations.
 */
export const LINE_ITEM = `fragment Line on LineItem {
  id
  name
  title
  variantTitle
  sku
  vendor
  quantity
  currentQuantity
  refundableQuantity
  unfulfilledQuantity
  requiresShipping
  taxable
  isGiftCard
  variant { id legacyResourceId barcode inventoryItem { id } }
  product { id legacyResourceId }
  customAttributes { key value }
  originalUnitPriceSet { ...Money }
  discountedTotalSet { ...Money }
  discountAllocations { ...Allocation }
  taxLines { ...Tax }
}`;

export const SHIPPING_LINE = `fragment Shipping on ShippingLine {
  id
  title
  code
  source
  carrierIdentifier
  custom
  isRemoved
  originalPriceSet { ...Money }
  discountedPriceSet { ...Money }
  currentDiscountedPriceSet { ...Money }
  discountAllocations { ...Allocation }
  taxLines { ...Tax }
}`;
