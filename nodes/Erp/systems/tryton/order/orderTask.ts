import type { Order } from '../../../../../core/documents';
import { Failure } from '../../../../../core/failure';
import type { CreateOrderOptions } from '../../../contract';
import { SYSTEM } from '../client';
import { expectedSale } from './compareSale';
import { noteOf } from './orderContent';
import { orderIdentity, orderKey } from './orderIdentity';
import type { OrderTask } from './prepareSale';

/** An order as a task. @param cancelled whether it counts as cancelled */
export function orderTask(order: Order, options: CreateOrderOptions, cancelled: boolean): OrderTask {
  const identity = orderIdentity(order, options, orderKey(order));
  return { order, options, identity, expected: expectedSale(order, options), note: noteOf(order, options, identity, cancelled) };
}

/** @throws Failure for a test order, unless they are wanted in this ERP */
export function refuseTest({ order, options }: OrderTask): void {
  if (!order.test || options.testOrders === 'create') return;
  throw new Failure('NeedsHuman', `Order ${order.number} is a test order`, {
    system: SYSTEM,
    code: 'test-order',
    record: order.number,
    nextStep: 'Nothing was written. Set Test Orders to Create if test orders belong into this ERP.',
  });
}
