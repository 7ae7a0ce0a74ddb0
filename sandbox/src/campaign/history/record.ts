import type { EventKind, WantedSale } from '../events';

/** How a process was disturbed. */
export type Disturbance = 'kill' | 'freeze' | 'thaw' | 'crash';

/**
 * One line of a campaign's history file. Times are milliseconds since 1970.
 *
 * - `start`      what the campaign does; written anew when it is resumed
 * - `event`      an event of the shop, noted before its first delivery leaves
 * - `ack`        a delivery was answered with 2xx
 * - `abandoned`  all attempts of a delivery failed: nobody promised anything
 * - `process`    a process was killed, frozen, let go on, or ended by itself
 * - `ready`      a process is (again) at work
 * - `phase`      what happens from here on
 * - `end`        every delivery has ended and the systems are at rest, or why they are not
 */
export type HistoryRecord =
  | {
      readonly type: 'start';
      readonly atMs: number;
      readonly startMs: number;
      readonly options: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'event';
      readonly event: number;
      readonly kind: EventKind;
      readonly key: string;
      readonly version: string;
      readonly wanted: WantedSale;
    }
  | {
      readonly type: 'ack';
      readonly place: number;
      readonly event: number;
      readonly delivery: string;
      readonly repeat: boolean;
      readonly attempts: number;
      readonly atMs: number;
      readonly tookMs: number;
    }
  | {
      readonly type: 'abandoned';
      readonly place: number;
      readonly event: number;
      readonly delivery: string;
      readonly attempts: number;
      readonly atMs: number;
    }
  | { readonly type: 'process'; readonly process: string; readonly how: Disturbance; readonly pid: number; readonly atMs: number }
  | { readonly type: 'ready'; readonly process: string; readonly pid: number; readonly atMs: number; readonly tookMs: number }
  | { readonly type: 'phase'; readonly phase: string; readonly atMs: number }
  | { readonly type: 'end'; readonly atMs: number; readonly complete: boolean; readonly reason?: string };
