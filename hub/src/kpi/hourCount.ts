import type { Effects, Inbox } from '../contract';
import { HOUR_MS, type KpiKind } from './kpi';
import { Quantiles } from './quantiles';

const MINUTE_MS = 60_000;
const ORDER_KEY = /^[^/]+\/[^/]+\/order\//;

/** Counts one hour, a minute at a time, so that no query is large and each minute is read once. */
export class HourCount {
  private readonly orders = new Set<string>();
  private readonly lags = new Quantiles();
  private events = 0;
  private done = 0;
  private rejected = 0;
  private upToMs: number;

  constructor(
    private readonly parts: { readonly inbox: Pick<Inbox, 'settledIn'>; readonly effects: Pick<Effects, 'settledIn'> },
    readonly hourAtMs: number,
  ) {
    this.upToMs = hourAtMs;
  }

  get endsAtMs(): number {
    return this.hourAtMs + HOUR_MS;
  }

  get isComplete(): boolean {
    return this.upToMs >= this.endsAtMs;
  }

  /** Reads the whole minutes before this time that were not read yet. */
  async readUpTo(untilMs: number): Promise<void> {
    const endMs = Math.min(untilMs, this.endsAtMs);
    while (this.upToMs + MINUTE_MS <= endMs) {
      const [fromMs, toMs] = [this.upToMs, this.upToMs + MINUTE_MS];
      const events = (await this.parts.inbox.settledIn?.(fromMs, toMs)) ?? [];
      const effects = await this.parts.effects.settledIn?.(fromMs, toMs);
      for (const { businessKey, lagMs } of events) {
        this.lags.add(lagMs);
        if (businessKey !== undefined && ORDER_KEY.test(businessKey)) this.orders.add(businessKey);
      }
      this.events += events.length;
      this.done += effects?.done ?? 0;
      this.rejected += effects?.rejected ?? 0;
      this.upToMs = toMs;
    }
  }

  /** What is known of the hour so far; figures whose part cannot be asked are absent. */
  values(): Readonly<Partial<Record<KpiKind, number>>> {
    const values: Partial<Record<KpiKind, number>> = {};
    if (this.parts.inbox.settledIn !== undefined) {
      values.orders = this.orders.size;
      values.events = this.events;
      const [p50, p95] = [this.lags.at(0.5), this.lags.at(0.95)];
      if (p50 !== undefined && p95 !== undefined) [values.lagP50Ms, values.lagP95Ms] = [p50, p95];
    }
    if (this.parts.effects.settledIn !== undefined) [values.effectsDone, values.effectsRejected] = [this.done, this.rejected];
    return values;
  }
}
