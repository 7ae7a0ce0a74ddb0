import { decimal, type Scenario } from '../peer';
import { line, order, Sales } from './saleCalls';

/** Quotation checks, state changes, deletion, and changes in each state. */
export const states: Scenario = {
  name: 'states of a sale',
  async run(peer) {
    await peer.login();
    const sales = new Sales(peer);
    const noInvoiceAddress = await sales.create('no invoice address', order({ invoice_address: null }));
    await sales.press('quote', noInvoiceAddress);
    const noShipmentAddress = await sales.create('no shipment address', order({ shipment_address: null, reference: 'PO-9' }));
    await sales.press('quote', noShipmentAddress);
    const noWarehouse = await sales.create('no warehouse', order({ warehouse: null }));
    await sales.press('quote', noWarehouse);
    const empty = await sales.create('no lines', { party: 3, invoice_address: 3, shipment_address: 3 });
    await sales.press('quote', empty);
    await sales.press('confirm', empty);
    await sales.read('no lines', empty);
    const service = await sales.create('service only', order({}, [line({ product: 4, quantity: 1 })]));
    await sales.press('quote', service);
    await sales.press('confirm', service);
    await sales.read('service only', service);
    const manual = await sales.create('both methods manual', order({ invoice_method: 'manual', shipment_method: 'manual' }));
    await sales.press('quote', manual);
    await sales.press('confirm', manual);
    await sales.read('both methods manual', manual);
    const onShipment = await sales.create('invoice on shipment', order({ invoice_method: 'shipment' }));
    await sales.press('quote', onShipment);
    await sales.press('confirm', onShipment);
    await sales.read('invoice on shipment', onShipment);
    const free = await sales.create('free item', order({}, [line({ unit_price: decimal('0') })]));
    await sales.press('quote', free);
    await sales.press('confirm', free);
    await sales.read('free item', free);
    const zero = await sales.create('zero quantity', order({}, [line({ quantity: 0 })]));
    await sales.press('quote', zero);
    await sales.press('confirm', zero);
    await sales.read('zero quantity', zero);
    const two = (await peer.call('two at once', 'sale.sale.create', [[order(), order({ invoice_address: null })]])) as number[];
    await sales.press('quote', two, 'one of them bad');
    await peer.call('neither is quoted', 'sale.sale.read', [two, ['state', 'number']]);
    await sales.press('quote', 99999, 'missing');
    await sales.press('quote', [], 'none');
    await peer.call('quote twice the same', 'sale.sale.quote', [[two[0], two[0]]]);
    await peer.call('quote an id', 'sale.sale.quote', [two[0]]);
    const [first] = two as [number];
    await sales.press('quote', first);
    await peer.call('new line on a quotation', 'sale.line.create', [[line({ sale: first })]]);
    await peer.call('delete a line on a quotation', 'sale.line.search', [[['sale', '=', first]]]);
    const lines = (await sales.read('lines', first, ['lines'])).lines as number[] | undefined;
    await peer.call('delete a line on a quotation', 'sale.line.delete', [[lines?.[0] ?? -1]]);
    await peer.call('change a price on a quotation', 'sale.line.write', [[lines?.[1] ?? -1], { unit_price: decimal('1') }]);
    await sales.totals('changed quotation', first);
    await sales.press('cancel', first);
    await sales.read('cancelled', first);
    await sales.press('cancel', first, 'twice');
    await sales.press('confirm', first, 'on cancelled');
    await peer.call('write on cancelled', 'sale.sale.write', [[first], { reference: 'late' }]);
    await sales.press('draft', first, 'from cancelled');
    await sales.read('draft again', first, ['state', 'number', 'reference', 'untaxed_amount_cache']);
    await peer.call('delete a draft', 'sale.sale.delete', [[first]]);
    await peer.call('deleted', 'sale.sale.read', [[first], ['number']]);
    await peer.call('lines of the deleted', 'sale.line.search', [[['sale', '=', first]]]);
    const quoted = await sales.create('to delete as quotation', order({ web_id: 'GONE' }));
    await sales.press('quote', quoted);
    await peer.call('delete a quotation', 'sale.sale.delete', [[quoted]]);
    await sales.create('web id of a deleted sale', order({ web_id: 'GONE' }));
    const cancelled = await sales.create('cancelled keeps its web id', order({ web_id: 'KEPT' }));
    await sales.press('cancel', cancelled);
    await sales.create('web id of a cancelled sale', order({ web_id: 'KEPT' }));
    await peer.call('write a taken web id', 'sale.sale.write', [[noWarehouse], { web_id: 'KEPT' }]);
    await peer.call('write state directly', 'sale.sale.write', [[noWarehouse], { state: 'confirmed' }]);
    await sales.read('state written directly', noWarehouse, ['state', 'number']);
    await peer.call('replace lines', 'sale.sale.write', [
      [noShipmentAddress],
      { shipment_address: 3, lines: [['create', [line({ quantity: 1 })]]], comment: 'x' },
    ]);
    await sales.read('replaced lines', noShipmentAddress, ['lines', 'total_amount', 'write_uid']);
    const own = (await sales.read('own lines', noShipmentAddress, ['lines'])).lines as number[];
    await peer.call('change and delete lines', 'sale.sale.write', [
      [noShipmentAddress],
      {
        lines: [
          [
            'write',
            [own[0]],
            {
              quantity: 9,
              taxes: [
                ['remove', [1]],
                ['add', [2]],
              ],
            },
          ],
          ['delete', [own[1]]],
        ],
      },
    ]);
    await sales.lines('changed', noShipmentAddress, ['quantity', 'taxes', 'amount']);
    await peer.call('remove a line', 'sale.sale.write', [[noShipmentAddress], { lines: [['remove', [own[0]]]] }]);
    const stamp = (await sales.read('timestamp', noShipmentAddress, ['_timestamp']))._timestamp;
    await peer.call('write with the timestamp', 'sale.sale.write', [[noShipmentAddress], { comment: 'y' }], {
      _timestamp: { [`sale.sale,${noShipmentAddress}`]: stamp },
    });
    await peer.call('write with an old timestamp', 'sale.sale.write', [[noShipmentAddress], { comment: 'z' }], {
      _timestamp: { [`sale.sale,${noShipmentAddress}`]: '1' },
    });
    await peer.call('write with a timestamp as number', 'sale.sale.write', [[noShipmentAddress], { comment: 'z' }], {
      _timestamp: { [`sale.sale,${noShipmentAddress}`]: 1 },
    });
    await peer.call('write with the timestamp of another', 'sale.sale.write', [[noShipmentAddress], { comment: 'z' }], {
      _timestamp: { 'sale.sale,1': '1' },
    });
    await peer.call('all states', 'sale.sale.search_read', [[], 0, null, null, ['number', 'state', 'sale_date', 'rec_name']]);
    await peer.call('by state', 'sale.sale.search', [[['state', 'in', ['processing', 'done']]], 0, null, [['id', 'ASC']]]);
    await peer.call('by number', 'sale.sale.search', [[['number', '=', '3']]]);
    await peer.call('by party code', 'sale.sale.search', [[['party.code', '=', 'CUST-001']], 0, 3, [['id', 'DESC']]]);
    await peer.call('by product', 'sale.sale.search', [[['lines.product.code', '=', 'FREIGHT']]]);
    await peer.call('by rec_name', 'sale.sale.search', [[['rec_name', 'ilike', '%PO-9%']]]);
    await peer.call('by total', 'sale.sale.search', [[['total_amount', '>', decimal('1')]]]);
    await peer.call('never changed', 'sale.sale.search', [[['write_date', '=', null]], 0, null, [['id', 'ASC']]]);
    await peer.call('by party name order', 'sale.sale.search', [
      [],
      0,
      null,
      [
        ['party', 'ASC'],
        ['id', 'ASC'],
      ],
    ]);
  },
};
