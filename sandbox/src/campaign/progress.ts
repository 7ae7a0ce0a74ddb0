import type { DriverCounts } from './driver';
import type { Pace } from './pace';
import type { Supervised } from './processes';
import type { JournalTail } from './witness';

const EVERY_MS = 5_000;

export interface ProgressSources {
  readonly counts: DriverCounts;
  readonly tail: JournalTail;
  readonly pace: Pick<Pace, 'backlog'>;
  readonly supervised: readonly Supervised[];
}

/**
 * Says every few seconds where a campaign stands:
 * `12:30  acknowledged 24,100  sales 20,800 (28/s)  waiting 1,700  retries 96  killed hub 240, erp 31, n8n 17`
 */
export class ProgressPrinter {
  private readonly startedAtMs = Date.now();
  private salesBefore = 0;
  private lineAtMs = Date.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sources: ProgressSources,
    private readonly say: (line: string) => void,
  ) {}

  start(): void {
    this.sources.tail.read();
    this.salesBefore = this.sources.tail.created;
    this.timer = setInterval(() => this.print(), EVERY_MS);
  }

  /** Prints a last line. */
  stop(): void {
    clearInterval(this.timer);
    this.print();
  }

  private print(): void {
    const { counts, tail, pace, supervised } = this.sources;
    tail.read();
    const now = Date.now();
    const rate = ((tail.created - this.salesBefore) / Math.max(1, now - this.lineAtMs)) * 1000;
    const kills = supervised.map(
      ({ name, kills: count, crashes }) => `${name} ${count}${crashes > 0 ? ` (+${crashes} by itself)` : ''}`,
    );
    this.say(
      [
        clock(now - this.startedAtMs),
        `acknowledged ${counts.acknowledged.toLocaleString('en')}`,
        `sales ${tail.created.toLocaleString('en')} (${rate.toFixed(0)}/s)`,
        `waiting ${pace.backlog.toLocaleString('en')}`,
        `retries ${counts.retries.toLocaleString('en')}`,
        `killed ${kills.join(', ')}`,
      ].join('  '),
    );
    [this.salesBefore, this.lineAtMs] = [tail.created, now];
  }
}

function clock(elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
