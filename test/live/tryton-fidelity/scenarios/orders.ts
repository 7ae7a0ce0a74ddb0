import { date, decimal, type Scenario } from '../peer';
import { line, order, Sales } from './saleCalls';

/** One order from draft to processing, with its shipment, moves and invoice. */
export const orderToProcessing: Scenario = {
  name: 'order to processing',
  async run(peer) {
    await peer.login();
    const sales = new Sales(peer);
    const today = date(peer.today);
    const id = await sales.create(
      'full header, five lines',
      order(
        {
          reference: 'PO-1',
          web_id: 'SHOP-1',
          description: 'web order',
          sale_date: today,
          payment_term: 2,
          price_list: 1,
          invoice_method: 'order',
          shipment_method: 'order',
          comment: 'line one\nline two 🏥',
        },
        [
          line({
            product: 1,
            quantity: 7,
            unit_price: decimal('1080.0000'),
            description: 'Stent\nsecond line',
            note: 'keep dry',
          }),
          line({ sequence: 2 }),
          line({ product: 4, quantity: 1, unit_price: decimal('25') }),
          { type: 'comment', description: 'thank you' },
          line({ product: null, unit: null, quantity: 1, unit_price: decimal('-5.5'), description: 'discount' }),
        ],
      ),
    );
    await sales.read('draft', id);
    await sales.lines('draft', id);
    await sales.create('same web id', order({ web_id: 'SHOP-1' }));
    await sales.press('confirm', id, 'on a draft');
    await sales.press('process', id, 'on a draft');
    await sales.press('quote', id);
    await sales.read('quotation', id);
    await sales.press('quote', id, 'twice');
    await peer.call('write on a quotation', 'sale.sale.write', [[id], { comment: 'changed', party: 4 }]);
    await sales.press('draft', id, 'back');
    await sales.read('draft again', id, ['state', 'number', 'quoted_by', 'party']);
    await peer.call('party back', 'sale.sale.write', [[id], { party: 3 }]);
    await sales.press('quote', id, 'again');
    await sales.press('confirm', id);
    const sale = await sales.read('processing', id);
    await sales.lines('processing', id);
    await sales.press('confirm', id, 'twice');
    await sales.press('process', id, 'again');
    await sales.press('cancel', id, 'on processing');
    await sales.press('draft', id, 'on processing');
    await sales.read('unchanged', id, ['state', 'shipments', 'invoices', 'moves', 'write_uid']);
    const shipments = sale.shipments as number[] | undefined;
    await peer.call('shipment', 'stock.shipment.out.read', [
      shipments ?? [],
      [
        'number',
        'reference',
        'state',
        'customer',
        'delivery_address',
        'company',
        'warehouse',
        'planned_date',
        'effective_date',
        'outgoing_moves',
        'inventory_moves',
        'moves',
        'origins',
        'rec_name',
        'customer_location',
        'warehouse_storage',
        'warehouse_output',
        'cost',
        'picked_by',
        'packed_by',
        'done_by',
      ],
    ]);
    await peer.call('moves', 'stock.move.search_read', [
      [['shipment', '=', `stock.shipment.out,${shipments?.[0]}`]],
      0,
      null,
      [['id', 'ASC']],
      [
        'product',
        'quantity',
        'uom',
        'internal_quantity',
        'from_location',
        'to_location',
        'state',
        'origin',
        'shipment',
        'unit_price',
        'currency',
        'company',
        'planned_date',
        'effective_date',
        'lot',
        'sale',
        'rec_name',
        'unit_price_required',
        'invoice_lines',
        'cost_price',
      ],
    ]);
    const invoices = sale.invoices as number[] | undefined;
    await peer.call('invoice', 'account.invoice.read', [
      invoices ?? [],
      [
        'number',
        'reference',
        'type',
        'state',
        'party',
        'invoice_address',
        'company',
        'currency',
        'account',
        'journal',
        'payment_term',
        'invoice_date',
        'accounting_date',
        'untaxed_amount',
        'tax_amount',
        'total_amount',
        'amount_to_pay',
        'lines',
        'taxes',
        'rec_name',
        'origins',
        'description',
        'comment',
        'move',
        'sales',
        'currency_digits',
        'party_tax_identifier',
        'tax_identifier',
      ],
    ]);
    await peer.call('invoice lines', 'account.invoice.line.search_read', [
      [['invoice', '=', invoices?.[0] ?? -1]],
      0,
      null,
      [['id', 'ASC']],
      [
        'type',
        'product',
        'quantity',
        'unit',
        'unit_price',
        'amount',
        'description',
        'note',
        'origin',
        'taxes',
        'account',
        'currency',
        'company',
        'invoice_type',
        'stock_moves',
        'sequence',
        'rec_name',
        'party',
      ],
    ]);
    await peer.call('invoice taxes', 'account.invoice.tax.search_read', [
      [['invoice', '=', invoices?.[0] ?? -1]],
      0,
      null,
      [['id', 'ASC']],
      ['description', 'base', 'amount', 'tax', 'account', 'manual', 'sequence', 'legal_notice'],
    ]);
    await peer.call('lines deleted after confirmation', 'sale.line.delete', [sale.lines]);
    await peer.call('delete after confirmation', 'sale.sale.delete', [[id]]);
    await peer.call('sales of the shipment', 'sale.sale.search', [[['shipments', '=', shipments?.[0] ?? -1]]]);
    await peer.call('sales of the invoice', 'sale.sale.search', [[['invoices', '=', invoices?.[0] ?? -1]]]);
    await peer.call('copy', 'sale.sale.copy', [[id]]);
    await sales.read('copy', id + 1);
    await sales.lines('copy', id + 1, [
      'product',
      'quantity',
      'unit_price',
      'taxes',
      'description',
      'actual_quantity',
      'moves',
      'invoice_lines',
    ]);
  },
};
