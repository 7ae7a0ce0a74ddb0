import { STATUS_CODES } from 'node:http';
import { isFailure, type Failure, type Recovery } from '../../../core/failure';
import { Problem } from '../failures';
import { StoreUnavailable } from '../store';
import { pointerOf, type ValidationError } from './pointer';

/** Media type of every answer that is not a success (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const TYPE_BASE = 'https://medsupply.dev/problems/';
/** A store that is full or restarting is rarely back sooner. */
const STORE_RETRY_SECONDS = 5;

/** An answer to an error: nothing of it comes from a stack, a body or a secret. */
export interface ProblemAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** True for a bug of ours: it belongs into the log with its stack. */
  readonly isUnexpected: boolean;
}

interface FastifyError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validation?: readonly ValidationError[];
  readonly validationContext?: string;
}

const FAILURES: Readonly<Record<Recovery, { readonly status: number; readonly code: string }>> = {
  RetryLater: { status: 503, code: 'retry-later' },
  OutcomeUnknown: { status: 409, code: 'outcome-unknown' },
  NeedsHuman: { status: 422, code: 'needs-human' },
  BadMapping: { status: 422, code: 'bad-mapping' },
  Superseded: { status: 409, code: 'superseded' },
  Defect: { status: 500, code: 'internal-error' },
};

/** What Fastify itself refuses. Its texts are not passed on: some quote the request. */
const REFUSED_BY_FASTIFY: Readonly<
  Record<string, { readonly code: string; readonly detail: string; readonly pointer?: string }>
> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'malformed-json', detail: 'The body is not valid JSON', pointer: '' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'malformed-json', detail: 'The body is empty, but its type is JSON', pointer: '' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'malformed-body', detail: 'The body is not as long as Content-Length says' },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'too-large', detail: 'The body is larger than this route takes' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'unsupported-media-type', detail: 'This route takes application/json only' },
  FST_ERR_BAD_URL: { code: 'malformed-address', detail: 'The address cannot be read' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'malformed-address', detail: 'A part of the address is too long' },
};

/**
 * Turns whatever a handler threw into an answer.
 * @param reference id of the request, to be found in the log
 */
export function problemOf(error: unknown, reference: string): ProblemAnswer {
  if (error instanceof Problem) return known(error.status, error.code, error.message, error.members);
  if (error instanceof StoreUnavailable) return unavailable(error);
  if (isFailure(error)) return ofFailure(error, reference);
  const { code = '', statusCode, validation, validationContext } = error as FastifyError;
  if (validation !== undefined) return ofValidation(validation[0], validationContext);
  const refused = REFUSED_BY_FASTIFY[code];
  if (refused !== undefined) {
    const { code: name, detail, ...members } = refused;
    return known(statusCode ?? 400, name, detail, members);
  }
  if (statusCode === 429) return known(429, 'too-many-requests', 'Too many requests; wait before the next one');
  // A SyntaxError of the body parser has this status and may quote the body: only the fact is passed on.
  if (statusCode === 400) return known(400, 'malformed-json', 'The body is not valid JSON', { pointer: '' });
  return unexpected(reference);
}

/** The JSON text of a problem. */
export function problemBody(
  status: number,
  code: string,
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return { type: `${TYPE_BASE}${code}`, title: STATUS_CODES[status] ?? 'Error', status, detail, ...members };
}

function known(status: number, code: string, detail: string, members: Readonly<Record<string, unknown>> = {}): ProblemAnswer {
  const { retryAfterMs } = members;
  const headers: Record<string, string> = {};
  if (typeof retryAfterMs === 'number') headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  // RFC 9110 11.6.1: a 401 names how to sign in.
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="medsupply-hub"';
  return { status, body: problemBody(status, code, detail, members), headers, isUnexpected: false };
}

function unavailable({ code, message }: StoreUnavailable): ProblemAnswer {
  const nextStep = 'Send it again later: nothing was stored. At the hub, "medsupply hub doctor" says what is wrong.';
  return known(503, 'store-unavailable', message, { storeCode: code, nextStep, retryAfterMs: STORE_RETRY_SECONDS * 1000 });
}

function ofFailure({ recovery, message, details }: Failure, reference: string): ProblemAnswer {
  const { status, code } = FAILURES[recovery];
  if (recovery === 'Defect') return unexpected(reference);
  const members = {
    ...(details.nextStep === undefined ? {} : { nextStep: details.nextStep }),
    ...(details.record === undefined ? {} : { record: details.record }),
    ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
    recovery,
  };
  return known(status, code, message, members);
}

function ofValidation(error: ValidationError | undefined, context: string | undefined): ProblemAnswer {
  const { pointer, what } = pointerOf(error);
  const members = context === 'querystring' || context === 'params' ? { parameter: pointer.slice(1) } : { pointer };
  const where = context === 'querystring' ? 'The query' : context === 'params' ? 'The address' : 'The body';
  return known(400, 'invalid-request', `${where} does not fit: ${pointer === '' ? 'it' : pointer} ${what}`, members);
}

function unexpected(reference: string): ProblemAnswer {
  const detail = 'The hub met an error of its own';
  const nextStep = `Look for ${reference} in the log of the hub, and report it.`;
  return {
    status: 500,
    body: problemBody(500, 'internal-error', detail, { reference, nextStep }),
    headers: {},
    isUnexpected: true,
  };
}
