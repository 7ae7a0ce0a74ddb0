import { deliverOnce } from '../../../../../core/delivery';
import type { Order } from '../../../../../core/documents';
import { Failure } from '../../../../../core/failure';
import { compareVersions } from '../../../../../core/keys';
import type { CreateOrderOptions, CreateOrderResult } from '../../../contract';
import { orderVersion } from '../../../shared/orderVersion';
import { SYSTEM } from '../client';
import { OrderDelivery } from './orderDelivery';
import { orderTask, refuseTest } from './orderTask';
import type { OrderTask, OrderTools } from './prepareSale';
import { saleResult, skippedResult, supersededResult } from './results';
import { NO_UNIQUE_KEY } from './sales';
import type { StoredSale } from './storedSale';

/** Writes an order once, or proves that it stands in the ERP already as it should. */
export async function createOrder(tools: OrderTools, order: Order, options: CreateOrderOptions): Promise<CreateOrderResult> {
  const task = orderTask(order, options, false);
  if (order.status === 'cancelled') return skipCancelled(tools, task);
  refuseTest(task);

  const delivery = new OrderDelivery(tools, task);
  const delivered = await deliverOnce(delivery);
  switch (delivered.outcome) {
    case 'mismatch':
      if (!delivery.withdrawn && isOlder(order, delivered.record))
        return supersededResult(task, delivered.record, delivery.warnings);
      throw delivery.mismatch(delivered.differences, delivered.record);
    case 'unconfirmed':
      throw unconfirmed(order);
    default: {
      const warnings = tools.sales.keyed ? delivery.warnings : [...delivery.warnings, NO_UNIQUE_KEY];
      return { outcome: delivered.outcome, ...saleResult(task, delivered.record, warnings) };
    }
  }
}

/** Whether a newer version of the order than the given one stands in a sale. */
export function isOlder(order: Order, { note }: StoredSale): boolean {
  return note !== undefined && compareVersions(orderVersion(order), note.version) < 0;
}

/** The failure for a sale that was accepted and does not show. */
export function unconfirmed({ number }: Order): Failure {
  return new Failure('OutcomeUnknown', `The ERP accepted order ${number} but does not show it`, {
    system: SYSTEM,
    record: number,
    nextStep: 'Check that the user of the credential may read sales, then run the item again: it looks before it writes.',
  });
}

/** Nothing is created from a cancelled order; a sale that stands already is reported, because creating does not cancel. */
async function skipCancelled(tools: OrderTools, task: OrderTask): Promise<CreateOrderResult> {
  const sale = await tools.sales.find(task.identity);
  const stands = sale !== undefined && sale.state !== 'cancelled';
  const warning = `The order is cancelled at its source, but sale ${sale?.number ?? sale?.id ?? ''} stands in the ERP (${sale?.state ?? ''}).`;
  return skippedResult(task, stands ? [warning] : []);
}
