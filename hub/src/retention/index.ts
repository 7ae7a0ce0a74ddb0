export { DEFAULT_RETENTION_DAYS, Retention, type RetentionParts } from './retention';
export { assertDeletable, RETENTION_RULES, RetentionError, type RecordKind, type RetentionRule } from './rules';
