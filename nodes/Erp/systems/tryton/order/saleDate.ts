import { DateTime } from 'luxon';
import type { Order } from '../../../../../core/documents';

/**
 * Business date of an order in the company's zone: an order placed at 18:00 UTC belongs to tomorrow for a company in Shanghai.
 * Without a zone in the ERP (or one that this runtime does not know) the document's own business date counts.
 */
export function saleDate(order: Order, timeZone: string | undefined): string {
  if (timeZone === undefined) return order.orderDate;
  return DateTime.fromISO(order.orderedAt, { setZone: true }).setZone(timeZone).toISODate() ?? order.orderDate;
}
