import type { Audit, Clock, Log } from '../contract';
import type { Database } from '../store';

/** One audit entry a minute for each source and reason; the entry says how many refusals it stands for. */
const WINDOW_MS = 60_000;
/** Unknown tokens have no source: they share this name. */
export const UNKNOWN_SOURCE = 'unknown';

interface Group {
  readonly source: string;
  readonly reason: string;
  nextEntryAtMs: number;
  untold: number;
}

/**
 * Audits refused deliveries: the first of a source and reason at once, the rest of its minute as one entry with their number.
 * Whoever floods the intake must not be able to fill the disk with entries. There are as many groups as sources times reasons.
 */
export class IntakeRefusals {
  private readonly groups = new Map<string, Group>();
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly parts: { readonly database: Database; readonly audit: Audit; readonly clock: Clock; readonly log: Log },
  ) {}

  /** Never throws and never makes the caller wait. */
  note(source: string, reason: string): void {
    const name = JSON.stringify([source, reason]);
    const group = this.groups.get(name) ?? { source, reason, nextEntryAtMs: Number.NEGATIVE_INFINITY, untold: 0 };
    this.groups.set(name, group);
    group.untold += 1;
    if (this.parts.clock.now() >= group.nextEntryAtMs) this.tell(group);
  }

  /** Writes what the last minutes have left untold; to be called now and then, and before the hub stops. */
  async flush(all = false): Promise<void> {
    const nowMs = this.parts.clock.now();
    for (const group of this.groups.values()) {
      if (group.untold > 0 && (all || nowMs >= group.nextEntryAtMs)) this.tell(group);
    }
    await Promise.all(this.writing);
  }

  private tell(group: Group): void {
    const { database, audit, clock, log } = this.parts;
    const { source, reason, untold: count } = group;
    group.untold = 0;
    group.nextEntryAtMs = clock.now() + WINDOW_MS;
    const entry = {
      actor: { kind: 'platform', id: source },
      type: 'intake.refused',
      object: { kind: 'source', id: source },
      body: { reason, count },
    } as const;
    const written = database
      .write(async (transaction) => void (await audit.append(transaction, entry)))
      .catch((error: unknown) => {
        group.untold += count; // told with the next entry
        log.warn({ source, reason, error: (error as Error).name }, 'refused deliveries could not be audited yet');
      })
      .finally(() => this.writing.delete(written));
    this.writing.add(written);
  }
}
