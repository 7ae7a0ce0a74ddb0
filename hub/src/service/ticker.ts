import type { Log } from '../contract';

/** Work that is done again and again while the hub runs. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

/** Timers as the ticker needs them; injected, so that no test waits. */
export interface Timers {
  every(ms: number, work: () => void): { stop(): void };
}

/** Timers of the process; they do not keep it alive. */
export const processTimers: Timers = {
  every: (ms, work) => {
    const timer = setInterval(work, ms).unref();
    return { stop: () => clearInterval(timer) };
  },
};

/** Runs jobs, each at most once at a time; one that fails is logged and runs again at its next time. */
export class Ticker {
  private readonly running = new Map<string, Promise<void>>();
  private stops: readonly { stop(): void }[] = [];

  constructor(
    private readonly jobs: readonly Job[],
    private readonly log: Log,
    private readonly timers: Timers = processTimers,
  ) {}

  start(): void {
    this.stops = this.jobs.map((job) => this.timers.every(job.everyMs, () => this.tick(job)));
  }

  /** No job begins any more; resolves when the last one has ended. */
  async stop(): Promise<void> {
    for (const timer of this.stops) timer.stop();
    this.stops = [];
    await Promise.all(this.running.values());
  }

  private tick(job: Job): void {
    if (this.running.has(job.name)) return;
    const run = job
      .run()
      .catch((error: unknown) =>
        this.log.warn({ job: job.name, error: (error as Error).name }, 'a job of the hub failed; it runs again'),
      )
      .then(() => void this.running.delete(job.name));
    this.running.set(job.name, run);
  }
}
