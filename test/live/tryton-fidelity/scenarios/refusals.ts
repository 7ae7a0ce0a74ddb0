import { date, decimal, type Scenario } from '../peer';
import { line, order, Sales, type Values } from './saleCalls';

/** What create and write refuse, and with which words. */
export const refusals: Scenario = {
  name: 'refused sales',
  async run(peer) {
    await peer.login();
    const sales = new Sales(peer);
    await sales.create('nothing', {});
    await sales.create('only a party', { party: 3 });
    await sales.create('unknown party', order({ party: 99999 }));
    await sales.create('party as text', order({ party: 'CUST-001' }));
    await sales.create('party as object', order({ party: { code: 'CUST-001' } }));
    await sales.create('address of another party', order({ invoice_address: 4 }));
    await sales.create('invoice party with its address', order({ invoice_party: 4, invoice_address: 4 }));
    await sales.create('unknown address', order({ shipment_address: 99999 }));
    await sales.create('foreign price list', order({ price_list: 99 }));
    await sales.create('unknown payment term', order({ payment_term: 99 }));
    await sales.create('bad invoice method', order({ invoice_method: 'later' }));
    await sales.create('methods that exclude each other', order({ invoice_method: 'shipment', shipment_method: 'invoice' }));
    await sales.create(
      'methods that exclude each other, other way',
      order({ invoice_method: 'manual', shipment_method: 'invoice' }),
    );
    await sales.create('warehouse that is none', order({ warehouse: 1 }));
    await sales.create('unknown field', order({ purchase_order: 'x' }));
    await sales.create('reference with a newline', order({ reference: 'PO\n1' }));
    await sales.create('comment with control characters', order({ comment: 'a\tb\u0007c' }));
    await sales.create('reference with an emoji', order({ reference: 'PO 🏥' }));
    await sales.create('empty web id', order({ web_id: '' }));
    await sales.create('second empty web id', order({ web_id: '' }));
    await sales.create('null web id', order({ web_id: null }));
    await sales.create('web id in another case', order({ web_id: 'Case' }));
    await sales.create('web id in another case', order({ web_id: 'case' }));
    await sales.create('number as web id', order({ web_id: 4711 }));
    await sales.create('the same as text', order({ web_id: '4711' }));
    await sales.create('web shop without web id', order({ web_shop: 1 }));
    await sales.create('state given', order({ state: 'confirmed' }));
    await sales.create('number given', order({ number: 'SO-77' }));
    await sales.create('number as reference', order({ reference: 4711 }));
    await sales.create('date as text', order({ sale_date: '2026-11-02' }));
    await sales.create('bad date', order({ sale_date: '02.11.2026' }));
    await sales.create('impossible date', order({ sale_date: { __class__: 'date', year: 2026, month: 2, day: 30 } }));
    await sales.create(
      'shipping date before the sale date',
      order({ sale_date: date('2026-11-10'), shipping_date: date('2026-11-01') }),
    );
    await sales.create('other currency', order({ currency: 2 }));
    await sales.create('no currency', order({ currency: null }));
    await sales.create('no lines', { party: 3, invoice_address: 3, shipment_address: 3 });
    const withLine = (label: string, values: Values) => sales.create(`line: ${label}`, order({}, [line(values)]));
    await withLine('unknown product', { product: 99999 });
    await withLine('no unit', { unit: null });
    await withLine('unit of another category', { unit: 2 });
    await withLine('no quantity', { quantity: null });
    await withLine('zero quantity', { quantity: 0 });
    await withLine('negative quantity', { quantity: -2 });
    await withLine('half a piece', { quantity: 1.5 });
    await withLine('quantity as text', { quantity: '2' });
    await withLine('quantity as words', { quantity: 'two' });
    await withLine('quantity as Decimal', { quantity: decimal('2') });
    await withLine('no price', { unit_price: null });
    await withLine('price as integer', { unit_price: 40 });
    await withLine('price as text', { unit_price: '39.90' });
    await withLine('price as words', { unit_price: 'cheap' });
    await withLine('price as exact float', { unit_price: 39.5 });
    await withLine('price as float', { unit_price: 39.9 });
    await withLine('5 decimals', { unit_price: decimal('39.90001') });
    await withLine('5 decimals, last zero', { unit_price: decimal('39.90000') });
    await withLine('exponent', { unit_price: decimal('4E+1') });
    await withLine('not a number', { unit_price: decimal('NaN') });
    await withLine('bad Decimal', { unit_price: decimal('1,5') });
    await withLine('huge price', { unit_price: decimal('99999999999999999999.9999') });
    await withLine('bad type', { type: 'free' });
    await withLine('unknown tax', { taxes: [['add', [99]]] });
    await withLine('tax as number', { taxes: [1] });
    await withLine('same tax twice', { taxes: [['add', [1, 1]]] });
    await withLine('no taxes', { taxes: [] });
    await withLine('taxes null', { taxes: null });
    await withLine('unknown field', { sku: 'x' });
    await withLine('description with control characters', { description: 'a\tb\nc' });
    await sales.create(
      'one bad line among good ones',
      order({ web_id: 'HALF' }, [line(), line({ unit_price: decimal('1.00001') })]),
    );
    await peer.call('nothing of it stays', 'sale.sale.search_count', [[['web_id', '=', 'HALF']]]);
    await peer.call('two sales, one bad', 'sale.sale.create', [[order({ web_id: 'TWO' }), order({ web_id: 'Case' })]]);
    await peer.call('nothing of them stays', 'sale.sale.search_count', [[['web_id', '=', 'TWO']]]);
    await peer.call('line alone, no sale', 'sale.line.create', [[line()]]);
    await peer.call('create without the company', 'sale.sale.create', [[order()]], { company: null });
    await peer.rpc('create with an empty context', 'model.sale.sale.create', [[order()], {}]);
    await peer.call('foreign company in the context', 'sale.sale.create', [[order()]], { company: 7 });
    await peer.call('all numbers', 'sale.sale.search_read', [
      [],
      0,
      null,
      [['id', 'ASC']],
      ['number', 'web_id', 'reference', 'state', 'rec_name', 'total_amount'],
    ]);
  },
};
