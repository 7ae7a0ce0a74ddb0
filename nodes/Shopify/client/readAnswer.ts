import { Failure } from '../../../core/failure';
import { parseLossless } from '../../../core/json';
import { shopify } from '../platform';
import type { Outcome, WireAnswer } from './answer';
import type { ShopifyDocument } from './document';
import { readGraphqlBody } from './readGraphqlBody';
import { retryAfterMs } from './retryAfter';

export interface ReadContext {
  readonly document: ShopifyDocument;
  readonly version: string;
  readonly secrets: readonly string[];
  readonly nowMs: number;
}

const header = (headers: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : undefined;
};

/** Says what an answer means; pure, so that every branch is a row of a table in the tests. */
export function readAnswer(answer: WireAnswer, context: ReadContext): Outcome {
  const operation = context.document.name;
  if (answer.kind === 'refused') return { kind: 'refused', failure: answer.failure };
  if (answer.kind === 'not-sent') {
    return {
      kind: 'not-sent',
      failure: new Failure('RetryLater', `Shopify could not be reached for ${operation}`, {
        system: shopify.name,
        code: answer.code,
        nextStep: 'Nothing was sent. Check the shop domain and the connection of this server, then run the item again.',
      }),
    };
  }
  if (answer.kind === 'lost')
    return unclear(context, 'The connection to Shopify broke before the answer arrived', { code: answer.code });

  const { status, headers } = answer;
  const requestId = header(headers, shopify.requestIdHeader);
  if (status === 429) {
    const waitMs = retryAfterMs(header(headers, 'retry-after'), context.nowMs);
    return { kind: 'throttled', waitMs, failure: busy(operation, { httpStatus: status, requestId, retryAfterMs: waitMs }) };
  }
  const rule = shopify.httpErrors.get(status);
  if (rule !== undefined) {
    const { recovery, message, nextStep } = rule;
    return {
      kind: 'refused',
      failure: new Failure(recovery, `${message} (${operation})`, {
        system: shopify.name,
        httpStatus: status,
        requestId,
        nextStep,
      }),
    };
  }
  if (status >= 500) return unclear(context, `Shopify answered with status ${status}`, { httpStatus: status, requestId });
  if (status !== 200) {
    return {
      kind: 'refused',
      failure: new Failure('NeedsHuman', `Shopify refused ${operation} with status ${status}`, {
        system: shopify.name,
        httpStatus: status,
        requestId,
        nextStep: 'Check the shop domain in the credential and the API version of the node.',
      }),
    };
  }

  const body = parsed(answer.body);
  if (body === undefined) return unclear(context, 'The answer of Shopify was cut off or is not JSON', { requestId });
  const outcome = readGraphqlBody(body, { ...context, requestId });
  if (outcome.kind !== 'ok') return outcome;
  return checkVersion(outcome, header(headers, shopify.versionHeader), context, requestId);
}

/** A version that Shopify no longer serves is answered by the oldest supported one without a word: that must be loud. */
function checkVersion(
  outcome: Outcome,
  answered: string | undefined,
  context: ReadContext,
  requestId: string | undefined,
): Outcome {
  if (answered === undefined || answered === context.version) return outcome;
  const effect = context.document.kind === 'mutation' ? ' The change was carried out.' : '';
  return {
    kind: 'refused',
    failure: new Failure(
      'NeedsHuman',
      `Shopify answered ${context.document.name} with ${versionInWords(answered)} instead of ${context.version}.${effect}`,
      {
        system: shopify.name,
        code: 'API_VERSION_CHANGED',
        requestId,
        nextStep: 'Select a supported API version in the node, or update this pack: the selected version is no longer served.',
      },
    ),
  };
}

/** A header is foreign text: only what looks like a version is repeated. */
export function versionInWords(version: string): string {
  return /^(\d{4}-\d{2}|unstable)$/.test(version) ? `API version ${version}` : 'another API version';
}

function unclear(
  context: ReadContext,
  message: string,
  details: { code?: string; httpStatus?: number; requestId?: string },
): Outcome {
  const { document } = context;
  const full = { system: shopify.name, ...details };
  if (document.repeatable) {
    return {
      kind: 'unclear',
      failure: new Failure('RetryLater', `${message} (${document.name})`, {
        ...full,
        nextStep: 'Run the item again in a few minutes: repeating it does no harm.',
      }),
    };
  }
  return {
    kind: 'unclear',
    failure: new Failure('OutcomeUnknown', `${message}; it is not known whether ${document.name} took effect`, {
      ...full,
      nextStep: 'Look in Shopify whether the change is there before you run the item again.',
    }),
  };
}

function busy(operation: string, details: { httpStatus?: number; requestId?: string; retryAfterMs?: number }): Failure {
  return new Failure('RetryLater', `Shopify refused ${operation} because its rate limit is used up`, {
    system: shopify.name,
    ...details,
    nextStep: 'Nothing was written. Run the item again later, or let fewer workflows use this app at the same time.',
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseLossless(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
