export { registerGauges, type GaugeParts, type SourceSilence } from './gauges';
export { MeasuredDatabase } from './measuredDatabase';
export { METRICS, type MetricDefinition } from './metricTable';
export { PrometheusMeter } from './prometheusMeter';
