import type { EventReport, EventReported, EventState } from '../../../core/hub';
import type { Actor } from '../contract';
import type { Transaction } from '../store';
import { noteDoneVersion } from './doneVersion';
import { EVENT_COLUMNS, seqOfId, UNFINISHED, type EventRow } from './eventRow';
import { parkEvent, type ParkingParts } from './parkEvent';
import { pauseMs, type InboxSettings } from './settings';

export interface ReportingParts extends ParkingParts {
  readonly settings: InboxSettings;
  readonly random: () => number;
}

/** A report's answer, with what metrics want to know. */
export interface TakenReport {
  readonly reported: EventReported;
  /** From receipt to end; only when this report has ended the event. */
  readonly lagMs?: number;
}

/** States that a report can leave its event in; a report that comes twice finds one of them. */
const STATES_AFTER: Readonly<Record<EventReport['outcome'], readonly EventState[]>> = {
  done: ['done'],
  failed: ['ready', 'parked'],
  unknown: ['unknown'],
  parked: ['parked'],
  superseded: ['superseded'],
  released: ['ready'],
};

/**
 * Takes one report. It counts as long as its lease is the event's last one: a lease that has ended but that nobody has followed is
 * better news than a second hand-out. The same report again answers the same.
 */
export async function reportEvent(
  transaction: Transaction,
  parts: ReportingParts,
  report: EventReport,
  nowMs: number,
  actor: Actor,
): Promise<TakenReport> {
  const lost: TakenReport = { reported: { id: report.id, state: 'leaseLost' } };
  const seq = seqOfId(report.id);
  if (seq === undefined) return lost;
  const done = report.outcome === 'done' ? await finish(transaction, seq, report.lease, nowMs) : undefined;
  if (done !== undefined) {
    await noteDoneVersion(transaction, done);
    if (done.business_key !== null) await wakeNext(transaction, done.source, done.business_key, nowMs);
    return { reported: { id: report.id, state: 'done' }, lagMs: Math.max(0, nowMs - done.received_at_ms) };
  }
  const row = await transaction.get<EventRow>(`SELECT ${EVENT_COLUMNS} FROM events WHERE seq = ?`, [seq]);
  if (row === undefined || row.lease !== report.lease) return lost;
  const { outcome } = report;
  if (row.state !== 'leased' || outcome === 'done') {
    return STATES_AFTER[report.outcome].includes(row.state) ? { reported: { id: report.id, state: row.state } } : lost;
  }
  const state = await apply(transaction, parts, row, { ...report, outcome }, nowMs, actor);
  if (row.business_key !== null) await wakeNext(transaction, row.source, row.business_key, nowMs);
  return { reported: { id: report.id, state } };
}

type Finished = Pick<EventRow, 'source' | 'business_key' | 'version' | 'full_state' | 'received_at_ms'>;

/** The usual report, in one statement; `undefined` when the event is not leased under this lease. */
async function finish(transaction: Transaction, seq: number, lease: string, nowMs: number): Promise<Finished | undefined> {
  return await transaction.get<Finished>(
    `UPDATE events SET state = 'done', settled_at_ms = ?, reason = NULL, next_step = NULL, code = NULL
     WHERE seq = ? AND state = 'leased' AND lease = ? RETURNING source, business_key, version, full_state, received_at_ms`,
    [nowMs, seq, lease],
  );
}

async function apply(
  transaction: Transaction,
  parts: ReportingParts,
  row: EventRow,
  report: EventReport & { readonly outcome: Exclude<EventReport['outcome'], 'done'> },
  nowMs: number,
  actor: Actor,
): Promise<EventState> {
  const { reason, nextStep, code, notBeforeMs } = report;
  const because = [reason ?? null, nextStep ?? null, code ?? null];
  const { settings, random } = parts;
  switch (report.outcome) {
    case 'superseded':
      await transaction.run(
        `UPDATE events SET state = 'superseded', settled_at_ms = ?, reason = ?, next_step = ?, code = ? WHERE seq = ?`,
        [nowMs, ...because, row.seq],
      );
      return 'superseded';
    case 'parked':
      await parkEvent(transaction, parts, row, { reason, nextStep, code }, actor);
      return 'parked';
    case 'released':
      await again(transaction, row, {
        state: 'ready',
        dueAtMs: notBeforeMs ?? nowMs,
        attempts: row.attempts - 1,
        strikes: row.strikes,
      });
      return 'ready';
    case 'unknown': {
      // The report knows when looking makes sense; an outcome that stays unknown must not be asked for every second for ever.
      const slowerMs =
        row.attempts > settings.quickUnknowns ? pauseMs(row.attempts - settings.quickUnknowns, settings, random) : 0;
      const dueAtMs = Math.max(notBeforeMs ?? nowMs, nowMs + slowerMs);
      await again(transaction, row, { state: 'unknown', dueAtMs, attempts: row.attempts, strikes: row.strikes }, because);
      return 'unknown';
    }
    case 'failed': {
      const strikes = row.strikes + 1;
      if (strikes >= settings.maxStrikes) {
        await parkEvent(transaction, parts, row, { reason, nextStep, code }, actor);
        return 'parked';
      }
      const dueAtMs = Math.max(notBeforeMs ?? 0, nowMs + pauseMs(strikes, settings, random));
      await again(transaction, row, { state: 'ready', dueAtMs, attempts: row.attempts, strikes }, because);
      return 'ready';
    }
  }
}

type Reason = readonly (string | null)[];

async function again(
  transaction: Transaction,
  row: EventRow,
  to: { readonly state: 'ready' | 'unknown'; readonly dueAtMs: number; readonly attempts: number; readonly strikes: number },
  because: Reason = [row.reason, row.next_step, row.code],
): Promise<void> {
  await transaction.run(
    `UPDATE events SET state = ?, due_at_ms = ?, attempts = ?, redriven = ?, strikes = ?, reason = ?, next_step = ?, code = ? WHERE seq = ?`,
    [to.state, to.dueAtMs, to.attempts, to.attempts > 0 ? 1 : 0, to.strikes, ...because, row.seq],
  );
}

/** One event of the document goes on at once; those behind it when it is finished. */
async function wakeNext(transaction: Transaction, source: string, key: string, nowMs: number): Promise<void> {
  await transaction.run(
    `UPDATE events SET blocked = 0, due_at_ms = ? WHERE seq = (SELECT MIN(seq) FROM events
     WHERE business_key = ? AND source = ? AND blocked = 1 AND ${UNFINISHED})`,
    [nowMs, key, source],
  );
}
