import type { DriverCounts } from './driver';
import type { Supervised } from './processes';

export interface ProgressState {
  readonly elapsedMs: number;
  readonly counts: DriverCounts;
  readonly sales: number;
  readonly backlog: number;
  readonly supervised: readonly Supervised[];
}

/** One line about where a campaign stands: `12:30  acknowledged 24,100  sales 20,800 (28/s)  waiting 1,700  killed hub 240, erp 31 …`. */
export function progressLine({ elapsedMs, counts, sales, backlog, supervised }: ProgressState, salesBefore: number, sinceMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  const time = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  const rate = sinceMs > 0 ? ((sales - salesBefore) / sinceMs) * 1000 : 0;
  const kills = supervised.map(({ name, kills: count, crashes }) => `${name} ${count}${crashes > 0 ? ` (+${crashes} by itself)` : ''}`);
  const number = (value: number) => value.toLocaleString('en');
  return [
    time,
    `acknowledged ${number(counts.acknowledged)}`,
    `sales ${number(sales)} (${rate.toFixed(0)}/s)`,
    `waiting ${number(backlog)}`,
    `retries ${number(counts.retries)}`,
    `killed ${kills.join(', ')}`,
  ].join('  ');
}
