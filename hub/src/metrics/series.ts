/** A label with more values than this holds something that it should not, an id or a name. */
const MAX_SERIES = 200;

type Labels = Readonly<Record<string, string>>;

interface Value {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

/** What prom-client's registry prints. */
export interface Samples {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'histogram';
  readonly aggregator: 'sum';
  readonly values: readonly Value[];
}

/**
 * Counts by labels. prom-client's own counters and histograms check and hash the labels of every call, which costs more than much of what
 * the hub counts; here that is done once for each set of values.
 */
export class CounterSeries {
  private readonly counts = new Map<string, { readonly labels: Labels; value: number }>();

  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly labelNames: readonly string[],
  ) {}

  /** @returns false for labels that this counter does not have; nothing is counted then */
  add(labels: Labels, by: number): boolean {
    let key = '';
    for (const name of this.labelNames) key += `${labels[name]}\n`;
    const known = this.counts.get(key);
    if (known !== undefined) {
      known.value += by;
      return true;
    }
    const isMine = Object.keys(labels).length === this.labelNames.length && this.labelNames.every((name) => name in labels);
    if (!isMine || this.counts.size >= MAX_SERIES) return false;
    this.counts.set(key, { labels: { ...labels }, value: by });
    return true;
  }

  /** For prom-client's registry. */
  get(): Promise<Samples> {
    const values = [...this.counts.values()].map(({ labels, value }) => ({ labels: { ...labels }, value }));
    if (values.length === 0 && this.labelNames.length === 0) values.push({ labels: {}, value: 0 });
    return Promise.resolve(metric(this.name, this.help, 'counter', values));
  }
}

/** A histogram without labels. */
export class HistogramSeries {
  private readonly counts: number[];
  private sum = 0;

  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly bounds: readonly number[],
  ) {
    this.counts = [...bounds, Infinity].map(() => 0);
  }

  /** @returns false for what is no number; nothing is counted then */
  observe(value: number): boolean {
    if (!Number.isFinite(value)) return false;
    const found = this.bounds.findIndex((bound) => value <= bound);
    const bucket = found < 0 ? this.bounds.length : found;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sum += value;
    return true;
  }

  /** For prom-client's registry. */
  get(): Promise<Samples> {
    let total = 0;
    const buckets = this.counts.map((count, place) => {
      total += count;
      const bound = this.bounds[place];
      return { labels: { le: bound === undefined ? '+Inf' : bound }, value: total, metricName: `${this.name}_bucket` };
    });
    const ends = [
      { labels: {}, value: this.sum, metricName: `${this.name}_sum` },
      { labels: {}, value: total, metricName: `${this.name}_count` },
    ];
    return Promise.resolve(metric(this.name, this.help, 'histogram', [...buckets, ...ends]));
  }
}

function metric(name: string, help: string, type: Samples['type'], values: readonly Value[]): Samples {
  return { name, help, type, aggregator: 'sum', values };
}
