import type { Actor, Audit, AuditEntry, Clock, Log, Meter } from '../contract';
import type { Database } from '../store';

/** Why somebody was not let in. */
export type RefusalReason = 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked' | 'scope';

export interface Refusal {
  readonly reason: RefusalReason;
  /** Id of a key that exists; what a stranger made up is not kept. */
  readonly keyId?: string;
  /** Scope that was needed. */
  readonly scope?: string;
  /** Remote address: kept outside the chain, as it may point to a person. */
  readonly address?: string;
}

const WINDOW_MS = 60_000;
/** Groups a minute that get a row of their own; the rest share one. */
const MAX_GROUPS = 200;

interface Group {
  readonly name: string;
  readonly refusal: Refusal;
  windowStartMs: number;
  /** Refusals that no row tells of yet. */
  pending: number;
}

/**
 * Writes refusals to the audit log: the first of a group (key, address, reason) at once, the others of the same minute as one row
 * with their count. Otherwise whoever sends wrong keys fast enough would fill the disk with rows. A crash loses the counts of the
 * running minute, never its first refusal.
 */
export class Refusals {
  private readonly groups = new Map<string, Group>();
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly audit: Audit;
      readonly clock: Clock;
      readonly log: Log;
      readonly meter: Meter;
    },
  ) {}

  /** Counts a refusal; never throws and never makes the caller wait. */
  note(refusal: Refusal): void {
    this.parts.meter.count('medsupply_access_refused_total', { reason: refusal.reason });
    const name = [refusal.reason, refusal.keyId, refusal.scope, refusal.address].join('|');
    const known = this.groups.get(name) ?? (this.groups.size >= MAX_GROUPS ? this.overflow(refusal) : undefined);
    if (known !== undefined) {
      known.pending += 1;
      return;
    }
    const group = { name, refusal, windowStartMs: this.parts.clock.now(), pending: 1 };
    this.groups.set(name, group);
    this.write(group);
  }

  /** Writes the groups whose minute is over; to be called every few seconds. */
  async flush(all = false): Promise<void> {
    const nowMs = this.parts.clock.now();
    for (const [name, group] of this.groups) {
      const ageMs = nowMs - group.windowStartMs;
      if (!all && ageMs >= 0 && ageMs < WINDOW_MS) continue;
      if (group.pending === 0) this.groups.delete(name);
      else this.write(group);
      group.windowStartMs = nowMs;
    }
    await Promise.all(this.writing);
  }

  private overflow(refusal: Refusal): Group {
    const name = `several|${refusal.reason}`;
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const group = { name, refusal: { reason: refusal.reason }, windowStartMs: this.parts.clock.now(), pending: 0 };
    this.groups.set(name, group);
    return group;
  }

  private write(group: Group): void {
    const count = group.pending;
    group.pending = 0;
    const { database, audit, log } = this.parts;
    const done = database
      .write(async (transaction) => void (await audit.append(transaction, entryOf(group.refusal, count))))
      .catch((error: unknown) => {
        group.pending += count; // told with the next row
        this.groups.set(group.name, group);
        log.warn(
          { error: (error as Error).name, reason: group.refusal.reason },
          'a refusal could not be written to the audit log yet',
        );
      })
      .finally(() => this.writing.delete(done));
    this.writing.add(done);
  }
}

function entryOf({ reason, keyId, scope, address }: Refusal, count: number): AuditEntry {
  const actor: Actor = keyId === undefined ? { kind: 'hub', id: 'access' } : { kind: 'key', id: keyId };
  return {
    actor,
    type: 'access.refused',
    object: { kind: 'apiKey', id: keyId ?? 'unknown' },
    body: { reason, count, ...(scope === undefined ? {} : { scope }) },
    ...(address === undefined ? {} : { personal: { address } }),
  };
}
