import type { JsonObject, Order, PlaceOrder, ShopifySimulatorOptions } from '../../src/shopify';
import { toJson } from '../../src/shopify';
import { randomFrom } from '../../src/faults';
import { ask, at, simulator, stopAll } from './support';

afterEach(stopAll);

const VAT13 = [{ title: 'VAT', rate: '0.13' }];

async function payloadOf(input: PlaceOrder, options: ShopifySimulatorOptions = {}): Promise<JsonObject> {
  const shopify = await simulator(options);
  return shopify.orderWebhookPayload(shopify.placeOrder(input).id);
}

const totals = ({ subtotal_price, total_discounts, total_tax, total_price }: JsonObject) => [
  subtotal_price,
  total_discounts,
  total_tax,
  total_price,
];

test('the seeded shop sells net in yuan with 13 % VAT', async () => {
  const payload = await payloadOf({
    lines: [
      { sku: 'STENT-35-18', quantity: 2 },
      { sku: 'GLOVE-M-100', quantity: 3 },
    ],
    shipping: { price: '25.00' },
  });
  expect(totals(payload)).toEqual(['2519.70', '0.00', '330.81', '2875.51']);
  expect(payload).toMatchObject({
    currency: 'CNY',
    taxes_included: false,
    total_shipping_price_set: { shop_money: { amount: '25.00' } },
  });
});

test('a discount lowers the base of the tax: 100 - 20, 10 % tax, makes 88', async () => {
  const payload = await payloadOf({
    lines: [{ title: 'Thing', price: '100.00', quantity: 1, taxes: [{ rate: '0.1' }] }],
    discounts: [{ amount: '20.00' }],
  });
  expect(totals(payload)).toEqual(['80.00', '20.00', '8.00', '88.00']);
});

test('a discount over three equal lines adds up to the last fen', async () => {
  const payload = await payloadOf({
    lines: Array.from({ length: 3 }, () => ({ title: 'Third', price: '33.33', quantity: 1, taxes: [] })),
    discounts: [{ amount: '10.00', kind: 'discount_code', title: 'TEN' }],
  });
  const shares = (payload['line_items'] as readonly JsonObject[]).map(
    (line) => (line['discount_allocations'] as readonly JsonObject[])[0]?.['amount'],
  );
  expect(shares).toEqual(['3.33', '3.34', '3.33']);
  expect(payload).toMatchObject({
    total_discounts: '10.00',
    discount_codes: [{ code: 'TEN', amount: '10.00', type: 'fixed_amount' }],
    discount_applications: [{ type: 'discount_code', code: 'TEN', allocation_method: 'across', target_selection: 'all' }],
  });
});

test('with taxes included the tax is inside the price, also of shipping', async () => {
  const payload = await payloadOf({
    taxesIncluded: true,
    lines: [{ title: 'Gross', price: '113.00', quantity: 1, taxes: VAT13 }],
    shipping: { price: '11.30', taxes: VAT13 },
  });
  expect(totals(payload)).toEqual(['113.00', '0.00', '14.30', '124.30']);
});

test('line, order and shipping discounts apply in that order', async () => {
  const payload = await payloadOf({
    lines: [
      { title: 'A', price: '100.00', quantity: 2, taxes: [], discount: { percentage: '10', title: 'Line' } },
      { title: 'B', price: '20.00', quantity: 1, taxes: [] },
    ],
    discounts: [{ percentage: '50', kind: 'automatic', title: 'Half' }],
    shipping: { price: '10.00', taxes: [], discount: { percentage: '100', kind: 'discount_code', title: 'FREESHIP' } },
  });
  expect(totals(payload)).toEqual(['100.00', '130.00', '0.00', '100.00']);
  const [first] = payload['line_items'] as readonly JsonObject[];
  expect(first).toMatchObject({
    total_discount: '20.00',
    discount_allocations: [
      { amount: '20.00', discount_application_index: 0 },
      { amount: '90.00', discount_application_index: 1 },
    ],
  });
  expect(payload['shipping_lines']).toMatchObject([
    { price: '10.00', discounted_price: '0.00', discount_allocations: [{ amount: '10.00' }] },
  ]);
});

test.each([
  ['JPY', '1200', '1356', '1356.0'],
  ['KWD', '1.235', '1.396', '1.396'],
])('%s keeps its own number of decimals', async (currency, price, total, graph) => {
  const shopify = await simulator({ currency });
  const { id } = shopify.placeOrder({ lines: [{ title: 'Thing', price, quantity: 1, taxes: VAT13 }] });
  expect(shopify.orderWebhookPayload(id)).toMatchObject({ currency, total_price: total });
  const { body } = await ask(shopify, '{ orders(first: 1) { nodes { totalPriceSet { shopMoney { amount currencyCode } } } } }');
  expect(at(body, 'data.orders.nodes.0.totalPriceSet.shopMoney')).toEqual({ amount: graph, currencyCode: currency });
});

test('the buyer pays in another currency: both sets add up on their own', async () => {
  const payload = await payloadOf({
    lines: [{ sku: 'GLOVE-M-100', quantity: 3 }],
    presentment: { currency: 'USD', rate: '0.14' },
  });
  expect(payload).toMatchObject({
    currency: 'CNY',
    presentment_currency: 'USD',
    total_price: '135.26',
    total_price_set: {
      shop_money: { amount: '135.26', currency_code: 'CNY' },
      presentment_money: { amount: '18.95', currency_code: 'USD' },
    },
  });
});

test('removed units leave the original sums and lower the current ones', async () => {
  const shopify = await simulator();
  const { id, lines } = shopify.placeOrder({
    lines: [{ title: 'Thing', price: '10.00', quantity: 4, taxes: VAT13 }],
    discounts: [{ amount: '8.00' }],
  });
  shopify.editOrder(id, { lineId: lines[0]?.id ?? 0n, units: 1 });
  expect(shopify.orderWebhookPayload(id)).toMatchObject({
    total_price: '36.16',
    current_total_price: '27.12',
    current_total_discounts: '6.00',
    total_outstanding: '-9.04',
    line_items: [{ quantity: 4, current_quantity: 3 }],
  });
});

test('odd orders are possible: no customer, guest, company, free line, same SKU twice, test order', async () => {
  const nobody = await payloadOf({ lines: [{ sku: 'MON-7', quantity: 1 }] });
  expect(nobody).toMatchObject({ customer: null, email: null, shipping_address: null });

  const guest = await payloadOf({ lines: [{ sku: 'MON-7', quantity: 1 }], customer: { email: 'Guest@Example.com' } });
  expect(guest).toMatchObject({ email: 'guest@example.com', customer: { first_name: null, email: 'guest@example.com' } });

  const company = await payloadOf({
    lines: [
      { sku: 'GLOVE-M-100', quantity: 1 },
      { sku: 'GLOVE-M-100', quantity: 2, price: '0.00' },
    ],
    company: { name: 'First Hospital', externalId: 'CUST-001' },
    poNumber: 'PO-7',
    test: true,
    note: 'ring twice',
    attributes: [{ key: 'ward', value: '3' }],
    financialStatus: 'pending',
  });
  expect(company).toMatchObject({
    company: { id: expect.any(BigInt), location_id: expect.any(BigInt) },
    po_number: 'PO-7',
    test: true,
    note: 'ring twice',
    note_attributes: [{ name: 'ward', value: '3' }],
    financial_status: 'pending',
    line_items: [{ sku: 'GLOVE-M-100' }, { sku: 'GLOVE-M-100', price: '0.00' }],
  });
});

test('GraphQL and the webhook tell the same sums', async () => {
  const shopify = await simulator();
  const { id } = shopify.placeOrder({
    lines: [
      { sku: 'GLOVE-M-100', quantity: 7, discount: { percentage: '12.5' } },
      { sku: 'MON-7', quantity: 1 },
    ],
    discounts: [{ percentage: '3' }],
    shipping: { price: '25.00' },
  });
  const { body } = await ask(
    shopify,
    `{ order(id: "gid://shopify/Order/${id}") { createdAt
      totalPriceSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } }
      lineItems(first: 5) { nodes { sku discountAllocations { allocatedAmountSet { shopMoney { amount } } discountApplication {
        index value { ... on PricingPercentageValue { percentage } } } } taxLines { ratePercentage priceSet { shopMoney { amount } } } } } } }`,
  );
  const payload = shopify.orderWebhookPayload(id);
  const value = (path: string) => Number(at(body, `data.order.${path}`));
  expect([
    value('totalPriceSet.shopMoney.amount'),
    value('totalTaxSet.shopMoney.amount'),
    value('totalDiscountsSet.shopMoney.amount'),
  ]).toEqual([payload['total_price'], payload['total_tax'], payload['total_discounts']].map(Number));
  expect(at(body, 'data.order.lineItems.nodes.0.taxLines.0.ratePercentage')).toBe(13);
  expect(at(body, 'data.order.lineItems.nodes.0.discountAllocations.0.discountApplication')).toEqual({
    index: 0,
    value: { percentage: 12.5 },
  });
  expect(at(body, 'data.order.createdAt')).toMatch(/Z$/);
  expect(payload['created_at']).toMatch(/\+08:00$/);
});

test('lines, shipping and tax add up to the total for random orders, in both currencies', async () => {
  const shopify = await simulator();
  const seed = 20261122;
  const random = randomFrom(`money/${seed}`);
  const cents = (largest: number) => (Math.floor(random() * largest) / 100).toFixed(2);
  for (let i = 0; i < 500; i++) {
    const order = shopify.placeOrder({
      taxesIncluded: random() < 0.5,
      lines: Array.from({ length: 1 + Math.floor(random() * 6) }, () => ({
        title: 'Random',
        price: cents(100_000),
        quantity: 1 + Math.floor(random() * 9),
        taxes: [{ rate: '0.13' }, { title: 'Local', rate: '0.0325' }].slice(0, Math.floor(random() * 3)),
        ...(random() < 0.3 ? { discount: { percentage: cents(5000) } } : {}),
      })),
      ...(random() < 0.5 ? { discounts: [{ amount: cents(20_000) }] } : {}),
      ...(random() < 0.5 ? { shipping: { price: cents(5000) } } : {}),
      presentment: { currency: 'JPY', rate: '20.613' },
    });
    expect({ seed, order: order.name, sums: addedUp(order) }).toMatchObject({
      sums: statedTotals(shopify.orderWebhookPayload(order.id)),
    });
  }
});

function addedUp(order: Order): readonly string[] {
  const sum = (pick: (bag: { readonly shop: bigint; readonly presentment: bigint }) => bigint) => {
    const parts = [
      ...order.lines.map((line) => ({ ...line, units: BigInt(line.quantity), price: line.unitPrice })),
      ...order.shippingLines.map((line) => ({ ...line, units: 1n })),
    ];
    return parts.reduce((total, part) => {
      const discounts = part.discounts.reduce((all, { amount }) => all + pick(amount), 0n);
      const taxes = order.taxesIncluded ? 0n : part.taxes.reduce((all, { amount }) => all + pick(amount), 0n);
      return total + pick(part.price) * part.units - discounts + taxes;
    }, 0n);
  };
  return [String(sum((bag) => bag.shop)), String(sum((bag) => bag.presentment))];
}

function statedTotals(payload: JsonObject): readonly string[] {
  const stated = payload['total_price_set'] as { shop_money: { amount: string }; presentment_money: { amount: string } };
  return [stated.shop_money.amount.replace('.', '').replace(/^0+(?=\d)/, ''), stated.presentment_money.amount];
}

test('toJson writes bigints exactly and escapes as Shopify does', () => {
  expect(toJson({ id: 820982911946154508n, note: 'a & b\u2028', list: [1.5, null, true] })).toBe(
    '{"id":820982911946154508,"note":"a \\u0026 b\\u2028","list":[1.5,null,true]}',
  );
});
