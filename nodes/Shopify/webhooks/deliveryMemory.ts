export interface MemoryLimits {
  readonly maxAgeMs: number;
  readonly maxEntries: number;
}

/**
 * Remembers delivery ids in this process, so that Shopify's repeats do not start a second run.
 *
 * It is memory only, on purpose: what a crash forgets, Shopify sends again, and the repeat is then accepted. A note kept in
 * static data could outlive a run that never started. It is a courtesy, not a promise: with several n8n processes, or after
 * a restart, a repeat gets through, and the unique key in the ERP is what keeps it harmless.
 *
 * When it is full the oldest ids are dropped; it never refuses.
 */
export class DeliveryMemory {
  /** Insertion order is age order: an id is put in once. */
  private readonly seenAtMs = new Map<string, number>();

  constructor(
    private readonly limits: MemoryLimits,
    private readonly now: () => number,
  ) {}

  /** @returns true the first time a key is seen within the age limit */
  isNew(key: string): boolean {
    const nowMs = this.now();
    this.dropOlderThan(nowMs - this.limits.maxAgeMs);
    if (this.seenAtMs.has(key)) return false;
    this.seenAtMs.set(key, nowMs);
    for (const oldest of this.seenAtMs.keys()) {
      if (this.seenAtMs.size <= this.limits.maxEntries) break;
      this.seenAtMs.delete(oldest);
    }
    return true;
  }

  /** Takes a key back whose run could not be started, so that Shopify's next try is accepted. */
  forget(key: string): void {
    this.seenAtMs.delete(key);
  }

  get size(): number {
    return this.seenAtMs.size;
  }

  private dropOlderThan(limitMs: number): void {
    for (const [key, seenAtMs] of this.seenAtMs) {
      if (seenAtMs > limitMs) return;
      this.seenAtMs.delete(key);
    }
  }
}
