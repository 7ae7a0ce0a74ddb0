import { ZERO_BAG } from '../money';
import type { CancelReason, Order } from './model';
import { currentTotals } from './totals';

/** Removes units of a line, as the merchant does by editing the order. The line stays, with fewer current units. */
export function removeUnits(order: Order, lineId: bigint, units: number, nowMs: number): void {
  assertOpen(order);
  const line = order.lines.find(({ id }) => id === lineId);
  if (line === undefined) throw new RangeError(`Order ${order.name} has no line ${lineId}`);
  if (!Number.isInteger(units) || units < 1 || units > line.currentQuantity) {
    throw new RangeError(`Line ${lineId} of ${order.name} has ${line.currentQuantity} units left, cannot remove ${units}`);
  }
  line.currentQuantity -= units;
  order.edited = true;
  order.updatedAtMs = nowMs;
}

/** Cancels the whole order: nothing is left of its lines; what was paid is refunded. */
export function cancel(order: Order, reason: CancelReason, nowMs: number): void {
  assertOpen(order);
  for (const line of order.lines) line.currentQuantity = 0;
  const wasPaid = order.received.shop > 0n;
  order.refunded = order.received;
  order.financialStatus = wasPaid ? 'refunded' : 'voided';
  order.cancelReason = reason;
  order.cancelledAtMs = nowMs;
  order.closedAtMs = nowMs;
  order.updatedAtMs = nowMs;
}

/** The merchant marks the order as paid. */
export function pay(order: Order, nowMs: number): void {
  assertOpen(order);
  if (order.financialStatus === 'paid') throw new RangeError(`Order ${order.name} is paid already`);
  order.received = currentTotals(order).total;
  order.refunded = ZERO_BAG;
  order.financialStatus = 'paid';
  order.updatedAtMs = nowMs;
}

function assertOpen(order: Order): void {
  if (order.cancelledAtMs !== null) throw new RangeError(`Order ${order.name} is cancelled`);
}
