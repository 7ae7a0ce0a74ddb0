import type { Evidence, Violation } from './evidence';
import { announcedOrders } from './orders';

/**
 * At most one effect per business key: never two records at a time. A record that was taken back (deleted) makes room for another one.
 * A sale that no event announced is an effect of nothing.
 */
export function onceViolations(evidence: Evidence): readonly Violation[] {
  const standing = new Map<string, number>();
  const most = new Map<string, number>();
  for (const { model, key, how } of evidence.effects) {
    const subject = `${model} ${key}`;
    const now = (standing.get(subject) ?? 0) + (how === 'created' ? 1 : -1);
    standing.set(subject, now);
    most.set(subject, Math.max(most.get(subject) ?? 0, now));
  }
  const doubled = [...most].filter(([, count]) => count > 1);
  const announced = announcedOrders(evidence.history);
  const unannounced = evidence.sales.filter(({ key }) => !announced.has(key));
  return [
    ...doubled.map(([subject, count]) => ({ rule: 'doubled', subject, what: `${count} of them stood at one time` })),
    ...unannounced.map(({ key, id }) => ({ rule: 'unannounced', subject: key, what: `sale ${id} stands without any event` })),
  ];
}
