/** Asks every half a second, because an answer costs the hub a little. */
const ASK_EVERY_MS = 500;
const LOOK_EVERY_MS = 25;

export interface PaceOptions {
  /** Acknowledged work that may wait. */
  readonly limit: number;
  /** Work that waits now; `undefined` while nobody can be asked. */
  readonly backlog: () => Promise<number | undefined>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Keeps the shop from running away from the chain: so many acknowledged deliveries may wait, no more. */
export class Pace {
  /** As last heard. */
  backlog = 0;
  private sinceHeard = 0;
  private ended = false;
  private readonly asking: Promise<void>;

  constructor(private readonly options: PaceOptions) {
    this.asking = this.ask();
  }

  /** Counts one acknowledged delivery, which the last answer did not know. */
  acknowledged(): void {
    this.sinceHeard++;
  }

  /** Resolves when another delivery may leave. */
  async wait(): Promise<void> {
    while (!this.ended && this.backlog + this.sinceHeard >= this.options.limit) await this.options.sleep(LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.ended = true;
    await this.asking;
  }

  private async ask(): Promise<void> {
    while (!this.ended) {
      const before = this.sinceHeard;
      const heard = await this.options.backlog();
      if (heard !== undefined) {
        this.backlog = heard;
        this.sinceHeard -= before;
      }
      await this.options.sleep(ASK_EVERY_MS);
    }
  }
}
