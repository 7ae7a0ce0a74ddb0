import type { Actor, Audit, Notices } from '../contract';
import type { Transaction } from '../store';
import type { EventRow } from './eventRow';

export interface ParkingParts {
  readonly audit: Audit;
  readonly notices?: Notices;
}

/** Why an event waits for a person. */
export interface ParkingReason {
  readonly reason?: string;
  readonly nextStep?: string;
  readonly code?: string;
}

/** Parks an event: it blocks nobody, and a person decides. The reason's text stays out of the audit log, which is kept for ever. */
export async function parkEvent(
  transaction: Transaction,
  { audit, notices }: ParkingParts,
  row: EventRow,
  { reason, nextStep, code }: ParkingReason,
  actor: Actor,
): Promise<void> {
  await transaction.run(`UPDATE events SET state = 'parked', blocked = 0, reason = ?, next_step = ?, code = ? WHERE seq = ?`, [
    reason ?? null,
    nextStep ?? null,
    code ?? null,
    row.seq,
  ]);
  const id = String(row.seq);
  const subject = { ...factsOf(row), ...(code !== undefined && { code }), attempts: row.attempts };
  await audit.append(transaction, { actor, type: 'event.parked', object: objectOf(row), body: subject });
  await notices?.publish(transaction, 'event.parked', { event: id, ...subject });
}

/** How an audit entry names an event. */
export function objectOf(row: EventRow): { readonly kind: string; readonly id: string; readonly version?: string } {
  return { kind: 'event', id: String(row.seq), ...(row.version !== null && { version: row.version }) };
}

/** Facts of an event without personal values. */
export function factsOf({ source, topic, business_key: businessKey }: EventRow): Readonly<Record<string, string>> {
  return { source, topic, ...(businessKey !== null && { businessKey }) };
}
