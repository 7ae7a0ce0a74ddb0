import type { Failure } from '../../../../../core/failure';

/** What became of one request, as a value: the client decides what it means. */
export type TransportAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly retryAfterMs?: number }
  /** The request never reached the server (refused connection, unknown host). */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** The request may have arrived, its answer did not (time-out, reset connection). */
  | { readonly kind: 'lost'; readonly code: string }
  /** The sign-in before the request failed. */
  | { readonly kind: 'refused'; readonly failure: Failure };

/**
 * Carries one JSON-RPC body to the database's address with the session of the credential, and signs in again once when the
 * session has ended. n8n, the tests and the live test each bring their own.
 */
export interface Transport {
  send(body: string): Promise<TransportAnswer>;
}

/** Node's and axios' codes for "nothing was sent". */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

/** Sorts a network error by whether the request can have taken effect. */
export function networkAnswer(code: string | undefined): TransportAnswer {
  const known = code ?? 'NETWORK';
  return { kind: NEVER_SENT.has(known) ? 'unreachable' : 'lost', code: known };
}
