import type { FailureDetails } from '../../../../core/failure';
import { Failure } from '../../../../core/failure';
import type { LateOrder, SyncOrderResult } from '../../contract';

/** What stands in the way of the change, for the person who goes on. */
export interface TooLateDetails extends FailureDetails {
  readonly needs: LateOrder['needs'];
  readonly followUps: LateOrder['followUps'];
  readonly differences: LateOrder['differences'];
}

/**
 * An order that has gone too far in the ERP needs a person or a reversing document: it leaves as a failure, so that nobody overlooks it.
 * @throws Failure with what exists already and what to do
 */
export function failIfTooLate(result: SyncOrderResult): void {
  if (result.outcome !== 'tooLate') return;
  const { action, order, number, id, state, nextStep, needs, followUps, differences } = result;
  const details: TooLateDetails = {
    system: result.system,
    code: 'too-late',
    record: order.number,
    nextStep,
    needs,
    followUps,
    differences,
  };
  const done = action === 'cancel' ? 'cancelled' : 'changed';
  throw new Failure(
    'NeedsHuman',
    `Order ${order.number} can no longer be ${done} in the ERP: ${number ?? id} is ${state} there. Nothing was written`,
    details,
  );
}
