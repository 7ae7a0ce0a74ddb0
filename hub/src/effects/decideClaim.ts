import type { ClaimRequest } from '../../../core/hub';
import { compareVersions } from '../../../core/keys';
import type { EffectRow } from './effectRow';

/** What a claim meets. The ledger turns it into an answer and changes of the row. */
export type ClaimDecision =
  | { readonly kind: 'proceed'; readonly lookFirst: boolean }
  | { readonly kind: 'done' }
  /** The document has a newer version, but asks the target for the very same: nothing is written, the version moves on. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'superseded'; readonly by: string }
  | { readonly kind: 'inFlight'; readonly retryAtMs: number }
  | { readonly kind: 'unknown'; readonly notBeforeMs: number }
  | { readonly kind: 'parked'; readonly reason: string }
  | { readonly kind: 'conflict'; readonly storedFingerprint: string };

type Asked = Pick<ClaimRequest, 'version' | 'fingerprint'>;

/**
 * Decides about a claim on an effect that has a row. Two questions, in this order: how does the asked version compare with what
 * stands in the target, and if it is newer, what is known about the latest attempt?
 *
 * Nothing here depends on who asks: a workflow that was cut off and asks again gets the same answer as anybody else.
 */
export function decideClaim(row: EffectRow, asked: Asked, nowMs: number): ClaimDecision {
  if (row.is_done === 1) {
    const order = compareWith(asked.version, row.done_version);
    if (order < 0) return { kind: 'superseded', by: row.done_version ?? '' };
    if (order === 0) {
      if (asked.fingerprint === row.done_fingerprint) return { kind: 'done' };
      return { kind: 'conflict', storedFingerprint: row.done_fingerprint ?? '' };
    }
    // Only while nothing else may have been written since: an unknown write could have changed the document.
    if (isCertain(row) && asked.fingerprint === row.done_fingerprint) return { kind: 'unchanged' };
  }
  return decideByAttempt(row, asked, nowMs);
}

function decideByAttempt(row: EffectRow, { version, fingerprint }: Asked, nowMs: number): ClaimDecision {
  const mayHaveWritten = row.state === 'claimed' || row.state === 'unknown';
  const order = compareWith(version, row.version);
  if (mayHaveWritten && order === 0 && fingerprint !== row.fingerprint)
    return { kind: 'conflict', storedFingerprint: row.fingerprint };
  const isInFlight = row.state === 'claimed' && nowMs < row.lease_until_ms;
  // An older state must not be written over a newer one that may stand already: it waits until that is known.
  if (mayHaveWritten && !isInFlight && order < 0)
    return { kind: 'unknown', notBeforeMs: Math.max(row.not_before_ms, nowMs + row.settle_ms) };
  switch (row.state) {
    case 'claimed':
      if (nowMs < row.lease_until_ms) return { kind: 'inFlight', retryAtMs: row.lease_until_ms };
      return afterUnknown(row, nowMs);
    case 'unknown':
      return afterUnknown(row, nowMs);
    case 'retry':
      if (nowMs < row.not_before_ms) return { kind: 'inFlight', retryAtMs: row.not_before_ms };
      return { kind: 'proceed', lookFirst: row.look_first === 1 };
    case 'parked':
      return { kind: 'parked', reason: row.reason ?? '' };
    case 'done':
    case 'resolved':
    case 'rejected':
      return { kind: 'proceed', lookFirst: row.look_first === 1 };
  }
}

/** A write may have been sent: first it is given the time to become visible, then whoever comes next looks before writing. */
function afterUnknown(row: EffectRow, nowMs: number): ClaimDecision {
  if (nowMs < row.not_before_ms) return { kind: 'unknown', notBeforeMs: row.not_before_ms };
  return { kind: 'proceed', lookFirst: true };
}

/** A document without a version has one state only; where just one side has a version, the side with it is the newer. */
function compareWith(asked: string | undefined, stored: string | null): number {
  if (asked === undefined) return stored === null ? 0 : -1;
  return stored === null ? 1 : compareVersions(asked, stored);
}

/** Whether nothing can have been written since the version that is done. */
function isCertain({ state, look_first: lookFirst }: EffectRow): boolean {
  const isSettled = state === 'done' || state === 'resolved' || state === 'rejected' || state === 'retry';
  return isSettled && lookFirst === 0;
}
