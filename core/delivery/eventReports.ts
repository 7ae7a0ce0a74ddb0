import type { EventReport, HubEventReference } from '../hub';
import type { Verdict } from './judge';

/** What is known of one effect of an event. */
export interface ReportableSlot {
  readonly task: { readonly event?: HubEventReference };
  readonly outcome?: unknown;
  readonly reporting?: Verdict['reporting'];
  /** True while the ledger has not been told how it ended. */
  readonly unsettled: boolean;
  readonly reported: boolean;
}

/** From what needs a person to what needs nobody: an event with several effects is as far as the worst of them. */
const SEVERITY: readonly EventReport['outcome'][] = ['parked', 'unknown', 'failed', 'released', 'done', 'superseded'];

/**
 * The reports that are due: one per event whose effects are all finished.
 * @param finishEvents false keeps an event open that went well, because a later node goes on with it
 */
export function eventReports<Slot extends ReportableSlot>(
  slots: readonly Slot[],
  finishEvents: boolean,
): { readonly reports: readonly EventReport[]; readonly slots: readonly Slot[] } {
  const byEvent = new Map<string, Slot[]>();
  for (const slot of slots) {
    const { event } = slot.task;
    if (event === undefined || slot.reported) continue;
    const key = `${event.id} ${event.lease}`;
    byEvent.set(key, [...(byEvent.get(key) ?? []), slot]);
  }
  const reports: EventReport[] = [];
  const reported: Slot[] = [];
  for (const group of byEvent.values()) {
    if (group.some(({ outcome, unsettled }) => outcome === undefined || unsettled)) continue;
    reported.push(...group);
    const [worst] = [...group].sort((one, other) => severityOf(one) - severityOf(other));
    const event = worst?.task.event;
    if (worst?.reporting === undefined || event === undefined) continue;
    if (worst.reporting.outcome === 'done' && !finishEvents) continue;
    reports.push({ id: event.id, lease: event.lease, ...worst.reporting });
  }
  return { reports, slots: reported };
}

function severityOf({ reporting }: ReportableSlot): number {
  return reporting === undefined ? SEVERITY.length : SEVERITY.indexOf(reporting.outcome);
}
