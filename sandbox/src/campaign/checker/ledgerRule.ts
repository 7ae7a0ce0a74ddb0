import type { EventState } from '../../../../core/hub';
import { FINAL_EVENT_STATES } from '../../../../core/hub';
import type { HistoryRecord } from '../history';
import { businessKeyOf, listedKeys } from './effectedRule';
import type { Evidence, Ledger, Violation } from './evidence';
import { announcedOrders, salesByKey, shows } from './orders';

const OPEN_STATES: readonly EventState[] = ['parked', 'unknown'];

/**
 * The ledger says what the witness says: every acknowledged delivery is in the inbox, every event has ended or is listed on the Desk,
 * every sale belongs to an effect that the ledger has as done, and every done effect shows in the ERP the version it names.
 */
export function ledgerViolations(evidence: Evidence): readonly Violation[] {
  const { ledger } = evidence;
  if (ledger === undefined) return [];
  return [...inboxViolations(evidence.history, ledger), ...deskViolations(ledger), ...effectViolations(evidence, ledger)];
}

function inboxViolations(history: readonly HistoryRecord[], ledger: Ledger): Violation[] {
  const stored = new Set(ledger.events.map(({ deliveryId }) => deliveryId));
  return history.flatMap((record) => {
    if (record.type !== 'ack' || stored.has(record.delivery)) return [];
    return [
      { rule: 'forgotten', subject: `delivery ${record.delivery}`, what: `it was acknowledged, and the inbox does not have it` },
    ];
  });
}

function deskViolations(ledger: Ledger): Violation[] {
  const events = ledger.events.flatMap(({ id, state }): Violation[] => {
    if (FINAL_EVENT_STATES.includes(state)) return [];
    const subject = `event ${id}`;
    if (!OPEN_STATES.includes(state)) return [{ rule: 'unfinished', subject, what: `it is still ${state}` }];
    return ledger.desk.has(subject) ? [] : [{ rule: 'unlisted', subject, what: `it is ${state}, and the Desk does not list it` }];
  });
  const effects = ledger.effects.flatMap(({ key, state }): Violation[] => {
    const subject = `effect ${key}`;
    if (state === 'claimed' || state === 'retry') return [{ rule: 'unfinished', subject, what: `it is still ${state}` }];
    if (state !== 'unknown' && state !== 'parked') return [];
    return ledger.desk.has(subject) ? [] : [{ rule: 'unlisted', subject, what: `it is ${state}, and the Desk does not list it` }];
  });
  return [...events, ...effects];
}

function effectViolations(evidence: Evidence, ledger: Ledger): Violation[] {
  const sales = salesByKey(evidence);
  const announced = announcedOrders(evidence.history);
  const done = new Map(
    ledger.effects.filter(({ state }) => state === 'done').map((effect) => [businessKeyOf(effect.key), effect]),
  );
  // What the Desk lists is a person's: its effect ended as rejected, or waits.
  const listed = listedKeys(evidence);
  const orphans = [...sales.values()]
    .filter(({ key }) => !done.has(key) && !listed.has(key))
    .map(({ key, id }) => ({ rule: 'ledger', subject: key, what: `sale ${id} stands, and no effect is done for it` }));
  const contradictions = [...done].flatMap(([key, { version }]): Violation[] => {
    const named = announced.get(key)?.versions.find((candidate) => candidate.version === version);
    if (named === undefined)
      return [
        { rule: 'ledger', subject: key, what: `its effect is done with version ${String(version)}, which nobody announced` },
      ];
    if (shows(sales.get(key), named.wanted)) return [];
    return [
      { rule: 'ledger', subject: key, what: `its effect is done with event ${named.event}, and the ERP shows something else` },
    ];
  });
  return [...orphans, ...contradictions];
}
