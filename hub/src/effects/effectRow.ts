import type { EffectState, EffectSummary, MappingReference } from '../../../core/hub';

/** A row of `effects`: what stands in the target, and the latest claim. */
export interface EffectRow {
  readonly seq: number;
  readonly effect_key: string;
  readonly state: EffectState;
  readonly version: string | null;
  readonly fingerprint: string;
  readonly fence: number;
  readonly token: string;
  readonly attempts: number;
  /** 1 while an earlier write since the last certain outcome may have taken effect. */
  readonly look_first: number;
  readonly owner: string | null;
  readonly event_id: string | null;
  readonly claimed_at_ms: number;
  readonly lease_until_ms: number;
  readonly settle_ms: number;
  /** `claimed`: when its write must be visible if it was sent; `unknown`, `retry`: before this nobody gets it. */
  readonly not_before_ms: number;
  readonly settled_at_ms: number | null;
  readonly reason: string | null;
  readonly mapping_id: string | null;
  readonly mapping_version: string | null;
  readonly mapping_hash: string | null;
  readonly is_done: number;
  readonly done_version: string | null;
  readonly done_fingerprint: string | null;
  readonly done_result: string | null;
  readonly done_at_ms: number | null;
}

/** Columns of an {@link EffectRow}, for `SELECT`. */
export const EFFECT_COLUMNS = `seq, effect_key, state, version, fingerprint, fence, token, attempts, look_first, owner, event_id,
  claimed_at_ms, lease_until_ms, settle_ms, not_before_ms, settled_at_ms, reason, mapping_id, mapping_version, mapping_hash, is_done,
  done_version, done_fingerprint, done_result, done_at_ms`;

/** What lists show of an effect. A claim whose lease has ended is shown as what it is: unknown. */
export function effectSummary(row: EffectRow, nowMs: number): EffectSummary {
  const isExpired = row.state === 'claimed' && row.lease_until_ms <= nowMs;
  const state = isExpired ? 'unknown' : row.state;
  const isDone = row.is_done === 1 && (state === 'done' || state === 'resolved');
  return {
    key: row.effect_key,
    version: row.version ?? undefined,
    state,
    fingerprint: row.fingerprint,
    attempts: row.attempts,
    owner: row.owner ?? undefined,
    claimedAtMs: row.claimed_at_ms,
    leaseUntilMs: state === 'claimed' ? row.lease_until_ms : undefined,
    notBeforeMs: state === 'unknown' || state === 'retry' ? row.not_before_ms : undefined,
    settledAtMs: row.settled_at_ms ?? undefined,
    reason: isExpired ? 'Its claim ran out, and nobody said what became of the write.' : (row.reason ?? undefined),
    result: isDone && row.done_result !== null ? (JSON.parse(row.done_result) as unknown) : undefined,
    mapping: mappingOf(row),
  };
}

/** The mapping that a row names. */
export function mappingOf(row: Pick<EffectRow, 'mapping_id' | 'mapping_version' | 'mapping_hash'>): MappingReference | undefined {
  const { mapping_id: id, mapping_version: version, mapping_hash: hash } = row;
  return id === null || version === null || hash === null ? undefined : { id, version, hash };
}
