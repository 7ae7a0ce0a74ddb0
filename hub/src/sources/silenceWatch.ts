import type { Clock, Log, Notices } from '../contract';
import type { Database } from '../store';
import { rhythmOf } from './activity';
import { silenceLimitMs } from './rhythm';

interface WatchedRow {
  readonly id: string;
  readonly changed_at_ms: number;
  readonly last_delivery_at_ms: number;
  readonly usual_gap_ms: number;
  readonly longest_gap_ms: number;
  readonly deliveries: number;
}

/** A shorter silence is nobody's concern, however lively the source was. */
export const DEFAULT_MINIMUM_SILENCE_MS = 60 * 60 * 1000;

/**
 * Finds sources that used to speak and have stopped: a subscription deleted by the platform, or an address that no longer leads
 * here, makes no error anywhere. Each silence is told about once; the next delivery ends it.
 */
export class SilenceWatch {
  private readonly startedAtMs: number;

  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly clock: Clock;
      readonly log: Log;
      readonly notices: Notices;
      readonly minimumMs?: number;
    },
  ) {
    this.startedAtMs = parts.clock.now();
  }

  /** To be called about once a minute. @returns ids of the sources that have fallen silent now */
  async check(): Promise<readonly string[]> {
    const { database, clock, minimumMs = DEFAULT_MINIMUM_SILENCE_MS } = this.parts;
    const nowMs = clock.now();
    // After a stop of the hub everything has been silent; platforms need a while to come back.
    if (nowMs - this.startedAtMs < minimumMs) return [];
    const rows = await database.read(
      async (transaction) =>
        await transaction.all<WatchedRow>(
          `SELECT s.id, s.changed_at_ms, r.last_delivery_at_ms, r.usual_gap_ms, r.longest_gap_ms, r.deliveries
           FROM sources s JOIN source_rhythms r ON r.source_id = s.id WHERE s.active = 1 AND r.silent_since_ms IS NULL`,
        ),
    );
    const silent: string[] = [];
    for (const row of rows) {
      if (isSilent(row, nowMs, minimumMs) && (await this.tell(row, nowMs))) silent.push(row.id);
    }
    return silent;
  }

  /** Of several replicas that find the same silence, the first one tells. */
  private async tell(row: WatchedRow, nowMs: number): Promise<boolean> {
    const { database, notices, log } = this.parts;
    const { id: source, last_delivery_at_ms: lastDeliveryAtMs, usual_gap_ms: usualGapMs } = row;
    const isFirst = await database.write(async (transaction) => {
      const changed = await transaction.run(
        'UPDATE source_rhythms SET silent_since_ms = ? WHERE source_id = ? AND silent_since_ms IS NULL AND last_delivery_at_ms = ?',
        [nowMs, source, lastDeliveryAtMs],
      );
      if (changed === 0) return false;
      await notices.publish(transaction, 'source.silent', { source, lastDeliveryAtMs, usualGapMs });
      return true;
    });
    if (isFirst) log.warn({ source, lastDeliveryAtMs, usualGapMs }, 'a source that used to speak is silent');
    return isFirst;
  }
}

function isSilent(row: WatchedRow, nowMs: number, minimumMs: number): boolean {
  const limitMs = silenceLimitMs(rhythmOf(row), minimumMs);
  // A source that was registered anew has had no chance to speak before.
  return limitMs !== undefined && nowMs - Math.max(row.last_delivery_at_ms, row.changed_at_ms) > limitMs;
}
