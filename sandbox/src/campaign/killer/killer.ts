import { randomFrom } from '../../faults';
import type { Supervised } from '../processes';
import type { KillRange } from './schedule';

export interface KillerOptions {
  readonly seed: string;
  readonly sleep: (ms: number) => Promise<void>;
}

const LOOK_EVERY_MS = 250;

/** Kills processes at random moments until it is told to stop. Each process has its own draws, so that one does not shift another's. */
export class Killer {
  private readonly loops: Promise<void>[] = [];
  private readonly spared = new Set<Supervised>();
  private stopping = false;

  constructor(private readonly options: KillerOptions) {}

  /** Kills this process again and again, each time so long after it was ready. */
  hunt(target: Supervised, [shortest, longest]: KillRange): void {
    const random = randomFrom(`${this.options.seed}/kills/${target.name}`);
    const loop = async (): Promise<void> => {
      while (!this.stopping) {
        await this.pause(1000 * (shortest + random() * (longest - shortest)));
        while (!this.stopping && (!target.isReady || this.spared.has(target))) await this.options.sleep(LOOK_EVERY_MS);
        if (!this.stopping) await target.killAndRestart();
      }
    };
    this.loops.push(loop());
  }

  /** Holds a process for so long that whatever it had claimed is somebody else's when it goes on; it is not killed meanwhile. */
  async freeze(target: Supervised, forMs: number): Promise<void> {
    this.spared.add(target);
    while (!this.stopping && !target.isReady) await this.options.sleep(LOOK_EVERY_MS);
    if (!this.stopping) await target.freeze(async () => await this.options.sleep(forMs));
    // Time to report with its old leases before the next kill.
    await this.options.sleep(5_000);
    this.spared.delete(target);
  }

  /** No further kills; resolves when every process has been started again. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.loops);
  }

  private async pause(ms: number): Promise<void> {
    for (let leftMs = ms; leftMs > 0 && !this.stopping; leftMs -= LOOK_EVERY_MS) {
      await this.options.sleep(Math.min(LOOK_EVERY_MS, leftMs));
    }
  }
}
