import type { Clock, Effects, Inbox } from '../contract';
import type { Database } from '../store';
import { HourCount } from './hourCount';
import { HOUR_MS, hourOf, type KpiHour } from './kpi';
import { readKpis, setKpis } from './kpiTable';

/** A commit carries the time at which it was asked for: minutes are read when no commit of theirs can still be under way. */
const GRACE_MS = 15_000;
/** After a longer standstill the hours before are left without figures instead of being counted for minutes. */
const MAX_BACKLOG_MS = 7 * 24 * HOUR_MS;
const MAX_LISTED = 500;

/**
 * Hourly figures, counted from the events and effects themselves: nothing is added to the way of an order, a crash loses nothing, and
 * replicas that count the same hour write the same values.
 */
export class Kpis {
  private count: HourCount | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly clock: Clock;
      readonly inbox: Pick<Inbox, 'settledIn' | 'backlog'>;
      readonly effects: Pick<Effects, 'settledIn' | 'list'>;
    },
  ) {}

  /** Counts what has happened since the last call and stores it. To be called about once a minute; calls do not overlap. */
  async rollUp(): Promise<void> {
    this.running ??= this.countUp().finally(() => (this.running = undefined));
    await this.running;
  }

  /** The hours of [fromMs, toMs), oldest first. */
  async hours(fromMs: number, toMs: number): Promise<readonly KpiHour[]> {
    return await this.parts.database.read(async (transaction) => await readKpis(transaction, fromMs, toMs));
  }

  private async countUp(): Promise<void> {
    const now = this.parts.clock.now();
    this.count ??= new HourCount(this.parts, await this.firstHour(now));
    for (;;) {
      const { count } = this;
      await count.readUpTo(now - GRACE_MS);
      const standing = now < count.endsAtMs + GRACE_MS ? await this.standing() : {};
      await this.parts.database.write(
        async (transaction) => await setKpis(transaction, count.hourAtMs, { ...count.values(), ...standing }, now),
      );
      if (!count.isComplete) return;
      this.count = new HourCount(this.parts, count.endsAtMs);
    }
  }

  /** Goes on with the last hour that was written: it may be half counted. */
  private async firstHour(nowMs: number): Promise<number> {
    const last = await this.parts.database.read(
      async (transaction) =>
        await transaction.get<{ hour_at_ms: number }>(
          "SELECT hour_at_ms FROM kpi_hourly WHERE kind = 'parked' ORDER BY hour_at_ms DESC LIMIT 1",
        ),
    );
    return Math.max(last?.hour_at_ms ?? hourOf(nowMs), hourOf(nowMs - MAX_BACKLOG_MS));
  }

  private async standing(): Promise<{ readonly parked: number; readonly unknownEffects: number }> {
    const { byState } = await this.parts.inbox.backlog();
    const unknown = await this.parts.effects.list({ states: ['unknown', 'parked'], limit: MAX_LISTED });
    return { parked: byState.parked ?? 0, unknownEffects: unknown.length };
  }
}
