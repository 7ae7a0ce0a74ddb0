/** How the inbox treats events that do not work out. */
export interface InboxSettings {
  /** Failures and ended leases after which an event is parked; hand-outs that were `released` or `unknown` do not count. */
  readonly maxStrikes: number;
  /** Pause after the first failure; it doubles with every further one. */
  readonly firstPauseMs: number;
  /** The pause grows no longer than to this. */
  readonly maxPauseMs: number;
  /** Hand-outs with an unknown outcome that come back when the report says; after these the pauses grow as after failures. */
  readonly quickUnknowns: number;
}

export const DEFAULT_INBOX_SETTINGS: InboxSettings = {
  maxStrikes: 8,
  firstPauseMs: 5_000,
  maxPauseMs: 600_000,
  quickUnknowns: 3,
};

/**
 * Pause before the next hand-out: doubling, capped, jittered between half and full so that events which failed together do not come
 * back together.
 *
 * @param failures how many there were, from 1
 * @param random from 0 to 1
 */
export function pauseMs(failures: number, settings: InboxSettings, random: () => number): number {
  const fullMs = Math.min(settings.maxPauseMs, settings.firstPauseMs * 2 ** Math.max(0, failures - 1));
  return Math.round(fullMs * (0.5 + random() / 2));
}
