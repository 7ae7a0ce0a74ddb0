import type { Transaction } from '../store';

/** Erases bodies, headers and typed reasons of events that ended before this time; answers how many. */
export async function erasePersonal(transaction: Transaction, settledBeforeMs: number, limit: number): Promise<number> {
  const old = await transaction.all<{ seq: number }>(
    `SELECT seq FROM events WHERE settled_at_ms IS NOT NULL AND erased = 0 AND settled_at_ms < ? ORDER BY settled_at_ms LIMIT ?`,
    [settledBeforeMs, limit],
  );
  for (const { seq } of old) {
    await transaction.run('DELETE FROM event_bodies WHERE seq = ?', [seq]);
    await transaction.run('UPDATE events SET erased = 1, reason = NULL, next_step = NULL WHERE seq = ?', [seq]);
  }
  return old.length;
}

/**
 * Forgets deliveries that were received before this time, have ended and hold nothing personal any more; answers how many. That a
 * version of their document is done stays known. Whatever came in is walked from its beginning, and no further than a few times
 * `limit`, because what is not ended among the oldest is little.
 */
export async function forgetDeliveries(transaction: Transaction, receivedBeforeMs: number, limit: number): Promise<number> {
  const oldest = await transaction.all<{ seq: number; received_at_ms: number; settled_at_ms: number | null; erased: number }>(
    'SELECT seq, received_at_ms, settled_at_ms, erased FROM events ORDER BY seq LIMIT ?',
    [limit * 10],
  );
  const forgettable = oldest
    .filter((row) => row.received_at_ms < receivedBeforeMs && row.settled_at_ms !== null && row.erased === 1)
    .slice(0, limit);
  for (const { seq } of forgettable) await transaction.run('DELETE FROM events WHERE seq = ?', [seq]);
  return forgettable.length;
}
