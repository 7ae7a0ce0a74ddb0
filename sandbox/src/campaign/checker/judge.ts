import type { HistoryRecord } from '../history';
import { effectedViolations, listedKeys } from './effectedRule';
import type { Evidence, Violation } from './evidence';
import { ledgerViolations } from './ledgerRule';
import { onceViolations } from './onceRule';
import { announcedOrders } from './orders';

/** What a campaign came to, in numbers. */
export interface Figures {
  readonly events: number;
  readonly acknowledged: number;
  readonly repeats: number;
  readonly abandoned: number;
  readonly orders: number;
  readonly sales: number;
  readonly onDesk: number;
  /** Orders that were lost or stale before the repair; absent where nothing has to be repaired. */
  readonly lostBeforeRepair?: number;
  readonly seconds: number;
  readonly slowestAnswerMs: number;
  /** Kills by process, and what else was done to each. */
  readonly disturbances: Readonly<Record<string, number>>;
}

export interface Judgement {
  /** What the campaign was asked to do, from its history. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly violations: readonly Violation[];
  readonly figures: Figures;
}

/** Judges a campaign by its evidence; knows nothing of how it was run. */
export function judgeCampaign(evidence: Evidence): Judgement {
  const violations = [
    ...completenessViolations(evidence.history),
    ...effectedViolations(evidence),
    ...onceViolations(evidence),
    ...ledgerViolations(evidence),
    ...auditViolations(evidence),
  ];
  const start = evidence.history.find(({ type }) => type === 'start');
  return { options: start?.type === 'start' ? start.options : {}, violations, figures: figuresOf(evidence) };
}

function completenessViolations(history: readonly HistoryRecord[]): Violation[] {
  const end = history.findLast(({ type }) => type === 'end');
  if (end?.type === 'end' && end.complete) return [];
  const reason = end?.type === 'end' ? end.reason : undefined;
  return [{ rule: 'incomplete', subject: 'campaign', what: reason ?? 'the history has no end' }];
}

function auditViolations({ ledger }: Evidence): Violation[] {
  if (ledger === undefined || ledger.audit.ok) return [];
  return [{ rule: 'audit', subject: 'audit log', what: ledger.audit.said.trim().slice(0, 500) }];
}

function figuresOf(evidence: Evidence): Figures {
  const { history, salesBeforeRepair } = evidence;
  const disturbances: Record<string, number> = {};
  const counts = { events: 0, acknowledged: 0, repeats: 0, abandoned: 0, slowestAnswerMs: 0 };
  for (const record of history) {
    if (record.type === 'event') counts.events++;
    if (record.type === 'abandoned') counts.abandoned++;
    if (record.type === 'ack') {
      counts.acknowledged++;
      if (record.repeat) counts.repeats++;
      counts.slowestAnswerMs = Math.max(counts.slowestAnswerMs, record.tookMs);
    }
    if (record.type !== 'process' || record.how === 'thaw') continue;
    const name = `${record.process} ${record.how}`;
    disturbances[name] = (disturbances[name] ?? 0) + 1;
  }
  return {
    ...counts,
    orders: announcedOrders(history).size,
    sales: evidence.sales.length,
    onDesk: listedKeys(evidence).size,
    ...(salesBeforeRepair === undefined
      ? {}
      : { lostBeforeRepair: effectedViolations({ ...evidence, sales: salesBeforeRepair }).length }),
    seconds: Math.round(busyMs(history) / 1000),
    disturbances,
  };
}

/** Time at work, without the pause between an interruption and its resumption. */
function busyMs(history: readonly HistoryRecord[]): number {
  let total = 0;
  let from: number | undefined;
  let last = 0;
  for (const record of history) {
    if (!('atMs' in record)) continue;
    if (record.type === 'start') {
      if (from !== undefined) total += last - from;
      from = record.atMs;
    }
    last = record.atMs;
  }
  return from === undefined ? 0 : total + last - from;
}
