/**
 * Counts what really took effect, per business key: the independent observer of a fault campaign.
 * A simulator records at the moment of storing, whatever is answered afterwards.
 */
export class Witness {
  private readonly counts = new Map<string, number>();

  /** Notes one effect under its business key. */
  record(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** How often this key took effect. */
  effects(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  /** Every key that took effect at least once, in the order of the first effect. */
  keys(): readonly string[] {
    return [...this.counts.keys()];
  }

  /** Keys that took effect more than once. */
  doubled(): readonly string[] {
    return this.keys().filter((key) => this.effects(key) > 1);
  }

  /** Those of the wanted keys that never took effect. */
  lost(wanted: Iterable<string>): readonly string[] {
    return [...wanted].filter((key) => !this.counts.has(key));
  }
}
