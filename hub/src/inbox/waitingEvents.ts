import type { EventState } from '../../../core/hub';
import type { DueEvents } from '../contract';
import type { Transaction } from '../store';
import { UNFINISHED } from './eventRow';

const WAITING_STATES: readonly EventState[] = ['ready', 'leased', 'unknown', 'parked'];

/**
 * Which sources have due events. The index is walked from source to source, so that a large backlog of one costs no more than
 * `atMost` entries.
 */
export async function dueEvents(transaction: Transaction, nowMs: number, atMost: number): Promise<readonly DueEvents[]> {
  const due: DueEvents[] = [];
  for (let source = await nextSource(transaction, ''); source !== undefined; source = await nextSource(transaction, source)) {
    for (const redriven of [0, 1]) {
      const row = await transaction.get<{ many: number; oldest: number | null }>(
        `SELECT COUNT(*) AS many, MIN(due_at_ms) AS oldest FROM (SELECT due_at_ms FROM events
         WHERE source = ? AND redriven = ? AND due_at_ms <= ? AND ${UNFINISHED} ORDER BY due_at_ms LIMIT ?) AS waiting`,
        [source, redriven, nowMs, atMost],
      );
      if (row === undefined || row.oldest === null) continue;
      due.push({ source, redriven: redriven === 1, count: row.many, oldestDueAtMs: row.oldest });
    }
  }
  return due;
}

async function nextSource(transaction: Transaction, after: string): Promise<string | undefined> {
  const sql = `SELECT source FROM events WHERE source > ? AND ${UNFINISHED} ORDER BY source LIMIT 1`;
  return (await transaction.get<{ source: string }>(sql, [after]))?.source;
}

/** Unfinished events by state, and the time of the oldest of them. */
export async function backlogOf(
  transaction: Transaction,
): Promise<{ readonly byState: Readonly<Partial<Record<EventState, number>>>; readonly oldestReceivedAtMs?: number }> {
  const byState: Partial<Record<EventState, number>> = {};
  const received: number[] = [];
  for (const state of WAITING_STATES) {
    const condition = `state <> 'done' AND state = ?`;
    const count = await transaction.get<{ many: number }>(`SELECT COUNT(*) AS many FROM events WHERE ${condition}`, [state]);
    if (count === undefined || count.many === 0) continue;
    byState[state] = count.many;
    const oldest = await transaction.get<{ received_at_ms: number }>(
      `SELECT received_at_ms FROM events WHERE ${condition} ORDER BY seq LIMIT 1`,
      [state],
    );
    if (oldest !== undefined) received.push(oldest.received_at_ms);
  }
  return { byState, ...(received.length > 0 && { oldestReceivedAtMs: Math.min(...received) }) };
}
