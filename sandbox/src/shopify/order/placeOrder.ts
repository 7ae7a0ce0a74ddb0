import { createHash } from 'node:crypto';
import type { Bag } from '../money';
import { ZERO_BAG, currencyDigits, divideRounded, parseFraction, parseMinor } from '../money';
import type { ShopState, Variant } from '../shopState';
import { addressFrom, companyFrom, customerFrom } from './buyer';
import type { CalculatedPart } from './calculate';
import { calculate } from './calculate';
import { calculated, discountsOf } from './discounts';
import type { DiscountAllocation, Order, OrderLine, ShippingLine, TaxLine } from './model';
import type { PlaceOrder, PlaceOrderLine, TaxInput } from './placeOrderInput';
import { placedTotals } from './totals';

/** Tax of a line or shipping that names none, and Shopify's first order number. */
const DEFAULT_TAXES: readonly TaxInput[] = [{ title: 'VAT', rate: '0.13' }];
const FIRST_ORDER_NUMBER = 1001;

/** Prices an order in both currencies and adds it to the shop. */
export function addOrder(input: PlaceOrder, shop: ShopState, nowMs: number): Order {
  if (input.lines.length === 0) throw new RangeError('An order needs at least one line');
  const convert = converter(shop.currency, input.presentment);
  const taxesIncluded = input.taxesIncluded ?? shop.taxesIncluded;
  const sources = input.lines.map((line) => sourceOf(line, shop, input.taxExempt === true));
  const prices = sources.map((source) => convert(parseMinor(source.price, shop.currency)));
  const shippingTaxes = input.taxExempt === true ? [] : (input.shipping?.taxes ?? DEFAULT_TAXES);
  const shippingPrice = input.shipping && convert(parseMinor(input.shipping.price, shop.currency));
  const discounts = discountsOf(input, shop.currency, convert);

  const inCurrency = (pick: (bag: Bag) => bigint) =>
    calculate({
      taxesIncluded,
      discounts: calculated(discounts, pick),
      lines: sources.map((source, place) => ({
        unitPrice: pick(prices[place] ?? ZERO_BAG),
        quantity: source.quantity,
        taxRates: source.taxes.map(({ rate }) => rate),
      })),
      shipping: shippingPrice && { price: pick(shippingPrice), taxRates: shippingTaxes.map(({ rate }) => rate) },
    });
  const inShop = inCurrency((bag) => bag.shop);
  const inPresentment = inCurrency((bag) => bag.presentment);

  const lines = sources.map(({ taxes, price: _price, ...source }, place): OrderLine => {
    const [own, buyers] = [inShop.lines[place], inPresentment.lines[place]];
    const unitPrice = prices[place] ?? ZERO_BAG;
    return { ...source, unitPrice, currentQuantity: source.quantity, ...combine(own, buyers, taxes) };
  });
  const shippingLines: ShippingLine[] = [];
  if (input.shipping !== undefined && shippingPrice !== undefined) {
    const { title = 'Standard', code = null } = input.shipping;
    const amounts = combine(inShop.shipping, inPresentment.shipping, shippingTaxes);
    shippingLines.push({ id: shop.nextId('ShippingLine'), title, code, price: shippingPrice, ...amounts });
  }

  const order: Order = {
    ...header(input, shop, nowMs),
    currency: shop.currency,
    presentmentCurrency: input.presentment?.currency ?? shop.currency,
    taxesIncluded,
    discountApplications: discounts.map(({ application }) => application),
    lines,
    shippingLines,
  };
  if (order.financialStatus === 'paid') order.received = placedTotals(order).total;
  shop.orders.set(order.id, order);
  return order;
}

function header(input: PlaceOrder, shop: ShopState, nowMs: number) {
  const id = shop.nextId('Order');
  const number = FIRST_ORDER_NUMBER + shop.orders.size;
  const createdAtMs = input.createdAt === undefined ? nowMs : Date.parse(input.createdAt);
  const customer = customerFrom(input.customer, shop, nowMs);
  const shippingAddress = addressFrom(input.shippingAddress, shop) ?? customer?.defaultAddress ?? null;
  const token = createHash('md5').update(`${shop.domain}/${id}`).digest('hex');
  return {
    id,
    number,
    name: `#${number}`,
    token,
    confirmationNumber: token.slice(0, 9).toUpperCase(),
    createdAtMs,
    processedAtMs: createdAtMs,
    updatedAtMs: createdAtMs,
    cancelledAtMs: null,
    cancelReason: null,
    closedAtMs: null,
    edited: false,
    taxExempt: input.taxExempt === true,
    test: input.test === true,
    note: input.note ?? null,
    attributes: input.attributes ?? [],
    tags: input.tags ?? [],
    email: input.email === undefined ? (customer?.email ?? null) : input.email,
    phone: input.phone === undefined ? (customer?.phone ?? null) : input.phone,
    poNumber: input.poNumber ?? null,
    sourceName: input.sourceName ?? 'web',
    customerLocale: 'zh-CN',
    customer,
    company: companyFrom(input.company, shop, nowMs),
    billingAddress: addressFrom(input.billingAddress, shop) ?? shippingAddress,
    shippingAddress,
    financialStatus: input.financialStatus ?? ('paid' as const),
    received: ZERO_BAG,
    refunded: ZERO_BAG,
  };
}

function sourceOf(input: PlaceOrderLine, shop: ShopState, taxExempt: boolean) {
  if (!Number.isInteger(input.quantity) || input.quantity < 1) throw new RangeError('A line has a whole quantity of at least 1');
  const variant = findVariant(input.sku, shop);
  const price = input.price ?? variant?.price;
  if (price === undefined) throw new RangeError(`The shop has no variant ${input.sku ?? '(no SKU)'}: its line needs a price`);
  const taxable = input.taxable ?? variant?.taxable ?? true;
  return {
    id: shop.nextId('LineItem'),
    variantId: variant?.id ?? null,
    productId: variant?.product.id ?? null,
    sku: input.sku ?? null,
    title: input.title ?? variant?.product.title ?? 'Custom item',
    variantTitle: input.variantTitle ?? null,
    vendor: variant?.product.vendor ?? null,
    quantity: input.quantity,
    grams: variant?.grams ?? 0,
    requiresShipping: variant?.requiresShipping ?? true,
    properties: input.properties ?? [],
    taxable,
    taxes: taxable && !taxExempt ? (input.taxes ?? DEFAULT_TAXES) : [],
    price,
  };
}

function findVariant(sku: string | null | undefined, shop: ShopState): Variant | undefined {
  if (sku === null || sku === undefined) return undefined;
  return [...shop.variants.values()].find((variant) => variant.sku === sku);
}

/** Puts the results of the two currencies together. */
function combine(
  own: CalculatedPart | undefined,
  buyers: CalculatedPart | undefined,
  taxes: readonly TaxInput[],
): { readonly discounts: readonly DiscountAllocation[]; readonly taxes: readonly TaxLine[] } {
  const discounts: DiscountAllocation[] = [];
  own?.discounts.forEach((shop, application) => {
    const presentment = buyers?.discounts[application];
    if (shop === undefined || presentment === undefined) return;
    discounts.push({ application, amount: { shop, presentment } });
  });
  return {
    discounts,
    taxes: taxes.map(({ title = 'VAT', rate }, place) => ({
      title,
      rate,
      amount: { shop: own?.taxes[place] ?? 0n, presentment: buyers?.taxes[place] ?? 0n },
    })),
  };
}

/** Converts a shop amount to both currencies, rounded half up to the decimals of the buyer's currency. */
function converter(currency: string, presentment: PlaceOrder['presentment']): (shop: bigint) => Bag {
  if (presentment === undefined) return (shop) => ({ shop, presentment: shop });
  const { numerator, denominator } = parseFraction(presentment.rate);
  const buyersScale = 10n ** BigInt(currencyDigits(presentment.currency));
  const ownScale = 10n ** BigInt(currencyDigits(currency));
  return (shop) => ({ shop, presentment: divideRounded(shop * numerator * buyersScale, denominator * ownScale) });
}
