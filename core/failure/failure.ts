/**
 * What to do next after something did not work. Errors are named by recovery, not by cause:
 *
 * - `RetryLater`      refused before anything happened, or the other side is busy: wait, then send again with the same key
 * - `OutcomeUnknown`  it may or may not have happened: let it settle, ask by our reference, only then decide
 * - `NeedsHuman`      credential, permission, master data or contract: a person has to change something
 * - `BadMapping`      the record breaks a rule of the mapping or the target's schema: the mapping's owner has to look
 * - `Superseded`      a newer version of the document has been written: this one ends
 * - `Defect`          a bug of this product
 */
export type Recovery = 'RetryLater' | 'OutcomeUnknown' | 'NeedsHuman' | 'BadMapping' | 'Superseded' | 'Defect';

export interface FailureDetails {
  /** Which side answered: `Shopify`, `Tryton` … */
  readonly system?: string;
  /** The vendor's own code, for looking it up. Never a secret, never a personal value. */
  readonly code?: string;
  /** HTTP status, where there was one. */
  readonly httpStatus?: number;
  /** What the user should do now: one sentence. */
  readonly nextStep?: string;
  /** For `RetryLater`: how long to wait before the same request may be sent again. */
  readonly retryAfterMs?: number;
  /** The record concerned, by an identifier that is not personal (order number, SKU …). */
  readonly record?: string;
  /** The vendor's request id. */
  readonly requestId?: string;
}

/**
 * The one error type that platform code throws. Its message says what happened, to which record; `nextStep` says what to do.
 * It must never hold a header, a query string, a body, a secret or a personal value: n8n stores error texts with executions.
 */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly recovery: Recovery,
    message: string,
    readonly details: FailureDetails = {},
  ) {
    super(message);
  }
}

/** Tells a {@link Failure} from other errors, also across bundles (where `instanceof` would not). */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'recovery' in error;
}
