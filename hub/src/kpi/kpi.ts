/**
 * A figure of one hour. Counts are what happened in the hour; `parked` and `unknownEffects` are what stood at its end, or stands now.
 *
 * - `orders`         orders with an event that became done, each once an hour
 * - `events`         events that became done
 * - `lagP50Ms`, `lagP95Ms`  from receipt to done, within 5 %; absent in an hour in which nothing became done
 * - `effectsDone`, `effectsRejected`  the refusal rate is their share
 * - `stockOuts`, `shipments`, `returns`, `unreconciledInvoices`  recorded by the workflows that know them
 */
export type KpiKind =
  | 'orders'
  | 'events'
  | 'lagP50Ms'
  | 'lagP95Ms'
  | 'effectsDone'
  | 'effectsRejected'
  | 'parked'
  | 'unknownEffects'
  | 'stockOuts'
  | 'shipments'
  | 'returns'
  | 'unreconciledInvoices';

export const KPI_KINDS: readonly KpiKind[] = [
  'orders',
  'events',
  'lagP50Ms',
  'lagP95Ms',
  'effectsDone',
  'effectsRejected',
  'parked',
  'unknownEffects',
  'stockOuts',
  'shipments',
  'returns',
  'unreconciledInvoices',
];

export const HOUR_MS = 60 * 60_000;

/** The beginning of the hour (UTC) that a time lies in. */
export function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

/** Figures of one hour; one that nobody knows is absent, never zero. */
export interface KpiHour {
  readonly hourAtMs: number;
  readonly values: Readonly<Partial<Record<KpiKind, number>>>;
}
