import { type Scenario } from '../peer';
import { line, order, Sales } from './saleCalls';

const fields = ['state', 'number', 'lines', 'comment', 'party', 'invoice_address', 'shipment_address', 'write_uid', 'lines.note'];

/** What changing and cancelling an order comes to: reset, replaced lines, guards against somebody who was faster. */
export const changes: Scenario = {
  name: 'changed and cancelled sales',
  async run(peer) {
    await peer.login();
    const sales = new Sales(peer);
    const noted = (note: string, values = {}) => line({ note, ...values });
    const linesOf = async (id: number) => (await sales.read('lines', id, ['lines'])).lines as number[];
    const id = await sales.create(
      'noted',
      order({ web_id: 'CHANGE-1', comment: 'mine' }, [noted('v1'), noted('v1', { quantity: 1 })]),
    );
    await sales.press('quote', id);
    const first = await linesOf(id);
    const replace = (label: string, lines: readonly number[], values: object = {}) =>
      peer.call(label, 'sale.sale.write', [
        [id],
        {
          ...values,
          lines: [
            ['delete', lines],
            ['create', [noted('v2', { quantity: 9 })]],
          ],
        },
      ]);
    await replace('replace the lines of a quotation', first);
    await sales.read('unchanged', id, fields);
    await sales.press('draft', id);
    await replace('replace the lines', first, { party: 4, invoice_address: 4, shipment_address: 4 });
    await sales.read('replaced', id, fields);
    await sales.totals('replaced', id);
    await replace('replace lines that are gone', first);
    await sales.read('unchanged', id, fields);
    const second = await linesOf(id);
    await peer.call('note all lines', 'sale.sale.write', [[id], { lines: [['write', second, { note: 'v3' }]] }]);
    await peer.call('note lines that are gone', 'sale.sale.write', [[id], { lines: [['write', first, { note: 'v3' }]] }]);
    await sales.read('noted', id, fields);
    const stale = { _timestamp: { [`sale.sale,${id}`]: '1' } };
    await peer.call('quote with an old timestamp', 'sale.sale.quote', [[id]], stale);
    await peer.call('cancel with an old timestamp', 'sale.sale.cancel', [[id]], stale);
    await peer.call('draft with an old timestamp', 'sale.sale.draft', [[id]], stale);
    await sales.read('still a draft', id, ['state']);
    await sales.press('quote', id);
    await peer.call('draft with an old timestamp', 'sale.sale.draft', [[id]], stale);
    await sales.read('still a quotation', id, ['state']);
    await sales.press('cancel', id);
    await peer.call('mark the cancelled', 'sale.sale.write', [
      [id],
      {
        lines: [
          ['copy', second, { note: 'cancelled' }],
          ['delete', second],
        ],
      },
    ]);
    await sales.read('marked', id, fields);
    await sales.lines('marked', id, ['product', 'quantity', 'unit_price', 'taxes', 'description', 'note', 'sequence', 'amount']);
    await replace('replace lines that were copied', second);
    await sales.press('quote', id, 'on cancelled');
    await sales.read('still cancelled', id, ['state']);

    const bare = await sales.create('only a comment line', {
      party: 1,
      web_id: 'CHANGE-2',
      lines: [['create', [{ type: 'comment', description: 'gone', note: 'v9' }]]],
    });
    await sales.press('cancel', bare);
    await sales.read('only a comment line', bare, fields);

    const confirmed = await sales.create('confirmed', order({ web_id: 'CHANGE-3' }, [noted('v1')]));
    await sales.press('quote', confirmed);
    await peer.call('confirmed but not processed', 'sale.sale.write', [[confirmed], { state: 'confirmed' }]);
    await sales.press('cancel', confirmed, 'on confirmed');
    await sales.read('still confirmed', confirmed, ['state']);
    await sales.press('draft', confirmed, 'from confirmed');
    await sales.read('draft again', confirmed, ['state', 'number', 'quoted_by', 'confirmed_by']);
    await sales.press('quote', confirmed);
    await sales.press('confirm', confirmed);
    const running = await linesOf(confirmed);
    await peer.call('replace the lines in work', 'sale.sale.write', [
      [confirmed],
      {
        lines: [
          ['delete', running],
          ['create', [noted('v2')]],
        ],
      },
    ]);
    await peer.call('note the lines in work', 'sale.sale.write', [[confirmed], { lines: [['write', running, { note: 'v2' }]] }]);
    await sales.read('in work', confirmed, [
      'state',
      'lines.note',
      'shipments.state',
      'shipments.number',
      'invoices.state',
      'invoices.number',
    ]);

    const group = (await peer.call('two at once', 'sale.sale.create', [
      [order({ web_id: 'CHANGE-4' }), order({ web_id: 'CHANGE-5' })],
    ])) as number[];
    await peer.call('one of two web ids is taken', 'sale.sale.create', [
      [order({ web_id: 'CHANGE-6' }), order({ web_id: 'CHANGE-4' })],
    ]);
    await peer.call('by several web ids', 'sale.sale.search_read', [
      [['web_id', 'in', ['CHANGE-1', 'CHANGE-4', 'CHANGE-5', 'CHANGE-6']]],
      0,
      null,
      [['id', 'ASC']],
      ['web_id', 'state', 'write_uid.login', 'party.name', 'invoice_address.street'],
    ]);
    await sales.press('quote', group, 'together');
    await peer.call('read together', 'sale.sale.read', [group, ['state', 'number', 'lines.note']]);
    await peer.call('read one that is gone', 'sale.sale.read', [[...group, 99999], ['state']]);
    await sales.press('confirm', group, 'together');
    await peer.call('confirmed together', 'sale.sale.read', [group, ['state', 'shipments', 'invoices']]);
  },
};
