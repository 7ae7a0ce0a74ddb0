import type { Behaviour } from '../orm/behaviour';
import type { ModelRecord } from '../orm/record';
import { idsOf } from './shared';

/** Moves to or from customers and suppliers carry a price. */
export function isUnitPriceRequired(from: string, to: string): boolean {
  const inside = ['storage', 'drop'];
  if (from === 'supplier' && inside.includes(to)) return true;
  if (from === 'production' && to !== 'lost_found') return true;
  if (inside.includes(from) && (to === 'customer' || to === 'supplier')) return true;
  return from === 'customer' && inside.includes(to);
}

/** `7u [CODE] Name`. */
export function quantityName(quantity: number, unit: ModelRecord | null, product: ModelRecord): string {
  return `${quantity.toFixed(unit?.number('digits') ?? 0)}${unit?.text('symbol') ?? ''} ${product.recName}`;
}

export const move: Behaviour = {
  getters: {
    rec_name: (record) => quantityName(record.number('quantity'), record.one('uom'), record.required('product')),
    unit_digits: (record) => record.one('uom')?.value('digits') ?? 2,
    unit_price_required: (record) =>
      isUnitPriceRequired(record.one('from_location')?.text('type') ?? '', record.one('to_location')?.text('type') ?? ''),
    product_uom_category: (record) => record.one('product')?.value('default_uom_category') ?? null,
    sale: (record) => (record.text('origin').startsWith('sale.line,') ? (record.one('origin')?.value('sale') ?? null) : null),
  },
  searchers: {
    rec_name: ([, ...rest]) => [['product.rec_name', ...rest]],
    sale: ([name, operator, value]) => [[`origin.${name}`, operator, value, 'sale.line']],
  },
  orders: { product: [['product.rec_name', null]] },
};

export const shipmentOut: Behaviour = {
  getters: {
    rec_name: (record) => record.text('number') || `(${record.id})`,
    outgoing_moves: (record) => idsOf(record.many('moves').filter((item) => item.value('from_location') === outputZone(record))),
    inventory_moves: (record) => idsOf(record.many('moves').filter((item) => item.value('to_location') === outputZone(record))),
    warehouse_output: outputZone,
    warehouse_storage: (record) => record.one('warehouse')?.value('storage_location') ?? null,
    customer_location: (record) => record.one('customer')?.value('customer_location') ?? null,
    origins: (record) =>
      [...new Set(record.many('outgoing_moves').map((item) => item.one('sale')?.recName ?? ''))].filter(Boolean).join(', '),
  },
};

function outputZone(record: ModelRecord): number | null {
  const zone = record.one('warehouse')?.value('output_location');
  return typeof zone === 'number' ? zone : null;
}
