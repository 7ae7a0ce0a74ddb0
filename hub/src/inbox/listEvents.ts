import type { EventState, EventSummary } from '../../../core/hub';
import type { EventQuery } from '../contract';
import type { SqlValue, Transaction } from '../store';
import { EVENT_COLUMNS, seqOfId, summaryOf, type EventRow } from './eventRow';

const MAX_LISTED = 500;
/** Hand-outs without a known outcome after which a person should look. */
const MANY_ATTEMPTS = 8;

/** Events in the order of their receipt; each state is asked for by itself, so that its index serves. */
export async function listEvents(transaction: Transaction, query: EventQuery): Promise<readonly EventSummary[]> {
  const limit = Math.min(query.limit, MAX_LISTED);
  const states: readonly (EventState | undefined)[] = query.states === undefined ? [undefined] : [...new Set(query.states)];
  const rows: EventRow[] = [];
  for (const state of states) rows.push(...(await listState(transaction, query, state, limit)));
  const sign = query.newestFirst === true ? -1 : 1;
  return rows
    .sort((one, other) => sign * (one.seq - other.seq))
    .slice(0, limit)
    .map(summaryOf);
}

async function listState(
  transaction: Transaction,
  query: EventQuery,
  state: EventState | undefined,
  limit: number,
): Promise<EventRow[]> {
  const conditions: string[] = ['1 = 1'];
  const parameters: SqlValue[] = [];
  const demand = (condition: string, value: SqlValue | undefined): void => {
    if (value === undefined) return;
    conditions.push(condition);
    parameters.push(value);
  };
  if (state !== undefined && state !== 'done') conditions.push(`state <> 'done'`); // the condition of the index
  demand('state = ?', state);
  demand('business_key = ?', query.businessKey);
  demand('source = ?', query.source);
  const after = query.after === undefined ? undefined : (seqOfId(query.after) ?? 0);
  demand(query.newestFirst === true ? 'seq < ?' : 'seq > ?', after);
  return await transaction.all<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM events WHERE ${conditions.join(' AND ')} ORDER BY seq ${query.newestFirst === true ? 'DESC' : 'ASC'} LIMIT ?`,
    [...parameters, limit],
  );
}

/** What waits for a person: parked events, and those whose outcome has stayed unknown through many hand-outs. Newest first. */
export async function eventsNeedingAttention(transaction: Transaction, limit: number): Promise<readonly EventSummary[]> {
  const select = `SELECT ${EVENT_COLUMNS} FROM events WHERE state <> 'done' AND state = ?`;
  const parked = await transaction.all<EventRow>(`${select} ORDER BY seq DESC LIMIT ?`, ['parked', limit]);
  const unknown = await transaction.all<EventRow>(`${select} AND attempts >= ? ORDER BY seq DESC LIMIT ?`, [
    'unknown',
    MANY_ATTEMPTS,
    limit,
  ]);
  return [...parked, ...unknown]
    .sort((one, other) => other.seq - one.seq)
    .slice(0, limit)
    .map(summaryOf);
}
