import { DELIVERY_TIMEOUT_MS, RETRY_DELAYS_MS } from '../../shopify/webhooks/schedule';
import type { Announcement } from '../events';
import type { HistoryRecord } from '../history';
import type { Answer } from './post';

/** Shopify's four hours of retries become a minute. */
export const CLOCK_COMPRESSION = 240;

export interface DriverOptions {
  readonly announcements: Iterable<Announcement>;
  /** Places of the plan that were acknowledged or abandoned before the campaign was resumed. */
  readonly finished: ReadonlySet<number>;
  /** Events that stand in the history already. */
  readonly noted: ReadonlySet<number>;
  /** Addresses registered for a topic, one for each replica; they are used in turn. */
  readonly addresses: (topic: string) => readonly string[];
  readonly post: (url: string, headers: Readonly<Record<string, string>>, body: Buffer, timeoutMs: number) => Promise<Answer>;
  /** Deliveries under way at a time. */
  readonly connections: number;
  readonly note: (record: HistoryRecord) => void;
  /** Resolves when the next delivery may leave: the shop is not faster than the chain for ever. */
  readonly pace: () => Promise<void>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Counters of a driver, for the progress line. */
export interface DriverCounts {
  acknowledged: number;
  repeats: number;
  abandoned: number;
  /** Attempts beyond the first of each delivery. */
  retries: number;
  slowestMs: number;
}

/** Plays the shop: sends every delivery until it is acknowledged, or gives up after Shopify's eight retries. */
export class Driver {
  readonly counts: DriverCounts = { acknowledged: 0, repeats: 0, abandoned: 0, retries: 0, slowestMs: 0 };
  private turn = 0;

  constructor(private readonly options: DriverOptions) {}

  /** Resolves when every delivery of the plan has ended. */
  async run(): Promise<void> {
    const { announcements, finished, connections } = this.options;
    const noted = new Set(this.options.noted);
    const plan = announcements[Symbol.iterator]();
    const nextOpen = (): Announcement | undefined => {
      for (let next = plan.next(); next.done !== true; next = plan.next()) {
        if (!finished.has(next.value.place)) return next.value;
      }
      return undefined;
    };
    const sender = async (): Promise<void> => {
      for (;;) {
        await this.options.pace();
        const announcement = nextOpen();
        if (announcement === undefined) return;
        this.noteEvent(announcement, noted);
        await this.deliver(announcement);
      }
    };
    await Promise.all(Array.from({ length: connections }, sender));
  }

  private noteEvent({ event }: Announcement, noted: Set<number>): void {
    if (noted.has(event.number)) return;
    noted.add(event.number);
    const { number, kind, key, version, wanted } = event;
    this.options.note({ type: 'event', event: number, kind, key, version, wanted });
  }

  private async deliver({ place, event, delivery, repeat }: Announcement): Promise<void> {
    const { post, note, now, sleep } = this.options;
    const told = { place, event: event.number, delivery: delivery.id };
    for (let attempt = 0; attempt <= RETRY_DELAYS_MS.length; attempt++) {
      if (attempt > 0) {
        this.counts.retries++;
        await sleep((RETRY_DELAYS_MS[attempt - 1] ?? 0) / CLOCK_COMPRESSION);
      }
      const address = this.nextAddress(delivery.topic);
      // Nobody has subscribed to the topic: the shop announces it to nobody.
      if (address === undefined) break;
      const startedAtMs = now();
      const { status } = await post(address, delivery.headers, delivery.body, DELIVERY_TIMEOUT_MS);
      if (status === undefined || status < 200 || status > 299) continue;
      const atMs = now();
      this.counts.acknowledged++;
      if (repeat) this.counts.repeats++;
      this.counts.slowestMs = Math.max(this.counts.slowestMs, atMs - startedAtMs);
      return note({ type: 'ack', ...told, repeat, attempts: attempt + 1, atMs, tookMs: atMs - startedAtMs });
    }
    this.counts.abandoned++;
    note({ type: 'abandoned', ...told, attempts: RETRY_DELAYS_MS.length + 1, atMs: now() });
  }

  private nextAddress(topic: string): string | undefined {
    const addresses = this.options.addresses(topic);
    return addresses[this.turn++ % Math.max(1, addresses.length)];
  }
}
