import { NotSimulatedError } from '../errors';
import type { ModelRecord } from '../orm/record';
import type { Day } from '../values/time';
import { insert } from './insert';
import { isUnitPriceRequired } from './move';
import { computeQuantity, roundQuantity } from './uom';

interface Planned {
  readonly line: ModelRecord;
  readonly quantity: number;
}

/** Creates the customer shipment of what is still to ship: moves to the customer, and moves from storage to the output zone. */
export function createShipments(sale: ModelRecord): void {
  if (sale.text('shipment_method') === 'manual') return;
  if (sale.text('shipment_method') === 'invoice') return; // nothing is paid as long as payments are not simulated
  const planned = sale.many('lines').flatMap((line) => {
    const quantity = quantityToShip(line);
    return quantity > 0 ? [{ line, quantity }] : [];
  });
  if (planned.length === 0) return;

  const { env } = sale;
  const date = plannedDate(planned.map(({ line }) => line));
  const warehouse = sale.required('warehouse');
  const shipment = insert(env, 'stock.shipment.out', {
    number: String(env.store.nextNumber('stock.shipment.out')),
    state: 'waiting',
    customer: (sale.one('shipment_party') ?? sale.required('party')).id,
    delivery_address: sale.value('shipment_address'),
    company: sale.value('company'),
    warehouse: warehouse.id,
    planned_date: date,
  });
  const outgoing = planned.map((item) => insertOutgoing(sale, item, shipment, date));
  const moves = env.registry.model('stock.move').records(env, outgoing);
  // newest first, as the shipment lists its moves
  for (const move of [...moves].reverse()) insertInventory(move, warehouse.required('storage_location'));
}

function quantityToShip(line: ModelRecord): number {
  const product = line.one('product');
  if (line.text('type') !== 'line' || !product || product.text('type') === 'service') return 0;
  if (line.number('quantity') < 0) throw new NotSimulatedError('customer returns (stock.shipment.out.return)');
  const unit = line.required('unit');
  const shipped = line
    .many('moves')
    .reduce((sum, move) => sum + computeQuantity(move.required('uom'), move.number('quantity'), unit), 0);
  return roundQuantity(unit, Math.abs(line.number('quantity')) - shipped);
}

function plannedDate(lines: readonly ModelRecord[]): Day | null {
  const dates = lines.map((line) => line.day('shipping_date'));
  return dates.reduce(
    (latest, date) => (date && latest && date.toString() > latest.toString() ? date : latest),
    dates[0] ?? null,
  );
}

function insertOutgoing(sale: ModelRecord, { line, quantity }: Planned, shipment: number, date: Day | null): number {
  const { env } = sale;
  const [from, to] = [line.required('from_location'), line.required('to_location')];
  const priced = isUnitPriceRequired(from.text('type'), to.text('type'));
  const id = insert(env, 'stock.move', {
    product: line.value('product'),
    uom: line.value('unit'),
    quantity,
    internal_quantity: computeQuantity(line.required('unit'), quantity, line.required('product').required('default_uom')),
    from_location: from.id,
    to_location: to.id,
    state: 'draft',
    company: sale.value('company'),
    unit_price: priced ? line.value('unit_price') : null,
    currency: sale.value('currency'),
    planned_date: date,
    origin: `sale.line,${line.id}`,
    shipment: `stock.shipment.out,${shipment}`,
    unit_price_updated: 1,
  });
  if (sale.text('invoice_method') === 'order')
    for (const item of line.many('invoice_lines'))
      insert(env, 'account.invoice.line-stock.move', { invoice_line: item.id, stock_move: id });
  return id;
}

function insertInventory(move: ModelRecord, storage: ModelRecord): void {
  if (storage.id === move.value('from_location')) return;
  insert(move.env, 'stock.move', {
    product: move.value('product'),
    uom: move.value('uom'),
    quantity: move.value('quantity'),
    internal_quantity: move.value('internal_quantity'),
    from_location: storage.id,
    to_location: move.value('from_location'),
    state: 'draft',
    company: move.value('company'),
    currency: move.value('currency'),
    planned_date: move.value('planned_date'),
    origin: `stock.move,${move.id}`,
    shipment: move.value('shipment'),
    unit_price_updated: 1,
  });
}
