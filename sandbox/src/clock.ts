/** Stops a timer that has not run yet; does nothing afterwards. */
export type Cancel = () => void;

/** The one source of time of every simulator, so that a test can move hours in no time. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Resolves when `ms` milliseconds of this clock have passed. */
  sleep(ms: number): Promise<void>;
  /** Runs `run` once this clock shows `atMs` or later. A time in the past means "as soon as possible". */
  setTimer(atMs: number, run: () => void): Cancel;
}

/** Node's longest timer (2^31 - 1 ms, about 24.8 days); a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Real time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  setTimer(atMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, atMs - Date.now()), LONGEST_TIMER_MS)).unref();
    return () => clearTimeout(timer);
  },
};

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  private currentMs: number;
  private timers: Timer[] = [];

  /** @param start an ISO time such as `2026-11-22T10:00:00Z`, or milliseconds since 1970 */
  constructor(start: string | number = '2026-11-22T10:00:00Z') {
    this.currentMs = typeof start === 'number' ? start : Date.parse(start);
    if (!Number.isFinite(this.currentMs)) throw new RangeError(`ManualClock cannot start at ${start}`);
  }

  now(): number {
    return this.currentMs;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.setTimer(this.currentMs + ms, resolve));
  }

  setTimer(atMs: number, run: () => void): Cancel {
    const timer: Timer = { atMs, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** When the next timer is due, in milliseconds since 1970; `undefined` when none is set. */
  nextTimerAt(): number | undefined {
    return this.earliest()?.atMs;
  }

  /**
   * Moves the clock by `ms`. Due timers run in order of their time (then of their setting), each one at its own time, and
   * code that waits for one may set further timers before the next one runs.
   *
   * @param settle awaited after each timer. Real work that a timer starts (an HTTP request) takes no time on this clock, so
   *   without it a long advance runs into that work's own time limit: `clock.advance(4 * HOUR, shopify.idle)`.
   */
  async advance(ms: number, settle: () => Promise<unknown> = nextTurn): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`ManualClock cannot advance by ${ms} ms`);
    const untilMs = this.currentMs + ms;
    for (;;) {
      const next = this.earliest();
      if (next === undefined || next.atMs > untilMs) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.currentMs = Math.max(this.currentMs, next.atMs);
      next.run();
      await nextTurn();
      await settle();
    }
    this.currentMs = untilMs;
    await nextTurn();
  }

  private earliest(): Timer | undefined {
    return this.timers.reduce<Timer | undefined>(
      (first, timer) => (first === undefined || timer.atMs < first.atMs ? timer : first),
      undefined,
    );
  }
}

/** One turn of the event loop: every promise continuation that is ready has run afterwards. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
