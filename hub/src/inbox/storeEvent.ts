import type { NewEvent, StoredEvent } from '../../../core/hub';
import type { Transaction } from '../store';
import { eventIdentity } from './eventIdentity';

/** What a delivery is stored as, its body sealed. */
export interface SealedEvent {
  readonly event: NewEvent;
  readonly sealedBody: Uint8Array;
  readonly receivedAtMs: number;
}

const INSERT = `INSERT INTO events (source, delivery_id, identity, event_id, topic, resource_id, business_key, version, full_state,
  triggered_at, received_at_ms, due_at_ms, state, repeat_of, settled_at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq`;

/**
 * Stores a delivery. The usual case, a new one, is two inserts; only when the store knows its delivery id or its identity already is
 * anything looked up.
 */
export async function storeEvent(transaction: Transaction, sealed: SealedEvent): Promise<StoredEvent> {
  const { event, sealedBody } = sealed;
  const identity = eventIdentity(event);
  const stored = await insert(transaction, sealed, { identity, state: 'ready' });
  if (stored !== undefined) {
    await transaction.run('INSERT INTO event_bodies (seq, headers, body) VALUES (?, ?, ?)', [
      stored,
      JSON.stringify(event.headers),
      sealedBody,
    ]);
    return { id: String(stored), outcome: 'stored' };
  }
  const known = await transaction.get<{ seq: number; repeat_of: number | null }>(
    'SELECT seq, repeat_of FROM events WHERE source = ? AND delivery_id = ?',
    [event.source, event.deliveryId],
  );
  if (known !== undefined) {
    return {
      id: String(known.seq),
      outcome: 'knownDelivery',
      ...(known.repeat_of !== null && { repeatOf: String(known.repeat_of) }),
    };
  }
  const original = await transaction.get<{ seq: number }>('SELECT seq FROM events WHERE identity = ?', [identity ?? null]);
  const repeat = original && (await insert(transaction, sealed, { state: 'repeat', repeatOf: original.seq }));
  if (original === undefined || repeat === undefined) {
    throw new Error(`Delivery of source ${event.source} was neither stored nor known`); // cannot be: one writer at a time
  }
  return { id: String(repeat), outcome: 'repeat', repeatOf: String(original.seq) };
}

async function insert(
  transaction: Transaction,
  { event, receivedAtMs }: SealedEvent,
  row: { readonly identity?: Uint8Array; readonly state: 'ready' | 'repeat'; readonly repeatOf?: number },
): Promise<number | undefined> {
  const { source, deliveryId, eventId, topic, resourceId, businessKey, version, triggeredAt } = event;
  const isComparable = businessKey !== undefined && version !== undefined;
  const inserted = await transaction.get<{ seq: number }>(INSERT, [
    source,
    deliveryId,
    row.identity ?? null,
    eventId ?? null,
    topic,
    resourceId ?? null,
    businessKey ?? null,
    version ?? null,
    isComparable && event.fullState !== false ? 1 : 0,
    triggeredAt ?? null,
    receivedAtMs,
    receivedAtMs,
    row.state,
    row.repeatOf ?? null,
    row.state === 'repeat' ? receivedAtMs : null,
  ]);
  return inserted?.seq;
}
