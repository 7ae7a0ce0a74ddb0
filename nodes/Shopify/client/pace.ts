/** `extensions.cost.throttleStatus` of an answer, in points and points per second. */
export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

/** What an answer says about the price of its query; `requested` is charged before the query runs. */
export interface QueryCost {
  readonly requested: number;
  readonly throttle: ThrottleStatus;
}

/**
 * How long to wait until a bucket holds enough points: the missing points at the restore rate, rounded up to a millisecond.
 * @returns `undefined` when the bucket can never hold that many
 */
export function waitForPointsMs(requested: number, throttle: ThrottleStatus, elapsedMs = 0): number | undefined {
  if (requested > throttle.maximumAvailable) return undefined;
  const restored = (elapsedMs * throttle.restoreRate) / 1000;
  const available = Math.min(throttle.maximumAvailable, throttle.currentlyAvailable + restored);
  if (available >= requested) return 0;
  return Math.ceil(((requested - available) / throttle.restoreRate) * 1000);
}

/**
 * Remembers, within one execution and for one shop, what queries cost and how full Shopify's bucket was, so that a request
 * is only sent when there are points for it. It is a courtesy, not a lock: other users of the same app are not seen.
 */
export class Pace {
  private readonly requestedByQuery = new Map<string, number>();
  private last: { readonly throttle: ThrottleStatus; readonly atMs: number } | undefined;

  constructor(private readonly now: () => number) {}

  /** Takes note of the cost in an answer. */
  learn(query: string, cost: QueryCost): void {
    this.requestedByQuery.set(query, cost.requested);
    this.last = { throttle: cost.throttle, atMs: this.now() };
  }

  /** Milliseconds to wait before `query` is sent; 0 when nothing is known yet. */
  delayMs(query: string): number {
    const requested = this.requestedByQuery.get(query);
    if (requested === undefined || this.last === undefined) return 0;
    return waitForPointsMs(requested, this.last.throttle, this.now() - this.last.atMs) ?? 0;
  }
}
