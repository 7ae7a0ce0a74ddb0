/**
 * An answer other than 2xx that the caller can act upon. The HTTP layer writes it as problem+json (RFC 9457); nothing in it may be a
 * secret or a personal value.
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 503,
    /** Last part of the problem's type URI: `unknown-event`, `fingerprint-conflict` … */
    readonly code: string,
    /** What happened, to which record. */
    message: string,
    /** Further members: `pointer`, `nextStep`, both fingerprints … */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}
