import type { Clock, Log } from '../contract';
import type { Database, Transaction } from '../store';
import { learn, type Rhythm, type Spell } from './rhythm';

interface RhythmRow {
  readonly last_delivery_at_ms: number;
  readonly usual_gap_ms: number;
  readonly longest_gap_ms: number;
  readonly deliveries: number;
}

/**
 * Notes when sources speak: in memory, written down every few seconds, so that a delivery costs no second write. What a crash
 * forgets is a few seconds of a rhythm, never a delivery.
 */
export class DeliveryActivity {
  private spells = new Map<string, Spell>();

  constructor(private readonly parts: { readonly database: Database; readonly clock: Clock; readonly log: Log }) {}

  /** A verified delivery arrived. */
  note(source: string): void {
    const nowMs = this.parts.clock.now();
    const spell = this.spells.get(source);
    this.spells.set(source, { count: (spell?.count ?? 0) + 1, firstAtMs: spell?.firstAtMs ?? nowMs, lastAtMs: nowMs });
  }

  /** When a source spoke last, as far as this process knows and has not yet written down. */
  lastAtMs(source: string): number | undefined {
    return this.spells.get(source)?.lastAtMs;
  }

  /** Writes down what was noted since the last time; a source that was silent is so no longer. */
  async flush(): Promise<void> {
    const spells = this.spells;
    if (spells.size === 0) return;
    this.spells = new Map();
    try {
      await this.parts.database.write(async (transaction) => {
        // Always in the same order, so that two replicas never wait for each other's rows in a circle.
        for (const source of [...spells.keys()].sort()) await writeDown(transaction, source, spells.get(source));
      });
    } catch (error) {
      this.takeBack(spells);
      this.parts.log.warn({ error: (error as Error).name }, 'the rhythm of the sources could not be written yet');
    }
  }

  private takeBack(spells: ReadonlyMap<string, Spell>): void {
    for (const [source, before] of spells) {
      const since = this.spells.get(source);
      this.spells.set(source, {
        count: before.count + (since?.count ?? 0),
        firstAtMs: before.firstAtMs,
        lastAtMs: since?.lastAtMs ?? before.lastAtMs,
      });
    }
  }
}

async function writeDown(transaction: Transaction, source: string, spell: Spell | undefined): Promise<void> {
  if (spell === undefined) return;
  const row = await transaction.get<RhythmRow>(
    `SELECT last_delivery_at_ms, usual_gap_ms, longest_gap_ms, deliveries FROM source_rhythms WHERE source_id = ?${transaction.forUpdate}`,
    [source],
  );
  const { lastDeliveryAtMs, usualGapMs, longestGapMs, deliveries } = learn(row && rhythmOf(row), spell);
  await transaction.run(
    `INSERT INTO source_rhythms (source_id, last_delivery_at_ms, usual_gap_ms, longest_gap_ms, deliveries, silent_since_ms)
     VALUES (?, ?, ?, ?, ?, NULL)
     ON CONFLICT (source_id) DO UPDATE SET last_delivery_at_ms = excluded.last_delivery_at_ms, usual_gap_ms = excluded.usual_gap_ms,
       longest_gap_ms = excluded.longest_gap_ms, deliveries = excluded.deliveries, silent_since_ms = NULL`,
    [source, lastDeliveryAtMs, usualGapMs, longestGapMs, deliveries],
  );
}

/** Of a row of `source_rhythms`. */
export function rhythmOf(row: RhythmRow): Rhythm {
  return {
    lastDeliveryAtMs: row.last_delivery_at_ms,
    usualGapMs: row.usual_gap_ms,
    longestGapMs: row.longest_gap_ms,
    deliveries: row.deliveries,
  };
}
