import type { Log } from '../contract';

/** Resolves after this time, or as soon as the signal says so; never rejects. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** With Node's timers. */
export const realSleep: Sleep = async (milliseconds, signal) =>
  await new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });

/** Turns follow each other at this distance at least, however often the loop is woken: a burst must not become a spin. */
const SHORTEST_GAP_MS = 20;

/** Repeats a piece of work: when it is woken, when the work asked to be called again, and now and then in any case. */
export class Loop {
  private stopping = new AbortController();
  private pause = new AbortController();
  private woken = false;
  private running: Promise<void> | undefined;

  /**
   * @param turn one piece of work; answers how long it may be left alone
   * @param idleMs how long to wait after a turn that failed
   */
  constructor(
    private readonly parts: {
      readonly name: string;
      readonly turn: () => Promise<number>;
      readonly idleMs: number;
      readonly sleep: Sleep;
      readonly log: Log;
    },
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Something has changed: the next turn comes at once. */
  wake(): void {
    this.woken = true;
    this.pause.abort();
  }

  /** Resolves when the turn under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pause.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { sleep } = this.parts;
    while (!this.stopping.signal.aborted) {
      this.woken = false;
      const waitMs = await this.turn();
      await sleep(SHORTEST_GAP_MS, this.stopping.signal);
      if (this.woken || this.stopping.signal.aborted) continue;
      this.pause = new AbortController();
      await sleep(Math.max(0, waitMs - SHORTEST_GAP_MS), this.pause.signal);
    }
  }

  private async turn(): Promise<number> {
    const { name, turn, idleMs, log } = this.parts;
    try {
      return await turn();
    } catch (error) {
      const { name: kind, code } = error as NodeJS.ErrnoException;
      log.warn({ loop: name, error: kind, code }, 'a turn of a loop failed; it will be tried again');
      return idleMs;
    }
  }
}
