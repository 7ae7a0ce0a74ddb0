import { NodeOperationError, OperationalError, UserError } from 'n8n-workflow';
import { Failure, isFailure } from '../../../core/failure';
import { shopify } from '../platform';
import type { WireAnswer } from './answer';

/** The connection was refused or never found its way: nothing reached Shopify. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

interface Thrown {
  readonly code?: unknown;
  readonly httpCode?: unknown;
  readonly response?: { readonly status?: unknown };
  readonly cause?: unknown;
}

/**
 * Says what an error of n8n's request helper means. Only its codes are read: its text may hold headers and bodies.
 * Whatever is not understood counts as a lost answer, which is the careful reading.
 */
export function classifyThrown(error: unknown): WireAnswer {
  const chain = causes(error);
  const own = chain.find(isFailure);
  if (own !== undefined) return { kind: 'refused', failure: own };

  const things = chain as readonly Thrown[];
  const status = things.map(statusOf).find((value) => value !== undefined);
  if (status !== undefined) return { kind: 'response', status, headers: {}, body: '' };

  const code = things.map(({ code: value, httpCode }) => [value, httpCode].find(isNetworkCode)).find(isNetworkCode);
  if (code !== undefined) return NOT_SENT.has(code) ? { kind: 'not-sent', code } : { kind: 'lost', code };
  if (chain.some(isBeforeSending)) return { kind: 'refused', failure: unusable() };
  return { kind: 'lost', code: 'UNKNOWN' };
}

function causes(error: unknown): readonly object[] {
  const chain: object[] = [];
  let current: unknown = error;
  // Five levels are more than n8n nests; a ring of causes must not hold the execution.
  while (typeof current === 'object' && current !== null && chain.length < 5) {
    chain.push(current);
    current = (current as Thrown).cause;
  }
  return chain;
}

function statusOf(thrown: Thrown): number | undefined {
  const value = Number(thrown.response?.status ?? thrown.httpCode ?? Number.NaN);
  return Number.isInteger(value) && value >= 100 && value <= 599 ? value : undefined;
}

/** What n8n raises about a credential before it sends anything. */
function isBeforeSending(error: object): boolean {
  return error instanceof UserError || error instanceof OperationalError || error instanceof NodeOperationError;
}

function isNetworkCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]{3,60}$/.test(value);
}

function unusable(): Failure {
  return new Failure('NeedsHuman', 'n8n could not use the Shopify credential of this node', {
    system: shopify.name,
    nextStep: 'Open the node, choose the credential again; for OAuth2 connect the account once more.',
  });
}
