import { date, decimal, type Scenario } from '../peer';
import { line, order, Sales, type Values } from './saleCalls';

/** Price, quantity, and the taxes where they are not VAT 13 %. */
type Priced = readonly [price: string, quantity: number, taxes?: readonly number[]];

/** Amounts that tell one rounding rule from another. */
export const amounts: Scenario = {
  name: 'amounts',
  async run(peer) {
    await peer.login();
    const sales = new Sales(peer);
    const priced = async (label: string, prices: readonly Priced[], values: Values = {}) => {
      const id = await sales.create(
        label,
        order(
          values,
          prices.map(([price, quantity, taxes]) =>
            line({ unit_price: decimal(price), quantity, taxes: [['add', taxes ?? [1]]] }),
          ),
        ),
      );
      await sales.totals(label, id);
      return id;
    };
    await priced('three lines of 0.05', [
      ['0.05', 1],
      ['0.05', 1],
      ['0.05', 1],
    ]);
    await priced('half cents, even', [
      ['0.125', 1],
      ['0.135', 1],
      ['0.145', 1],
    ]);
    await priced('half cents by quantity', [
      ['0.005', 1],
      ['0.005', 3],
      ['0.015', 1],
    ]);
    await priced('tax on unrounded base', [
      ['0.3333', 7],
      ['0.6666', 11],
    ]);
    await priced('tax of a half cent', [
      ['0.5', 1],
      ['1.5', 1],
      ['2.5', 1],
    ]);
    await priced('tax of a half cent, 3 %', [
      ['0.5', 1, [2]],
      ['1.5', 1, [2]],
      ['5.1666', 1, [2]],
    ]);
    await priced('three rates', [
      ['39.90', 3, [1]],
      ['39.90', 3, [2]],
      ['39.90', 3, [3]],
      ['39.90', 3, []],
    ]);
    await priced('two taxes on a line', [['100', 1, [1, 2]]]);
    await priced('negative line', [
      ['100', 1],
      ['-33.33', 1],
    ]);
    await priced('return', [['39.90', -3]]);
    await priced('return and sale', [
      ['39.90', -1],
      ['39.90', 3],
    ]);
    await priced('large', [['99999999.9999', 999999]]);
    await priced(
      'euro',
      [
        ['0.125', 1],
        ['10.005', 3],
      ],
      { currency: 2 },
    );
    await priced('free', [['0', 5]]);
    await priced('long price', [['1234567.8901', 3]]);
    await priced('tiny price', [['0.0001', 1]]);
    await priced('tiny price, many', [['0.0001', 12345]]);
    const confirmed = await priced('confirmed', [
      ['0.3333', 7],
      ['0.05', 1],
      ['0.05', 1],
    ]);
    await sales.press('quote', confirmed);
    await sales.press('confirm', confirmed);
    const sale = await sales.read('confirmed', confirmed, ['untaxed_amount', 'tax_amount', 'total_amount', 'invoices']);
    await peer.call('its invoice', 'account.invoice.read', [
      sale.invoices,
      ['untaxed_amount', 'tax_amount', 'total_amount', 'taxes.base', 'taxes.amount', 'lines.amount'],
    ]);
    const subtotal = await sales.create(
      'subtotal',
      order({}, [
        line(),
        line(),
        { type: 'subtotal' },
        line({ quantity: 1 }),
        { type: 'title', description: 'T' },
        { type: 'subtotal' },
      ]),
    );
    await sales.lines('subtotal', subtotal, ['type', 'amount', 'rec_name', 'quantity', 'unit_price']);
    await sales.totals('subtotal', subtotal);
    const ask = (label: string, values: Values) => peer.call(`price: ${label}`, 'sale.line.on_change_product', [values]);
    const parent = {
      '_parent_sale.party': 3,
      '_parent_sale.currency': 1,
      '_parent_sale.company': 1,
      '_parent_sale.sale_date': date(peer.today),
    };
    await ask('with a price list', { product: 1, quantity: 3, type: 'line', ...parent, '_parent_sale.price_list': 1 });
    await ask('other product of the list', { product: 2, quantity: 3, type: 'line', ...parent, '_parent_sale.price_list': 1 });
    await ask('without a price list', { product: 1, quantity: 3, type: 'line', ...parent });
    await ask('service', { product: 4, quantity: 1, type: 'line', ...parent });
    await ask('no product', { product: null, quantity: 1, type: 'line', ...parent });
    await ask('no quantity', { product: 1, type: 'line', ...parent });
    await ask('no parent', { product: 1, quantity: 1, type: 'line' });
    await ask('parent as object', { product: 1, quantity: 1, type: 'line', _parent_sale: { party: 3 } });
    await ask('unknown field', { product: 1, quantity: 1, nme: 1, ...parent });
    await ask('euro', { product: 1, quantity: 3, type: 'line', ...parent, '_parent_sale.currency': 2 });
    await ask('unknown product', { product: 99, quantity: 3, type: 'line', ...parent });
  },
};
