/** What a metric counts or measures; counters have labels, histograms have the upper bounds of their buckets, in their unit. */
export type MetricDefinition =
  | { readonly kind: 'counter'; readonly help: string; readonly labels: readonly string[] }
  | { readonly kind: 'histogram'; readonly help: string; readonly buckets: readonly number[] };

const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const LAG_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400];

/**
 * Every metric that parts of the hub count or observe. Labels have few values each: a label with an id or a name of a customer would
 * make a new time series of every order.
 */
export const METRICS: Readonly<Record<string, MetricDefinition>> = {
  medsupply_deliveries_total: {
    kind: 'counter',
    help: 'Deliveries at the intake, by profile and outcome',
    labels: ['profile', 'outcome'],
  },
  medsupply_events_total: { kind: 'counter', help: 'Events that ended or were handed on, by outcome', labels: ['outcome'] },
  medsupply_effects_total: { kind: 'counter', help: 'Settled effects, by outcome', labels: ['outcome'] },
  medsupply_claims_total: { kind: 'counter', help: 'Answers to claims, by decision', labels: ['decision'] },
  medsupply_push_batches_total: { kind: 'counter', help: 'Batches pushed to workflows, by outcome', labels: ['outcome'] },
  medsupply_access_refused_total: { kind: 'counter', help: 'Requests that were not let in, by reason', labels: ['reason'] },
  medsupply_checkpoints_total: { kind: 'counter', help: 'Signed checkpoints of the audit log, by outcome', labels: ['outcome'] },
  medsupply_intake_seconds: {
    kind: 'histogram',
    help: 'From the first byte of a delivery to its answer, durable commit included',
    buckets: LATENCY_SECONDS,
  },
  medsupply_event_lag_seconds: {
    kind: 'histogram',
    help: 'From the receipt of an event to its end',
    buckets: LAG_SECONDS,
  },
  medsupply_store_commit_seconds: {
    kind: 'histogram',
    help: 'From asking for a write to its durable commit, waiting for the shared commit included',
    buckets: LATENCY_SECONDS,
  },
};
