/** A reproducible source of chance (mulberry32): the same seed gives the same orders on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface RandomOrder {
  readonly payload: Readonly<Record<string, unknown>>;
  /** What the buyer owes, in minor units, worked out by the shop's side of the arithmetic. */
  readonly totalMinor: number;
  readonly scale: number;
  readonly keptLines: number;
}

interface ShopLine {
  readonly price: number;
  readonly quantity: number;
  readonly left: number;
  readonly discount: number;
  readonly tax: number;
  readonly rate: number;
}

const CURRENCIES = [
  ['JPY', 0],
  ['CNY', 2],
  ['USD', 2],
  ['KWD', 3],
] as const;
const RATES = [0, 0.06, 0.09, 0.1, 0.13, 0.19];

/**
 * Makes one order as a shop would: integer minor units throughout, discounts allocated by the shop, left open, or both; taxes on
 * the lines, on the order or absent; prices with or without tax; shipping, tips, duties; units removed afterwards, with the shop
 * rounding the rest its own way.
 */
export function randomOrder(random: () => number, place: number): RandomOrder {
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const chance = (share: number): boolean => random() < share;
  const pick = <Value>(values: readonly Value[]): Value => values[whole(0, values.length - 1)] as Value;
  const [currency, scale] = pick(CURRENCIES);
  const money = (minor: number): string => (minor / 10 ** scale).toFixed(scale);

  const inclusive = chance(0.5);
  const taxOn = pick(['lines', 'lines', 'order', 'none'] as const);
  const edited = chance(0.25);
  const taxOf = (base: number, rate: number): number => Math.round(inclusive ? (base * rate) / (1 + rate) : base * rate);

  const lines: ShopLine[] = Array.from({ length: whole(1, chance(0.05) ? 40 : 6) }, () => {
    const price = chance(0.05) ? 0 : whole(1, 99_999);
    const quantity = whole(1, 12);
    const discount = chance(0.3) ? Math.min(price * quantity, whole(0, 5_000)) : 0;
    const rate = taxOn === 'lines' ? pick(RATES) : 0;
    const left = edited && chance(0.4) ? whole(0, quantity) : quantity;
    return { price, quantity, left, discount, rate, tax: taxOf(price * quantity - discount, rate) };
  });
  const first = lines[0] as ShopLine;
  if (lines.every(({ left }) => left === 0)) lines[0] = { ...first, left: first.quantity };

  const shipping = Array.from({ length: whole(0, 2) }, () => {
    const price = whole(0, 2_000);
    const discount = chance(0.2) ? price : 0;
    const rate = taxOn === 'lines' ? pick(RATES) : 0;
    return { price, discount, tax: taxOf(price - discount, rate), rate };
  });

  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const isEdited = lines.some(({ left, quantity }) => left < quantity);
  const remaining = sum(lines.map(({ price, quantity, discount }) => price * quantity - discount));
  // An edited order keeps its open discount only as far as the shop has already put it on the lines.
  const open = !isEdited && chance(0.3) ? Math.min(remaining, whole(0, 3_000)) : 0;
  const orderTax = taxOn === 'order' && !isEdited ? taxOf(remaining - open, 0.13) : 0;

  const rest = pick([Math.round, Math.floor, Math.ceil]);
  const now = lines
    .filter(({ left }) => left > 0)
    .map((line) => ({
      list: line.price * line.left,
      discount: line.left === line.quantity ? line.discount : rest((line.discount * line.left) / line.quantity),
      tax: line.left === line.quantity ? line.tax : rest((line.tax * line.left) / line.quantity),
    }));
  const tip = chance(0.1) ? whole(1, 500) : 0;
  const duty = chance(0.05) ? whole(1, 5_000) : 0;

  const total = (subtotal: number, tax: number): number =>
    subtotal + sum(shipping.map(({ price, discount }) => price - discount)) + (inclusive ? 0 : tax) + tip + duty;
  const shippingTax = sum(shipping.map(({ tax }) => tax));
  const subtotal = remaining - open;
  const tax = sum(lines.map((line) => line.tax)) + shippingTax + orderTax;
  const subtotalNow = isEdited ? sum(now.map(({ list, discount }) => list - discount)) : subtotal;
  const taxNow = isEdited ? sum(now.map((line) => line.tax)) + shippingTax : tax;
  const shippingDiscount = sum(shipping.map(({ discount }) => discount));
  const discountsNow = isEdited ? sum(now.map(({ discount }) => discount)) : sum(lines.map(({ discount }) => discount)) + open;

  return {
    scale,
    totalMinor: total(subtotalNow, taxNow),
    keptLines: now.length,
    payload: {
      id: 1_000_000 + place,
      admin_graphql_api_id: `gid://shopify/Order/${1_000_000 + place}`,
      name: `#${place}`,
      created_at: '2026-11-02T10:15:30+08:00',
      updated_at: '2026-11-02T10:15:30+08:00',
      currency,
      taxes_included: inclusive,
      subtotal_price: money(subtotal),
      total_discounts: money(sum(lines.map(({ discount }) => discount)) + open + shippingDiscount),
      total_tax: money(tax),
      total_price: money(total(subtotal, tax)),
      current_subtotal_price: money(subtotalNow),
      current_total_discounts: money(discountsNow + shippingDiscount),
      current_total_tax: money(taxNow),
      current_total_price: money(total(subtotalNow, taxNow)),
      total_tip_received: money(tip),
      original_total_duties_set: duty === 0 ? null : { shop_money: { amount: money(duty), currency_code: currency } },
      tax_lines: orderTax === 0 ? [] : [{ title: 'VAT', rate: 0.13, price: money(orderTax) }],
      line_items: lines.map((line, index) => ({
        id: 10_000 + index,
        sku: chance(0.1) ? null : `SKU-${whole(1, 5)}`,
        title: `Article ${index}`,
        price: money(line.price),
        quantity: line.quantity,
        current_quantity: line.left,
        total_discount: '0.00',
        discount_allocations:
          line.discount === 0 ? [] : splitIn(line.discount, whole(1, 3)).map((part) => ({ amount: money(part) })),
        tax_lines: line.rate === 0 ? [] : [{ title: 'VAT', rate: line.rate, price: money(line.tax) }],
      })),
      shipping_lines: shipping.map((line, index) => ({
        id: 500 + index,
        title: 'Courier',
        price: money(line.price),
        discounted_price: money(line.price - line.discount),
        discount_allocations: line.discount === 0 ? [] : [{ amount: money(line.discount) }],
        tax_lines: line.rate === 0 ? [] : [{ title: 'VAT', rate: line.rate, price: money(line.tax) }],
      })),
    },
  };
}

function splitIn(amount: number, parts: number): number[] {
  const part = Math.floor(amount / parts);
  return Array.from({ length: parts }, (_, index) => (index === parts - 1 ? amount - part * (parts - 1) : part));
}
