import type { IExecuteFunctions } from 'n8n-workflow';
import { isFailure } from '../../core/failure';
import type { HubEventReference } from '../../core/hub';
import type { Issue } from '../../core/mapping';
import type { HubClient } from '../shared/hub';
import { hubLedger } from '../shared/hub';

/** A record that the mapping refused, and the event it came with. */
export interface Rejection {
  readonly event: HubEventReference;
  readonly reason: string;
  /** Id and version. */
  readonly mapping: string;
  readonly issues: readonly Issue[];
}

const MAX_PLACES = 3;

/**
 * Parks the events of refused records, each with the places that are wrong: sending them again cannot help before the payload or the
 * mapping is corrected. When the hub cannot be told, their leases end and they come back, so nothing is lost.
 */
export async function reportRejections(
  context: IExecuteFunctions,
  client: HubClient,
  rejections: readonly Rejection[],
): Promise<void> {
  if (rejections.length === 0) return;
  const reports = rejections.map(({ event, reason, mapping, issues }) => ({
    id: event.id,
    lease: event.lease,
    outcome: 'parked' as const,
    reason: `Refused by the mapping ${mapping}: ${reason}${placesOf(issues)}`,
    nextStep: 'Correct the mapping or the payload at the hub, then replay the event.',
    code: 'bad-mapping',
  }));
  try {
    await hubLedger(client).report(reports);
  } catch (error) {
    context.logger.warn('MedSupply Field Mapping could not tell the hub which events were refused; they will come back', {
      count: reports.length,
      reason: isFailure(error) ? error.message : 'unexpected problem',
    });
  }
}

/** Rule and target of the first issues; their messages show no values. */
function placesOf(issues: readonly Issue[]): string {
  const places = issues.slice(0, MAX_PLACES).map(({ rule, target }) => (target === '' ? rule : `${rule} → ${target}`));
  return places.length === 0 ? '' : ` [${places.join('; ')}]`;
}
