import type { Difference } from '../../../../../core/delivery';
import type { FollowUpDocument, LateOrder } from '../../../contract';
import { orderVersion } from '../../../shared/orderVersion';
import { settle } from '../../../shared/settle';
import type { TrytonRow } from '../client';
import { relatedList, textOf } from '../client';
import type { OrderTask } from './prepareSale';
import { saleResult } from './results';
import type { Sales } from './sales';
import type { StoredSale } from './storedSale';

/** States in which a shipment has left, or an invoice has its number. */
const BINDING: ReadonlySet<string> = new Set(['done', 'posted', 'paid']);

const FIELDS = ['shipments.number', 'shipments.state', 'invoices.number', 'invoices.state'];

/**
 * The result for a sale that Tryton has gone on with: what exists, and what to do. Tryton takes no sale back from `processing`:
 * its buttons do nothing there, and cancelling shipment and invoice one by one makes it ask for both again.
 */
export async function lateOrder(
  sales: Sales,
  task: OrderTask,
  sale: StoredSale,
  action: LateOrder['action'],
  differences: readonly Difference[],
  warnings: readonly string[],
): Promise<LateOrder> {
  const followUps = await readFollowUps(sales, sale.id);
  const open = followUps.filter(({ state }) => state !== 'cancelled');
  const needs = open.some(({ binding }) => binding) ? 'reversingDocument' : 'person';
  return {
    outcome: 'tooLate',
    action,
    ...saleResult(task, sale, warnings),
    version: orderVersion(task.order),
    followUps,
    differences,
    needs,
    nextStep: nextStep(sale, action, needs),
  };
}

function nextStep(sale: StoredSale, action: LateOrder['action'], needs: LateOrder['needs']): string {
  const name = `sale ${sale.number ?? sale.id}`;
  if (needs === 'reversingDocument') {
    return action === 'cancel'
      ? `Return ${name} in the ERP (Return Sale), which makes the return and the credit note.`
      : `Enter the difference to ${name} in the ERP: a return with its credit note for what is less, a sale for what is more.`;
  }
  const byHand = `Cancel the shipment of ${name} in the ERP and answer its shipment and invoice exceptions without making them again`;
  return action === 'cancel' ? `${byHand}.` : `${byHand}, then enter the order anew; or enter only the difference.`;
}

/** Documents that the ERP made of a sale; none where the user may not read them. */
async function readFollowUps(sales: Sales, id: number): Promise<readonly FollowUpDocument[]> {
  const settled = await settle(sales.client.call('sale.sale', 'read', [[id], FIELDS], 'read'));
  const [row] = settled.ok ? (settled.value as readonly TrytonRow[]) : [];
  if (row === undefined) return [];
  return [
    ...relatedList(row, 'shipments').map((shipment) => followUp('shipment', shipment)),
    ...relatedList(row, 'invoices').map((invoice) => followUp('invoice', invoice)),
  ];
}

function followUp(kind: FollowUpDocument['kind'], row: TrytonRow): FollowUpDocument {
  const state = textOf(row, 'state') ?? 'unknown';
  return { kind, id: String(row.id), number: textOf(row, 'number'), state, binding: BINDING.has(state) };
}
