import { isFailure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import { CODE } from '../client';
import { attempt, guardOf, resetToDraft, type Step } from './changeSale';
import type { SaleNote } from './saleNote';
import { formatNote } from './saleNote';
import type { Sales } from './sales';
import type { StoredSale } from './storedSale';

const AGAIN: Step = { kind: 'again' };

/**
 * Cancels a sale that Tryton has not gone on with, and notes in its lines which version of the order cancelled it. The lines are
 * replaced by copies, so that a change that was planned before the cancellation finds its lines gone and is refused.
 */
export async function cancelSale(sales: Sales, sale: StoredSale, note: SaleNote): Promise<Step> {
  const open = sale.state === 'confirmed' ? await resetToDraft(sales, sale) : sale;
  if (open === undefined) return AGAIN;
  if (open.state !== 'cancelled') {
    if (!(await attempt(sales, open, () => sales.pressGuarded('cancel', open.id, guardOf(open))))) return AGAIN;
  }
  const cancelled = await sales.read(open.id);
  if (cancelled?.state !== 'cancelled') return AGAIN;
  return markCancelled(sales, cancelled, note);
}

async function markCancelled(sales: Sales, sale: StoredSale, note: SaleNote): Promise<Step> {
  const done: Step = { kind: 'done', sale, warnings: [] };
  if (sale.lineIds.length === 0 || (sale.note !== undefined && formatNote(sale.note) === formatNote(note))) return done;
  const copies = ['copy', sale.lineIds, { note: formatNote(note) }];
  const marked = await settle(sales.write(sale.id, { lines: [copies, ['delete', sale.lineIds]] }, guardOf(sale)));
  // Where lines may not be replaced the cancellation stands all the same.
  if (!marked.ok && isFailure(marked.error) && marked.error.details.code === CODE.userError) {
    return isStillCancelled(sales, sale);
  }
  if (!marked.ok) {
    if (isFailure(marked.error) && (marked.error.details.code === CODE.stale || marked.error.recovery === 'OutcomeUnknown'))
      return AGAIN;
    throw marked.error;
  }
  return isStillCancelled(sales, sale);
}

/** A process that was stopped long ago may have pressed a button in between. */
async function isStillCancelled(sales: Sales, { id }: StoredSale): Promise<Step> {
  const now = await sales.read(id);
  return now?.state === 'cancelled' ? { kind: 'done', sale: now, warnings: [] } : AGAIN;
}
