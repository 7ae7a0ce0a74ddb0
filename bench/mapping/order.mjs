/** One synthetic web-shop order. 20 lines give about 6.3 kB of JSON in and 3.4 kB of mapped JSON out. */
export function makeOrder(lineCount = 20) {
  const units = ['EA', 'BOX', 'CTN'];
  const lines = Array.from({ length: lineCount }, (_, i) => ({
    id: 9_000_000 + i,
    sku: `SKU-${1000 + i}`,
    variant_id: 70_000 + i,
    title: `耗材 Product ${i}`,
    quantity: String(1 + (i % 7)),
    uom: units[i % 3],
    price: (12.5 + i * 0.37).toFixed(2),
    total_discount: i % 4 === 0 ? '1.10' : '0.00',
    taxable: i % 5 !== 0,
    tax_lines: [{ title: 'VAT', rate: i % 5 ? 0.13 : 0, price: '1.00' }],
    properties: { lot: `L${i}`, expiry: '2028-01-31' },
    vendor: i % 2 ? 'Acme' : null,
  }));
  const address = { name: 'Li Lei', address1: 'No.1 Road', city: 'Shanghai', zip: '200000', country_code: 'CN' };
  return {
    id: 450789469,
    name: '#1001',
    created_at: '2026-11-02T10:15:30+08:00',
    currency: 'CNY',
    financial_status: 'paid',
    fulfillment_status: null,
    note: null,
    email: 'buyer@example.org',
    total_price: '999.90',
    subtotal_price: '900.00',
    total_tax: '99.90',
    customer: { id: 207119551, first_name: 'Li', last_name: 'Lei', phone: '+8613800000000' },
    shipping_address: { ...address, address2: null, province_code: 'SH', phone: '+8613800000000' },
    billing_address: address,
    shipping_lines: [{ code: 'SF', title: 'SF Express', price: '12.00' }],
    line_items: lines,
    tags: 'vip, hospital',
    source_name: 'web',
  };
}

/** Lookup tables, shared by every engine. */
export const tables = {
  status: { paid: 'CONFIRMED', pending: 'HOLD', refunded: 'CANCELLED', voided: 'CANCELLED' },
  country: { CN: 'CHN', US: 'USA', DE: 'DEU' },
  uomFactor: { EA: 1, BOX: 12, CTN: 144 },
  carrier: { SF: 'SFEXPRESS', JD: 'JDLOGISTICS', YTO: 'YTO' },
};
