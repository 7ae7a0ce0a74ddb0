import type { Audit, Clock, Erasable, Log } from '../contract';
import type { Database } from '../store';
import { assertDeletable, type RecordKind } from './rules';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Records in one commit: deliveries that arrive meanwhile wait for no longer than this takes. */
const CHUNK = 200;
/** Chunks in one run; what is left over is done at the next. */
const MOST_CHUNKS = 500;

export const DEFAULT_RETENTION_DAYS = 30;
/** Longer than any platform repeats; a repeat that comes even later is still recognised by its document's version. */
const DELIVERY_ID_DAYS = 30;

export interface RetentionParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly log: Log;
  /** The parts that keep personal fields. */
  readonly erasables: readonly Erasable[];
  /** Days after an event is settled until its personal fields are erased. */
  readonly retentionDays?: number;
  /** Days that delivery ids are kept: 30 by default, at least seven. */
  readonly deliveryIdDays?: number;
}

/** Erases personal fields and forgets delivery ids when their time has come; whatever proves what was done to a device stays. */
export class Retention {
  constructor(private readonly parts: RetentionParts) {}

  /** To be called about once an hour. @throws RetentionError when the settings ask for less than the rules allow */
  async run(): Promise<void> {
    const { clock, erasables, retentionDays = DEFAULT_RETENTION_DAYS, deliveryIdDays = DELIVERY_ID_DAYS } = this.parts;
    const nowMs = clock.now();
    const settledBeforeMs = nowMs - retentionDays * DAY_MS;
    const receivedBeforeMs = nowMs - deliveryIdDays * DAY_MS;
    assertDeletable('personalField', settledBeforeMs, nowMs);
    assertDeletable('deliveryId', receivedBeforeMs, nowMs);
    for (const erasable of erasables) {
      const erase = async (limit: number): Promise<number> => await erasable.erasePersonal(settledBeforeMs, limit);
      await this.inChunks(erasable.name, 'personalField', settledBeforeMs, erase);
      const forget = erasable.forgetDeliveries?.bind(erasable);
      if (forget === undefined) continue;
      await this.inChunks(erasable.name, 'deliveryId', receivedBeforeMs, async (limit) => await forget(receivedBeforeMs, limit));
    }
  }

  private async inChunks(
    part: string,
    kind: RecordKind,
    beforeMs: number,
    work: (limit: number) => Promise<number>,
  ): Promise<void> {
    let total = 0;
    for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
      const done = await work(CHUNK);
      total += done;
      if (done < CHUNK) break;
    }
    if (total > 0) await this.note(part, kind, beforeMs, total);
  }

  private async note(part: string, kind: RecordKind, beforeMs: number, count: number): Promise<void> {
    const { database, audit, log } = this.parts;
    const type = kind === 'personalField' ? 'retention.erased' : 'retention.forgotten';
    const body = { kind, count, before: new Date(beforeMs).toISOString() };
    await database.write(
      async (transaction) =>
        await audit.append(transaction, {
          actor: { kind: 'hub', id: 'retention' },
          type,
          object: { kind: 'part', id: part },
          body,
        }),
    );
    log.info({ part, kind, count }, 'records were erased because their time had come');
  }
}
