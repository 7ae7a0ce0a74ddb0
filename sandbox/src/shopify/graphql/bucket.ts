import type { Clock } from '../../clock';

export interface RatePlan {
  /** Size of the bucket in points. */
  readonly maximumAvailable: number;
  /** Points that come back per second. */
  readonly restoreRate: number;
}

export interface ThrottleStatus extends RatePlan {
  readonly currentlyAvailable: number;
}

/** The leaky bucket of one app and shop: it must hold a query's requested cost before the query runs. */
export class Bucket {
  private available: number;
  private updatedAtMs: number;

  constructor(
    private readonly plan: RatePlan,
    private readonly clock: Clock,
  ) {
    this.available = plan.maximumAvailable;
    this.updatedAtMs = clock.now();
  }

  /** @returns false, and takes nothing, when the bucket holds less */
  take(points: number): boolean {
    this.restore();
    if (this.available < points) return false;
    this.available -= points;
    return true;
  }

  giveBack(points: number): void {
    this.restore();
    this.available = Math.min(this.plan.maximumAvailable, this.available + points);
  }

  status(): ThrottleStatus {
    this.restore();
    return { ...this.plan, currentlyAvailable: Math.floor(this.available) };
  }

  private restore(): void {
    const nowMs = this.clock.now();
    const restored = ((nowMs - this.updatedAtMs) * this.plan.restoreRate) / 1000;
    this.available = Math.min(this.plan.maximumAvailable, this.available + Math.max(0, restored));
    this.updatedAtMs = nowMs;
  }
}
