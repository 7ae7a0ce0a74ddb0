import { deliverOnce } from '../../../../../core/delivery';
import type { Order } from '../../../../../core/documents';
import { Failure } from '../../../../../core/failure';
import type { CreateOrderOptions, CreateOrderResult, DeliveredOrder } from '../../../contract';
import { SYSTEM } from '../client';
import type { OrderTools } from './orderDelivery';
import { OrderDelivery } from './orderDelivery';
import { orderIdentity, orderKey } from './orderIdentity';
import { NO_UNIQUE_KEY } from './saleFinder';
import type { StoredSale } from './storedSale';
import { totalsOf } from './storedSale';

/** Writes an order once, or proves that it stands in the ERP already as it should. */
export async function createOrder(tools: OrderTools, order: Order, options: CreateOrderOptions): Promise<CreateOrderResult> {
  const key = orderKey(order);
  if (order.status === 'cancelled') return skipCancelled(tools, order, options, key);
  if (order.test && options.testOrders !== 'create') throw refuseTest(order);

  const delivery = new OrderDelivery(await tools.master(), tools, order, options, key);
  const delivered = await deliverOnce(delivery);
  switch (delivered.outcome) {
    case 'mismatch':
      throw delivery.mismatch(delivered.differences, delivered.record);
    case 'unconfirmed':
      throw new Failure('OutcomeUnknown', `The ERP accepted order ${order.number} but does not show it`, {
        system: SYSTEM,
        record: order.number,
        nextStep: 'Check that the user of the credential may read sales, then run the item again: it looks before it writes.',
      });
    default: {
      const warnings = tools.finder.keyed ? delivery.warnings : [...delivery.warnings, NO_UNIQUE_KEY];
      return deliveredOrder(order, key, delivered.outcome, delivered.record, warnings);
    }
  }
}

function deliveredOrder(
  order: Order,
  key: string,
  outcome: DeliveredOrder['outcome'],
  sale: StoredSale,
  warnings: readonly string[],
): DeliveredOrder {
  return {
    outcome,
    system: 'tryton',
    id: String(sale.id),
    number: sale.number,
    state: sale.state,
    reference: sale.reference,
    key,
    totals: totalsOf(sale),
    party: { id: String(sale.party.id), code: sale.party.code },
    warnings,
    order: { id: order.id, number: order.number },
  };
}

/** Nothing is created from a cancelled order; a sale that stands already is reported, because only a person may cancel it. */
async function skipCancelled(
  tools: OrderTools,
  order: Order,
  options: CreateOrderOptions,
  key: string,
): Promise<CreateOrderResult> {
  const sale = await tools.finder.find(orderIdentity(order, options, key));
  const stands = sale !== undefined && sale.state !== 'cancelled';
  return {
    outcome: 'skipped',
    reason: 'cancelled',
    system: 'tryton',
    key,
    warnings: stands
      ? [`The order is cancelled at its source, but sale ${sale.number ?? sale.id} stands in the ERP (${sale.state}).`]
      : [],
    order: { id: order.id, number: order.number },
  };
}

function refuseTest(order: Order): Failure {
  return new Failure('NeedsHuman', `Order ${order.number} is a test order`, {
    system: SYSTEM,
    code: 'test-order',
    record: order.number,
    nextStep: 'Nothing was written. Set Test Orders to Create if test orders belong into this ERP.',
  });
}
