import { collectDefaultMetrics, Registry, type Metric } from 'prom-client';
import type { Log, Meter } from '../contract';
import { METRICS } from './metricTable';
import { CounterSeries, HistogramSeries } from './series';

const PREFIX = 'medsupply_';
const NO_LABELS: Readonly<Record<string, string>> = {};

/** Counts for `/metrics`. A name or a label that is not in the table of metrics is counted nowhere and named once in the log. */
export class PrometheusMeter implements Meter {
  readonly registry = new Registry();
  private readonly counters = new Map<string, CounterSeries>();
  private readonly histograms = new Map<string, HistogramSeries>();
  private readonly unknown = new Set<string>();

  /** @param isProcess whether the process's own figures (memory, CPU, event loop) are collected */
  constructor(
    private readonly log: Log,
    isProcess = true,
  ) {
    for (const [name, definition] of Object.entries(METRICS)) {
      const short = name.slice(PREFIX.length);
      if (definition.kind === 'counter') {
        this.keep(this.counters, [name, short], new CounterSeries(name, definition.help, definition.labels));
      } else {
        this.keep(this.histograms, [name, short], new HistogramSeries(name, definition.help, definition.buckets));
      }
    }
    if (isProcess) collectDefaultMetrics({ register: this.registry });
  }

  count(name: string, labels = NO_LABELS, by = 1): void {
    if (this.counters.get(name)?.add(labels, by) !== true) this.warn(name);
  }

  observe(name: string, value: number): void {
    if (this.histograms.get(name)?.observe(value) !== true) this.warn(name);
  }

  private keep<Series extends CounterSeries | HistogramSeries>(
    map: Map<string, Series>,
    names: readonly string[],
    series: Series,
  ): void {
    for (const name of names) map.set(name, series);
    // The registry asks a metric for its name and its values only.
    this.registry.registerMetric(series as unknown as Metric);
  }

  private warn(name: string): void {
    if (this.unknown.has(name)) return;
    this.unknown.add(name);
    this.log.warn({ metric: name }, 'a metric is not in the table of metrics, or its labels are others');
  }
}
