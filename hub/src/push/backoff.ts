const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

interface Trouble {
  readonly failures: number;
  readonly notBeforeMs: number;
}

/** How long a target that failed this many times in a row is left alone: doubling, capped, and by chance up to half of it shorter. */
export function pauseMs(failures: number, random: () => number): number {
  const fullMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  return Math.round(fullMs * (1 - random() / 2));
}

/** Targets that do not answer as they should, each with its own growing pause. A changed address starts anew. */
export class Backoff {
  private readonly troubles = new Map<string, Trouble>();

  constructor(private readonly random: () => number) {}

  /** How long until this target may be tried, 0 for now. */
  waitMs(target: string, nowMs: number): number {
    const notBeforeMs = this.troubles.get(target)?.notBeforeMs ?? nowMs;
    return Math.max(0, notBeforeMs - nowMs);
  }

  /** @returns the pause */
  failed(target: string, nowMs: number): number {
    const known = this.troubles.get(target);
    // Batches that were under way together fail together: that is one failure.
    if (known !== undefined && known.notBeforeMs > nowMs) return known.notBeforeMs - nowMs;
    const failures = (known?.failures ?? 0) + 1;
    const pause = pauseMs(failures, this.random);
    this.troubles.set(target, { failures, notBeforeMs: nowMs + pause });
    return pause;
  }

  /** Forgets the trouble of every address of a registration. */
  forget(registration: string): void {
    for (const target of this.troubles.keys()) if (target.startsWith(`${registration} `)) this.troubles.delete(target);
  }

  succeeded(target: string): void {
    this.troubles.delete(target);
  }
}
