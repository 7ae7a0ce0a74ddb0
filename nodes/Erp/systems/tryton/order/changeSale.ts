import type { Difference } from '../../../../../core/delivery';
import { isFailure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import { CODE } from '../client';
import { compareSale } from './compareSale';
import { saleComment } from './orderContent';
import type { OrderTask, OrderTools } from './prepareSale';
import { prepareSale } from './prepareSale';
import { digest, formatNote } from './saleNote';
import type { Guard, Sales } from './sales';
import type { StoredSale } from './storedSale';

/** Longer than Tryton needs for a change whose answer was lost; a change that comes later still is refused, because it is guarded. */
const SETTLE_MS = 1_000;
/** A refusal that is still there after so many attempts is one of the order itself. */
const MAX_REFUSALS = 3;
const REFUSED_PAUSE_MS = 200;

/** How a step on a sale ended: with what now stands there, or with the need to look again because somebody was faster. */
export type Step =
  | { readonly kind: 'done'; readonly sale: StoredSale; readonly warnings: readonly string[] }
  | { readonly kind: 'differs'; readonly sale: StoredSale; readonly differences: readonly Difference[] }
  | { readonly kind: 'again' };

const AGAIN: Step = { kind: 'again' };

/**
 * Brings a sale that can still be changed to what its order says: checks everything, resets it to draft, replaces lines, party and
 * addresses in one transaction, and reads back.
 *
 * Two things make Tryton refuse a change that was planned on an older state, however long this process was stopped in between:
 * the timestamp of the sale (whole seconds on SQLite), and the deletion of the very lines that were read, because every change
 * replaces them all.
 */
export async function changeSale(tools: OrderTools, task: OrderTask, sale: StoredSale): Promise<Step> {
  const { sales } = tools;
  const prepared = await prepareSale(tools, task);
  const draft = sale.state === 'draft' ? sale : await resetToDraft(sales, sale);
  if (draft === undefined) return AGAIN;

  const kept = keepsComment(draft);
  const values = {
    ...prepared.header,
    ...(kept ? {} : { comment: saleComment(task.order) ?? null }),
    lines: [...(draft.lineIds.length > 0 ? [['delete', draft.lineIds]] : []), ['create', prepared.lines]],
  };
  const { acceptedWarnings } = task.options;
  const written = await attempt(sales, draft, () =>
    sales.write(draft.id, values, { timestamp: draft.timestamp, acceptedWarnings }),
  );
  if (!written) return AGAIN;
  const stored = await sales.read(draft.id);
  if (stored?.note === undefined || formatNote(stored.note) !== formatNote(task.note)) return AGAIN;
  const differences = compareSale(task.expected, stored);
  if (differences.length > 0) return { kind: 'differs', sale: stored, differences };
  const somebody = sale.changedBy !== undefined && sale.changedBy !== sales.client.options.user;
  const warnings = [
    ...prepared.warnings,
    ...(somebody ? ['Somebody had changed the sale in the ERP; its lines, party and addresses now are those of the order.'] : []),
    ...(kept ? ['The comment of the sale was changed in the ERP; it was left as it is.'] : []),
  ];
  return { kind: 'done', sale: stored, warnings };
}

/** @returns the sale as a draft with the lines that were read before; `undefined` when somebody was faster */
export async function resetToDraft(sales: Sales, sale: StoredSale): Promise<StoredSale | undefined> {
  if (!(await attempt(sales, sale, () => sales.pressGuarded('draft', sale.id, guardOf(sale))))) return undefined;
  const now = await sales.read(sale.id);
  if (now?.state !== 'draft' || String(now.lineIds) !== String(sale.lineIds)) return undefined;
  return noteText(now) === noteText(sale) ? now : undefined;
}

/**
 * Runs a guarded step.
 * @returns false when the sale has to be read again: it was changed meanwhile, or the answer was lost
 * @throws the failure when the ERP refuses the step for another reason
 */
export async function attempt(sales: Sales, sale: StoredSale, step: () => Promise<void>): Promise<boolean> {
  const { sleep, random } = sales.client.options;
  for (let refusals = 1; ; refusals++) {
    const settled = await settle(step());
    if (settled.ok) return true;
    if (!isFailure(settled.error)) throw settled.error;
    const { recovery, details } = settled.error;
    if (details.code === CODE.stale) return false;
    if (recovery === 'OutcomeUnknown') {
      await sleep(SETTLE_MS);
      return false;
    }
    if (details.code !== CODE.userError) throw settled.error;
    // Lines that somebody else has replaced are refused by their ids, a state that has moved on by a rule: both show when read
    // again, unless the state has moved back meanwhile.
    if (await hasMoved(sales, sale)) return false;
    if (refusals >= MAX_REFUSALS) throw settled.error;
    await sleep(Math.round(REFUSED_PAUSE_MS * (0.5 + random())));
  }
}

export function guardOf({ timestamp }: StoredSale): Guard {
  return { timestamp };
}

async function hasMoved(sales: Sales, before: StoredSale): Promise<boolean> {
  const now = await sales.read(before.id);
  return now === undefined || now.state !== before.state || String(now.lineIds) !== String(before.lineIds);
}

/** A comment that is not the one written with the order belongs to somebody else. */
function keepsComment({ comment, note }: StoredSale): boolean {
  if (comment === undefined) return false;
  return note?.comment !== digest(comment);
}

function noteText({ note }: StoredSale): string {
  return note === undefined ? '' : formatNote(note);
}
