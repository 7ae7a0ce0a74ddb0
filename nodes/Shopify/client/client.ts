import { Failure, isFailure } from '../../../core/failure';
import type { ApiVersion } from '../platform';
import type { WireAnswer } from './answer';
import type { ShopifyDocument } from './document';
import { nextStep } from './nextStep';
import { Pace } from './pace';
import { readAnswer } from './readAnswer';

export type Variables = Readonly<Record<string, unknown>>;

/** Everything from outside that a client needs; tests hand in their own. */
export interface ClientParts {
  /** Sends one request body to the GraphQL address of the shop. Never throws for what comes back. */
  readonly send: (body: string) => Promise<WireAnswer>;
  readonly version: ApiVersion;
  /** Values that must never appear in an error text. */
  readonly secrets: readonly string[];
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Sends GraphQL documents to one shop. */
export interface ShopifyClient {
  readonly version: ApiVersion;
  /**
   * Sends a document, waits and repeats as far as that is harmless, and returns `data`.
   * @throws Failure for everything that is not a full success, also with HTTP 200
   */
  run<Data = Readonly<Record<string, unknown>>>(document: ShopifyDocument, variables?: Variables): Promise<Data>;
}

/** Creates the client for one shop and one execution; requests share its pace. */
export function createClient(parts: ClientParts): ShopifyClient {
  const pace = new Pace(parts.now);

  return {
    version: parts.version,
    async run<Data>(document: ShopifyDocument, variables: Variables = {}): Promise<Data> {
      const priceKey = priceKeyOf(document, variables);
      const body = JSON.stringify({ query: document.text, variables, operationName: document.operationName });
      let throttled = 0;
      let unclear = 0;

      for (;;) {
        const paceMs = pace.delayMs(priceKey);
        if (paceMs > 0) await parts.sleep(paceMs);

        const answer = await parts.send(body);
        const outcome = readAnswer(answer, { document, version: parts.version, secrets: parts.secrets, nowMs: parts.now() });
        if ('cost' in outcome && outcome.cost !== undefined) pace.learn(priceKey, outcome.cost);
        if (outcome.kind === 'throttled') throttled += 1;
        if (outcome.kind === 'unclear' || outcome.kind === 'not-sent') unclear += 1;

        const step = nextStep(outcome, { throttled, unclear }, document.repeatable, parts.random());
        if (step.do === 'return') return step.data as Data;
        if (step.do === 'stop') throw step.failure;
        // The wait of a throttled answer is exact; the pace, which has learnt the same figures, must not add to it.
        if (step.afterMs > 0) await parts.sleep(step.afterMs);
      }
    },
  };
}

/** The price of a query depends on its text and on the page sizes among its variables. */
function priceKeyOf(document: ShopifyDocument, variables: Variables): string {
  const sizes = Object.entries(variables).filter(([, value]) => typeof value === 'number' || typeof value === 'boolean');
  return `${document.text}\n${JSON.stringify(sizes)}`;
}

/** Adds which record a failure concerns, where the caller knows it (an id, an order name, a SKU; nothing personal). */
export async function about<Result>(record: string, work: () => Promise<Result>): Promise<Result> {
  const result = await work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('value' in result) return result.value;
  const { error } = result;
  if (!isFailure(error) || error.details.record !== undefined) throw error;
  throw new Failure(error.recovery, `${record}: ${error.message}`, { ...error.details, record });
}
