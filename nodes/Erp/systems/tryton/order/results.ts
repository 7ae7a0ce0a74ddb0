import type { Order } from '../../../../../core/documents';
import type { DeliveredOrder, SkippedOrder, SupersededOrder } from '../../../contract';
import { orderVersion } from '../../../shared/orderVersion';
import type { OrderTask } from './prepareSale';
import type { StoredSale } from './storedSale';
import { totalsOf } from './storedSale';

/** What every result says about the sale. */
export type SaleResult = Omit<DeliveredOrder, 'outcome'>;

export function saleResult({ order, identity }: OrderTask, sale: StoredSale, warnings: readonly string[]): SaleResult {
  return {
    system: 'tryton',
    id: String(sale.id),
    number: sale.number,
    state: sale.state,
    reference: sale.reference,
    key: identity.key,
    totals: totalsOf(sale),
    party: { id: String(sale.party.id), code: sale.party.code },
    warnings,
    order: sourceOf(order),
  };
}

export function supersededResult(task: OrderTask, sale: StoredSale, warnings: readonly string[]): SupersededOrder {
  const version = orderVersion(task.order);
  return { outcome: 'superseded', ...saleResult(task, sale, warnings), version, by: sale.note?.version ?? version };
}

export function skippedResult({ order, identity }: OrderTask, warnings: readonly string[]): SkippedOrder {
  return { outcome: 'skipped', reason: 'cancelled', system: 'tryton', key: identity.key, warnings, order: sourceOf(order) };
}

function sourceOf({ id, number }: Order): { readonly id: string; readonly number: string } {
  return { id, number };
}
