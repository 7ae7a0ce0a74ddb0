import { isFailure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import { CODE } from '../client';
import type { OrderTask, OrderTools } from './prepareSale';
import { formatNote } from './saleNote';

const TEXT = 'Cancelled at its source before it reached the ERP.';

/**
 * Leaves a cancelled sale without articles under the key of an order that was cancelled before it reached the ERP, so that a
 * creation that arrives late finds it. It belongs to the company's own party: nobody's data are stored for it.
 * @returns false when the sale has to be looked at again: somebody was faster, or an answer was lost
 */
export async function recordCancelled({ master, sales }: OrderTools, { identity, note, options }: OrderTask): Promise<boolean> {
  const { company } = await master();
  if (company.party === undefined) return true;
  const line = { type: 'comment', description: TEXT, note: formatNote(note) };
  const values = { party: company.party, web_id: identity.key, reference: identity.reference, lines: [['create', [line]]] };
  const created = await settle(sales.create(values, options.acceptedWarnings));
  if (created.ok) {
    await sales.press('cancel', created.value, options.acceptedWarnings);
    return (await sales.read(created.value))?.state === 'cancelled';
  }
  const known = isFailure(created.error) ? created.error : undefined;
  if (known?.details.code === CODE.userError && (await sales.findPatiently(identity)) !== undefined) return false;
  if (known?.recovery === 'OutcomeUnknown') return false;
  throw created.error;
}
