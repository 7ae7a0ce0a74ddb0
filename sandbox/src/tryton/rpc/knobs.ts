/** A question that a method asks until the user has stored the answer. */
export interface ForcedWarning {
  /** Model and method, such as `sale.sale.confirm`. */
  readonly method: string;
  /** The name under which the answer is stored. */
  readonly name: string;
  readonly message: string;
}

/** Behaviour that a test switches on while the simulator runs. All of it can happen with a real server. */
export class Knobs {
  /** Questions that no seeded record provokes by itself. */
  warnings: ForcedWarning[] = [];
  /** Every answer comes this much later. Its effect is stored at once. */
  slowMs = 0;
  /**
   * Real milliseconds that a confirmation of a sale takes between reading the sale and changing it, so that parallel ones
   * overlap as they do on the real system (which then makes an invoice for each). 0 carries them out one after the other.
   */
  overlapMs = 5;
  /** A created record shows up in searches only this long after it was committed. Reading it by its id works at once. */
  lateLookupMs = 0;
  private readonly visibleFrom = new Map<string, number>();

  /** Notes a new record, to hide it from searches for a while. */
  created(model: string, id: number, atMs: number): void {
    if (this.lateLookupMs > 0) this.visibleFrom.set(`${model},${id}`, atMs + this.lateLookupMs);
  }

  isVisible(model: string, id: number, atMs: number): boolean {
    if (this.visibleFrom.size === 0) return true;
    const key = `${model},${id}`;
    const fromMs = this.visibleFrom.get(key);
    if (fromMs === undefined) return true;
    if (atMs < fromMs) return false;
    this.visibleFrom.delete(key);
    return true;
  }
}
