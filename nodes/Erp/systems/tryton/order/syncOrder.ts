import type {
  CancelOrderResult,
  ChangeOrderOptions,
  ChangeOrderResult,
  SyncOrderOptions,
  SyncOrderResult,
} from '../../../contract';
import type { Order } from '../../../../../core/documents';
import { Failure } from '../../../../../core/failure';
import { SYSTEM } from '../client';
import { OrderSync } from './orderSync';
import type { OrderTools } from './prepareSale';

/** Creates what is missing, changes what differs, cancels what is cancelled. */
export async function syncOrder(tools: OrderTools, order: Order, options: SyncOrderOptions): Promise<SyncOrderResult> {
  return new OrderSync(tools, order, options, order.status === 'cancelled', 'create').run();
}

/** As {@link syncOrder}, for an order that stands in the ERP. */
export async function changeOrder(tools: OrderTools, order: Order, options: ChangeOrderOptions): Promise<ChangeOrderResult> {
  const result = await new OrderSync(tools, order, options, order.status === 'cancelled', 'refuse').run();
  if ('action' in result || result.outcome === 'superseded') return result;
  throw unexpected(order);
}

/** Cancels an order, whatever its document's own status says. */
export async function cancelOrder(tools: OrderTools, order: Order, options: SyncOrderOptions): Promise<CancelOrderResult> {
  const result = await new OrderSync(tools, order, options, true, 'create').run();
  if ('action' in result || result.outcome === 'superseded' || result.outcome === 'skipped') return result;
  throw unexpected(order);
}

function unexpected({ number }: Order): Failure {
  return new Failure('Defect', `Order ${number} ended in a way that this operation does not have`, {
    system: SYSTEM,
    record: number,
  });
}
