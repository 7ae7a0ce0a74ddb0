import type {
  Claim,
  ClaimRequest,
  EventReport,
  EventReported,
  HubEventReference,
  Link,
  MappingReference,
  Settled,
  Settlement,
} from '../hub';
import type { Failure } from '../failure';

/**
 * The memory of effects, as far as whoever writes needs it; the hub is one. Every method throws only `Failure`: `RetryLater` when
 * the memory cannot be reached, anything else when it refuses.
 */
export interface EffectLedger {
  /** One answer per request, in the same order. */
  claim(requests: readonly ClaimRequest[]): Promise<readonly Claim[]>;
  /** One answer per settlement, in the same order. Settling twice with one token changes nothing. */
  settle(settlements: readonly Settlement[]): Promise<readonly Settled[]>;
  /** One answer per report, in the same order. */
  report(reports: readonly EventReport[]): Promise<readonly EventReported[]>;
}

/** What the ledger granted to one write. */
export interface WriteRight {
  readonly token: string;
  /** An earlier write under this key may have taken effect: look for it before writing. */
  readonly lookFirst: boolean;
}

/** What a finished write leaves behind. */
export interface Written<Result> {
  /** Kept by the ledger and answered to later claims: JSON without personal values. */
  readonly result: Result;
  /** Which document became which. */
  readonly links?: readonly Link[];
  /** True when nothing was written because a newer version stands in the target. */
  readonly superseded?: boolean;
}

/** One effect to be carried out under the ledger. */
export interface EffectTask<Result> {
  /** `target/businessKey`. */
  readonly key: string;
  readonly version?: string;
  readonly fingerprint: string;
  readonly mapping?: MappingReference;
  /** The hub event that asked for it. Several effects may belong to one event. */
  readonly event?: HubEventReference;
  /**
   * Writes to the target and reads back.
   * @throws Failure named by what to do next
   */
  deliver(right: WriteRight): Promise<Written<Result>>;
}

/** An item that cannot even be asked for (no valid document, say): nothing is claimed, its event is reported. */
export interface RefusedTask {
  readonly refusal: Failure;
  readonly event?: HubEventReference;
}

/** How effects are carried out. */
export interface EffectPolicy {
  /** How long the caller may take for all of them; a write that cannot begin well before the end is not begun. */
  readonly leaseMs: number;
  /** How long a write of this target may take to become visible after it was sent. */
  readonly settleMs: number;
  /** How many keys are worked on at a time; the effects of one key go one after the other. */
  readonly concurrency: number;
  /** False when the target can be asked for nothing (`write-blind`): then an unknown outcome is a person's. */
  readonly canLook: boolean;
  /** False when a later node goes on with the event: then only what did not work is reported. */
  readonly finishEvents: boolean;
  /** Who asks, for people. */
  readonly owner?: string;
}

/** Milliseconds since 1970; injected, so that tests own the time. */
export interface DeliveryClock {
  now(): number;
}

/**
 * What became of one task, in the order of the tasks.
 *
 * - `done`        it stands in the target; `stored` when the ledger knew the result from before
 * - `superseded`  a newer version of the document has taken effect: nothing is left to do
 * - `failed`      anything else; the failure says what happened, which outcome it has and when it may be tried again
 */
export type EffectOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result; readonly stored: boolean }
  | { readonly kind: 'superseded'; readonly key: string; readonly by: string }
  | { readonly kind: 'failed'; readonly failure: Failure };
