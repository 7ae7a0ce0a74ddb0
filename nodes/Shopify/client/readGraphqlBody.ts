import { Failure } from '../../../core/failure';
import type { ErrorRule } from '../../shared';
import { shopify } from '../platform';
import type { Outcome } from './answer';
import type { QueryCost } from './pace';
import { waitForPointsMs } from './pace';
import type { ReadContext } from './readAnswer';
import { vendorText } from './vendorText';

type Json = Readonly<Record<string, unknown>>;

interface BodyContext extends ReadContext {
  readonly requestId?: string;
}

const object = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Reads the body of an answer with HTTP 200. Success is: no `errors` in any form, no `userErrors` in any payload, and data.
 */
export function readGraphqlBody(body: Json, context: BodyContext): Outcome {
  const cost = readCost(body);
  const errors = body.errors;
  // Some refusals carry one sentence instead of a list.
  if (typeof errors === 'string')
    return { kind: 'refused', cost, failure: refusal(context, shopify.graphqlErrorDefault, errors) };
  if (object(errors) !== undefined) return { kind: 'refused', cost, failure: refusal(context, shopify.graphqlErrorDefault, '') };
  if (list(errors).length > 0) return readErrors(list(errors), cost, context);

  const data = object(body.data);
  if (data === undefined) {
    return {
      kind: 'refused',
      cost,
      failure: refusal(
        context,
        { ...shopify.graphqlErrorDefault, message: 'Shopify answered without data and without an error' },
        '',
      ),
    };
  }
  const failure = userErrorsOf(data, context);
  return failure === undefined ? { kind: 'ok', data, cost } : { kind: 'refused', cost, failure };
}

function readErrors(errors: readonly unknown[], cost: QueryCost | undefined, context: BodyContext): Outcome {
  const entries = errors.map((entry) => object(entry) ?? {});
  const codeOf = (entry: Json): string => String(object(entry.extensions)?.code ?? '');

  // One entry of another kind beside a THROTTLED one is final, so the strictest comes first.
  const first = entries.find((entry) => !['THROTTLED', 'INTERNAL_SERVER_ERROR'].includes(codeOf(entry))) ?? entries[0] ?? {};
  const code = codeOf(first);
  const said = typeof first.message === 'string' ? first.message : '';

  if (code === 'THROTTLED' || (code === '' && said === 'Throttled')) return throttled(cost, context);
  if (code === 'INTERNAL_SERVER_ERROR') {
    const repeatable = context.document.repeatable;
    return {
      kind: 'unclear',
      failure: new Failure(
        repeatable ? 'RetryLater' : 'OutcomeUnknown',
        `Shopify reports an internal error for ${context.document.name}`,
        {
          system: shopify.name,
          code,
          requestId: context.requestId,
          nextStep: repeatable
            ? 'Run the item again in a few minutes.'
            : 'Look in Shopify whether the change is there before you run the item again.',
        },
      ),
    };
  }
  const rule = shopify.graphqlErrors.get(code) ?? shopify.graphqlErrorDefault;
  return { kind: 'refused', cost, failure: refusal(context, rule, said, code) };
}

function throttled(cost: QueryCost | undefined, context: BodyContext): Outcome {
  const waitMs = cost === undefined ? undefined : waitForPointsMs(cost.requested, cost.throttle);
  if (cost !== undefined && waitMs === undefined) {
    // The bucket never holds this many points, so waiting would never end.
    return {
      kind: 'refused',
      cost,
      failure: refusal(context, shopify.graphqlErrors.get('MAX_COST_EXCEEDED') ?? shopify.graphqlErrorDefault, '', 'THROTTLED'),
    };
  }
  const failure = new Failure('RetryLater', `Shopify refused ${context.document.name} because its rate limit is used up`, {
    system: shopify.name,
    code: 'THROTTLED',
    requestId: context.requestId,
    retryAfterMs: waitMs,
    nextStep: 'Nothing was written. Run the item again later, or let fewer workflows use this app at the same time.',
  });
  return { kind: 'throttled', waitMs, cost, failure };
}

/** `userErrors`, `orderCancelUserErrors`, `mediaUserErrors` …: a non-empty one in any payload is a failure. */
function userErrorsOf(data: Json, context: BodyContext): Failure | undefined {
  for (const payload of Object.values(data)) {
    for (const [key, value] of Object.entries(object(payload) ?? {})) {
      if (!/userErrors$/i.test(key)) continue;
      const entry = list(value)[0];
      if (entry === undefined) continue;
      const first = object(entry) ?? {};
      const code = typeof first.code === 'string' ? first.code : undefined;
      const field = list(first.field).map(String).join('.');
      const said = typeof first.message === 'string' ? first.message : '';
      const rule = shopify.userErrors.get(code ?? '') ?? shopify.userErrorDefault;
      const more = list(value).length > 1 ? ` and ${list(value).length - 1} more` : '';
      return refusal(context, rule, [field, said].filter((part) => part !== '').join(': ') + more, code);
    }
  }
  return undefined;
}

function refusal(context: BodyContext, rule: ErrorRule, said: string, code?: string): Failure {
  const quoted = vendorText(said, context.secrets);
  return new Failure(rule.recovery, `${rule.message} (${context.document.name})${quoted === '' ? '' : `: ${quoted}`}`, {
    system: shopify.name,
    code: code === undefined || code === '' ? undefined : vendorText(code, context.secrets),
    requestId: context.requestId,
    nextStep: rule.nextStep,
  });
}

function readCost(body: Json): QueryCost | undefined {
  const cost = object(object(body.extensions)?.cost);
  const throttle = object(cost?.throttleStatus);
  const [requested, maximumAvailable, currentlyAvailable, restoreRate] = [
    cost?.requestedQueryCost,
    throttle?.maximumAvailable,
    throttle?.currentlyAvailable,
    throttle?.restoreRate,
  ];
  if (typeof requested !== 'number' || typeof maximumAvailable !== 'number') return undefined;
  if (typeof currentlyAvailable !== 'number' || typeof restoreRate !== 'number' || restoreRate <= 0) return undefined;
  return { requested, throttle: { maximumAvailable, currentlyAvailable, restoreRate } };
}
