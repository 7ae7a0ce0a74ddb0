/** Neighbouring buckets differ by this factor, so a quantile is right within 5 %. */
const STEP = 1.05;
const LOG_STEP = Math.log(STEP);

/** Quantiles of very many durations in very little memory: a histogram whose buckets grow by 5 %. */
export class Quantiles {
  private readonly buckets = new Map<number, number>();
  private total = 0;

  add(valueMs: number): void {
    const bucket = valueMs < 1 ? 0 : 1 + Math.floor(Math.log(valueMs) / LOG_STEP);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    this.total += 1;
  }

  /** The value that this share of the values does not exceed; `undefined` without values. */
  at(share: number): number | undefined {
    if (this.total === 0) return undefined;
    const rank = Math.max(1, Math.ceil(this.total * share));
    let seen = 0;
    for (const bucket of [...this.buckets.keys()].sort((one, other) => one - other)) {
      seen += this.buckets.get(bucket) ?? 0;
      if (seen >= rank) return bucket === 0 ? 0 : Math.round(STEP ** (bucket - 0.5));
    }
    return undefined;
  }
}
