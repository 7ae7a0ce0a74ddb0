import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Log, Meter } from '../contract';
import { METRICS } from './metricTable';

const PREFIX = 'medsupply_';

/** Counts for `/metrics`. A name that is not in the table of metrics is counted nowhere and named once in the log. */
export class PrometheusMeter implements Meter {
  readonly registry = new Registry();
  private readonly counters = new Map<string, Counter>();
  private readonly histograms = new Map<string, Histogram>();
  private readonly unknown = new Set<string>();

  /** @param isProcess whether the process's own figures (memory, CPU, event loop) are collected */
  constructor(
    private readonly log: Log,
    isProcess = true,
  ) {
    for (const [name, { kind, help, labels, buckets }] of Object.entries(METRICS)) {
      const common = { name, help, labelNames: [...labels], registers: [this.registry] };
      if (kind === 'counter') this.counters.set(name, new Counter(common));
      else this.histograms.set(name, new Histogram({ ...common, buckets: [...(buckets ?? [])] }));
    }
    // Counters without labels start at 0 by themselves; alerts on the others need a first sample, which comes with the first event.
    if (isProcess) collectDefaultMetrics({ register: this.registry });
  }

  count(name: string, labels: Readonly<Record<string, string>> = {}, by = 1): void {
    const counter = this.counters.get(full(name));
    if (counter === undefined) this.warn(name);
    else this.guarded(name, () => counter.inc(labels, by));
  }

  observe(name: string, value: number, labels: Readonly<Record<string, string>> = {}): void {
    const histogram = this.histograms.get(full(name));
    if (histogram === undefined) this.warn(name);
    else this.guarded(name, () => histogram.observe(labels, value));
  }

  /** A figure must never break the work that it counts. */
  private guarded(name: string, work: () => void): void {
    try {
      work();
    } catch {
      this.warn(name);
    }
  }

  private warn(name: string): void {
    if (this.unknown.has(name)) return;
    this.unknown.add(name);
    this.log.warn({ metric: name }, 'a metric is not in the table of metrics, or its labels are others');
  }
}

function full(name: string): string {
  return name.startsWith(PREFIX) ? name : `${PREFIX}${name}`;
}
