import { Failure } from '../../../core/failure';
import { shopify } from '../platform';
import type { Outcome } from './answer';

/** How often the two kinds of trouble have been met while sending one request. */
export interface Tries {
  readonly throttled: number;
  readonly unclear: number;
}

export type Step =
  | { readonly do: 'return'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly do: 'send'; readonly afterMs: number }
  | { readonly do: 'stop'; readonly failure: Failure };

/**
 * Decides what happens after an answer. Pure: the tests go through it as a table.
 *
 * @param tries how often this request was throttled and how often its answer was unclear, this one included
 * @param repeatable whether sending the request twice is the same as once
 * @param random a number from 0 up to 1, for the jitter
 */
export function nextStep(outcome: Outcome, tries: Tries, repeatable: boolean, random: number): Step {
  const { retry } = shopify;
  switch (outcome.kind) {
    case 'ok':
      return { do: 'return', data: outcome.data };
    case 'refused':
      return { do: 'stop', failure: outcome.failure };
    case 'throttled': {
      const afterMs = outcome.waitMs ?? backoffMs(tries.throttled, retry.defaultThrottleWaitMs, random);
      if (afterMs > retry.longestWaitMs || tries.throttled >= retry.throttledAttempts)
        return stopAfterWaiting(outcome.failure, afterMs);
      // It was refused before it ran, so even a change that must not be repeated may be sent again.
      return { do: 'send', afterMs };
    }
    case 'not-sent':
      return again(outcome.failure, tries, random);
    case 'unclear':
      // The change may have been made although the answer was lost: asking comes before sending again.
      return repeatable ? again(outcome.failure, tries, random) : { do: 'stop', failure: outcome.failure };
  }
}

function again(failure: Failure, tries: Tries, random: number): Step {
  if (tries.unclear >= shopify.retry.unclearAttempts) return { do: 'stop', failure };
  return { do: 'send', afterMs: backoffMs(tries.unclear, shopify.retry.baseDelayMs, random) };
}

/** Doubles from the base up to the cap, then takes between half and all of it, so that many clients do not come back at once. */
function backoffMs(attempt: number, baseMs: number, random: number): number {
  const full = Math.min(shopify.retry.maxDelayMs, baseMs * 2 ** Math.max(0, attempt - 1));
  return Math.ceil(full / 2 + (full / 2) * random);
}

function stopAfterWaiting(failure: Failure, retryAfterMs: number): Step {
  return { do: 'stop', failure: new Failure(failure.recovery, failure.message, { ...failure.details, retryAfterMs }) };
}
