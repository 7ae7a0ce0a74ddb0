/** Which mapping made a document; recorded with every effect. */
export interface MappingReference {
  readonly id: string;
  readonly version: string;
  /** SHA-256 of the mapping's canonical JSON, hexadecimal. */
  readonly hash: string;
}

/** Asks for the right to carry out one effect. */
export interface ClaimRequest {
  /** `target/…businessKey`: one row, and so one writer at a time, per target and business document. */
  readonly key: string;
  /**
   * Version of the document. A claim with an older version than one already done ends as `superseded`. Absent where the document
   * has no versions: then only one claim can ever be done.
   */
  readonly version?: string;
  /** SHA-256 of what will be asked of the target, hexadecimal; the version is not part of it. */
  readonly fingerprint: string;
  /** How long the caller may take; after that the outcome of its write is unknown. */
  readonly leaseMs: number;
  /** How long a write of this target may take to become visible after it was sent. */
  readonly settleMs: number;
  /** Who asks, for people: workflow, execution, node. */
  readonly owner?: string;
  readonly event?: { readonly id: string };
  readonly mapping?: MappingReference;
}

/**
 * Answer to a claim.
 *
 * - `proceed`     the caller has the right to write, under this token; `lookFirst` when an earlier write may have taken effect
 * - `done`        it has taken effect already: here is the stored result
 * - `superseded`  a newer version has taken effect
 * - `inFlight`    somebody else is at it
 * - `unknown`     an earlier write's outcome is unknown and cannot be judged before `notBeforeMs`; then `proceed` with `lookFirst`
 * - `parked`      a person has to decide first
 * - `conflict`    the same key and version were claimed with another fingerprint
 */
export type Claim =
  | {
      readonly key: string;
      readonly decision: 'proceed';
      readonly token: string;
      readonly lookFirst: boolean;
      readonly leaseUntilMs: number;
    }
  | { readonly key: string; readonly decision: 'done'; readonly result: unknown; readonly version?: string }
  | { readonly key: string; readonly decision: 'superseded'; readonly by: string }
  | { readonly key: string; readonly decision: 'inFlight'; readonly retryAtMs: number }
  | { readonly key: string; readonly decision: 'unknown'; readonly lookFirst: true; readonly notBeforeMs: number }
  | { readonly key: string; readonly decision: 'parked'; readonly reason: string }
  | {
      readonly key: string;
      readonly decision: 'conflict';
      readonly storedFingerprint: string;
      readonly givenFingerprint: string;
    };

/** A document in a link, and in the graph. */
export interface DocumentReference {
  readonly system: string;
  readonly tenant: string;
  readonly documentType: string;
  readonly id: string;
  /** Number as people know it. */
  readonly number?: string;
}

export interface Link {
  readonly from: DocumentReference;
  readonly to: DocumentReference;
  /** Standard word: `becameOrder`, `shippedBy`, `invoicedBy`, `returnedBy` … */
  readonly relation: string;
}

/** Reports what became of a claimed effect. */
export interface Settlement {
  readonly token: string;
  /**
   * - `done`      it stands in the target, read back; `result` is kept and answered to later claims
   * - `rejected`  the target refused it for good, nothing was stored
   * - `retry`     nothing was stored; may be claimed again from `notBeforeMs` on
   * - `unknown`   it may or may not have been stored; nobody gets it before `notBeforeMs`
   * - `parked`    nothing more happens until a person decides
   */
  readonly outcome: 'done' | 'rejected' | 'retry' | 'unknown' | 'parked';
  /** JSON, at most 64 KiB, without personal values. */
  readonly result?: unknown;
  readonly reason?: string;
  readonly notBeforeMs?: number;
  readonly links?: readonly Link[];
  readonly mapping?: MappingReference;
}

export interface Settled {
  /** `fenced`: somebody else has taken the claim over; the report was noted in the audit log and changed nothing. */
  readonly state: EffectState | 'fenced';
}

/** Where an effect stands. An expired `claimed` counts as `unknown`. */
export type EffectState = 'claimed' | 'done' | 'rejected' | 'retry' | 'unknown' | 'parked' | 'resolved';

export interface EffectSummary {
  readonly key: string;
  readonly version?: string;
  readonly state: EffectState;
  readonly fingerprint: string;
  readonly attempts: number;
  readonly owner?: string;
  readonly claimedAtMs: number;
  readonly leaseUntilMs?: number;
  readonly notBeforeMs?: number;
  readonly settledAtMs?: number;
  readonly reason?: string;
  readonly result?: unknown;
  readonly mapping?: MappingReference;
}
