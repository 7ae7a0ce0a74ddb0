import type { EventState, EventSummary } from '../../../core/hub';

/** A row of `events`, as both stores give it. */
export interface EventRow {
  readonly seq: number;
  readonly source: string;
  readonly delivery_id: string;
  readonly event_id: string | null;
  readonly topic: string;
  readonly resource_id: string | null;
  readonly business_key: string | null;
  readonly version: string | null;
  readonly full_state: number;
  readonly triggered_at: string | null;
  readonly received_at_ms: number;
  readonly state: EventState;
  readonly due_at_ms: number;
  readonly redriven: number;
  /** 1 while it only waits for another event of its document: then `due_at_ms` is when that one's lease ends. */
  readonly blocked: number;
  readonly attempts: number;
  /** Failures and ended leases. */
  readonly strikes: number;
  readonly fence: number;
  readonly lease: string | null;
  readonly lease_until_ms: number | null;
  readonly settled_at_ms: number | null;
  readonly reason: string | null;
  readonly next_step: string | null;
  readonly code: string | null;
  readonly repeat_of: number | null;
  readonly fixed: number;
  readonly erased: number;
}

/** Columns of an {@link EventRow}, for `SELECT`. */
export const EVENT_COLUMNS = `seq, source, delivery_id, event_id, topic, resource_id, business_key, version, full_state, triggered_at,
  received_at_ms, state, due_at_ms, redriven, blocked, attempts, strikes, fence, lease, lease_until_ms, settled_at_ms, reason, next_step,
  code, repeat_of, fixed, erased`;

/** The condition of the index of events that can be handed out; word for word as in the migration. */
export const UNFINISHED = `state IN ('ready', 'leased', 'unknown')`;

const ID = /^[1-9]\d{0,14}$/;

/** The number behind an id; `undefined` for a text that is none. */
export function seqOfId(id: string): number | undefined {
  return ID.test(id) ? Number(id) : undefined;
}

/** What lists show of an event. A state that waits says until when; one that has ended says since when. */
export function summaryOf(row: EventRow): EventSummary {
  const isWaiting = row.state === 'ready' || row.state === 'unknown';
  return {
    id: String(row.seq),
    source: row.source,
    deliveryId: row.delivery_id,
    eventId: row.event_id ?? undefined,
    topic: row.topic,
    businessKey: row.business_key ?? undefined,
    version: row.version ?? undefined,
    state: row.state,
    attempts: row.attempts,
    receivedAtMs: row.received_at_ms,
    dueAtMs: isWaiting ? row.due_at_ms : undefined,
    leaseUntilMs: row.state === 'leased' ? (row.lease_until_ms ?? undefined) : undefined,
    settledAtMs: row.settled_at_ms ?? undefined,
    reason: row.reason ?? undefined,
    nextStep: row.next_step ?? undefined,
    code: row.code ?? undefined,
    repeatOf: row.repeat_of === null ? undefined : String(row.repeat_of),
    fixed: row.fixed === 1,
    erased: row.erased === 1,
  };
}
