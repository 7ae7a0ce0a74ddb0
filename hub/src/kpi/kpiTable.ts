import type { Transaction } from '../store';
import { hourOf, type KpiHour, type KpiKind } from './kpi';

/** Sets figures of an hour; figures that are there already are replaced, so that counting twice changes nothing. */
export async function setKpis(
  transaction: Transaction,
  hourAtMs: number,
  values: Readonly<Partial<Record<KpiKind, number>>>,
  nowMs: number,
): Promise<void> {
  for (const [kind, value] of Object.entries(values)) {
    await transaction.run(
      `INSERT INTO kpi_hourly (hour_at_ms, kind, value, counted_at_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT (hour_at_ms, kind) DO UPDATE SET value = excluded.value, counted_at_ms = excluded.counted_at_ms`,
      [hourAtMs, kind, value, nowMs],
    );
  }
}

/**
 * Adds to a figure of the hour in which something happened, in the transaction that makes it happen: for workflows whose records
 * cannot be counted afterwards.
 */
export async function recordKpi(
  transaction: Transaction,
  sample: { readonly atMs: number; readonly kind: KpiKind; readonly value: number },
): Promise<void> {
  await transaction.run(
    `INSERT INTO kpi_hourly (hour_at_ms, kind, value, counted_at_ms) VALUES (?, ?, ?, ?)
       ON CONFLICT (hour_at_ms, kind) DO UPDATE SET value = kpi_hourly.value + excluded.value, counted_at_ms = excluded.counted_at_ms`,
    [hourOf(sample.atMs), sample.kind, sample.value, sample.atMs],
  );
}

/** The hours of [fromMs, toMs) of which something is known, oldest first. */
export async function readKpis(transaction: Transaction, fromMs: number, toMs: number): Promise<readonly KpiHour[]> {
  const rows = await transaction.all<{ hour_at_ms: number; kind: KpiKind; value: number }>(
    'SELECT hour_at_ms, kind, value FROM kpi_hourly WHERE hour_at_ms >= ? AND hour_at_ms < ? ORDER BY hour_at_ms',
    [hourOf(fromMs), toMs],
  );
  const hours = new Map<number, Partial<Record<KpiKind, number>>>();
  for (const { hour_at_ms: hourAtMs, kind, value } of rows) {
    const values = hours.get(hourAtMs) ?? {};
    values[kind] = value;
    hours.set(hourAtMs, values);
  }
  return [...hours].map(([hourAtMs, values]) => ({ hourAtMs, values }));
}
