import { decimal, type Peer } from '../peer';

/** Everything about a sale that an integration reads back. */
export const saleFields = [
  'number',
  'reference',
  'web_id',
  'description',
  'state',
  'party',
  'invoice_party',
  'shipment_party',
  'invoice_address',
  'shipment_address',
  'sale_date',
  'shipping_date',
  'payment_term',
  'price_list',
  'currency',
  'currency_digits',
  'company',
  'warehouse',
  'invoice_method',
  'shipment_method',
  'shipment_cost_method',
  'invoice_state',
  'shipment_state',
  'untaxed_amount',
  'tax_amount',
  'total_amount',
  'untaxed_amount_cache',
  'tax_amount_cache',
  'total_amount_cache',
  'lines',
  'shipments',
  'invoices',
  'shipment_returns',
  'moves',
  'comment',
  'rec_name',
  'origin',
  'quoted_by',
  'confirmed_by',
  'create_uid',
  'write_uid',
  'write_date',
  'party_lang',
  'contact',
  'carrier',
  'web_shop',
  'invoices_ignored',
  'invoices_recreated',
];

const lineFields = [
  'sale',
  'type',
  'product',
  'quantity',
  'actual_quantity',
  'unit',
  'unit_digits',
  'unit_price',
  'base_price',
  'amount',
  'taxes',
  'description',
  'note',
  'summary',
  'sequence',
  'currency',
  'company',
  'sale_state',
  'warehouse',
  'from_location',
  'to_location',
  'moves',
  'invoice_lines',
  'move_done',
  'move_exception',
  'product_uom_category',
  'rec_name',
  'discount_rate',
  'discount_amount',
  'discount',
  'shipping_date',
];

export interface Values {
  readonly [name: string]: unknown;
}

export const line = (values: Values = {}): Values => ({
  type: 'line',
  product: 2,
  quantity: 3,
  unit: 1,
  unit_price: decimal('39.9000'),
  taxes: [['add', [1]]],
  ...values,
});

export const order = (values: Values = {}, lines: readonly Values[] = [line()]): Values => ({
  party: 3,
  invoice_address: 3,
  shipment_address: 3,
  lines: [['create', lines]],
  ...values,
});

const firstOf = (ids: unknown): number => (Array.isArray(ids) ? Number(ids[0]) : -1);

/** Calls on sales, each noted under its label. */
export class Sales {
  constructor(readonly peer: Peer) {}

  /** Creates one sale and returns its id, -1 when it was refused. */
  async create(label: string, values: Values, context: object = {}): Promise<number> {
    return firstOf(await this.peer.call(`create: ${label}`, 'sale.sale.create', [[values]], context));
  }

  async read(label: string, id: number, fields: readonly string[] = saleFields): Promise<Record<string, unknown>> {
    const rows = await this.peer.call(`read: ${label}`, 'sale.sale.read', [[id], fields]);
    return (Array.isArray(rows) ? rows[0] : {}) as Record<string, unknown>;
  }

  async lines(label: string, id: number, fields: readonly string[] = lineFields): Promise<void> {
    await this.peer.call(`lines: ${label}`, 'sale.line.search_read', [[['sale', '=', id]], 0, null, null, fields]);
  }

  async press(button: string, id: number | readonly number[], label = ''): Promise<void> {
    await this.peer.call(`${button} ${label}`, `sale.sale.${button}`, [typeof id === 'number' ? [id] : id]);
  }

  async totals(label: string, id: number): Promise<void> {
    await this.read(label, id, ['untaxed_amount', 'tax_amount', 'total_amount', 'lines.amount', 'state']);
  }
}
