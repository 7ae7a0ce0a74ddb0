import { Failure } from '../../../core/failure';
import { HUB, problemFailure } from './problem';
import type { HubAnswer, HubRequest, HubTransport } from './transport';

export interface HubCall extends HubRequest {
  /**
   * The same request twice is the same as once (reading, settling by token, registering under an id): an answer that was lost is
   * asked for again. Anything else is only repeated when it never left.
   */
  readonly repeatable?: boolean;
}

export interface HubClientOptions {
  /** Waits; n8n's `sleep` in a node, nothing in tests. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** A hub that restarts is back within a second or two; whatever takes longer is the business of leases. */
const PAUSES_MS = [200, 600, 1_500];

/** JSON over HTTP to the private listener of the hub. Every method throws only `Failure`; none shows the key or a body. */
export class HubClient {
  constructor(
    private readonly send: HubTransport,
    private readonly options: HubClientOptions,
  ) {}

  /**
   * @returns the parsed answer; `undefined` for an empty one
   * @throws Failure `RetryLater` when the hub cannot be reached, otherwise what its problem+json says
   */
  async call<Answer>(call: HubCall): Promise<Answer> {
    const { body, status } = await this.accepted(call);
    const parsed = parse(body);
    if (parsed !== NO_JSON) return parsed as Answer;
    throw new Failure('NeedsHuman', 'The answer is not one of the hub', {
      system: HUB,
      httpStatus: status,
      nextStep: 'Check that the URL of the hub credential is the private address of the hub itself.',
    });
  }

  /** Like {@link call}, for answers that are kept as the text they are (payloads with 64-bit ids). */
  async text(call: HubCall): Promise<string> {
    return (await this.accepted(call)).body;
  }

  private async accepted(call: HubCall): Promise<{ readonly status: number; readonly body: string }> {
    const answer = await this.patiently(call);
    if (answer.kind !== 'answer') throw unreachable(answer.kind);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw problemFailure({ status: answer.status, problem: parse(answer.body), retryAfterMs: answer.retryAfterMs });
  }

  private async patiently(call: HubCall): Promise<HubAnswer> {
    let answer = await this.send(call);
    for (const pauseMs of PAUSES_MS) {
      if (!mayRepeat(answer, call.repeatable === true || call.method === 'GET')) break;
      await this.options.sleep(pauseMs);
      answer = await this.send(call);
    }
    return answer;
  }
}

function mayRepeat(answer: HubAnswer, repeatable: boolean): boolean {
  if (answer.kind === 'unreachable') return true;
  if (answer.kind === 'lost') return repeatable;
  return repeatable && [502, 503, 504].includes(answer.status);
}

function unreachable(kind: 'unreachable' | 'lost'): Failure {
  const message = kind === 'unreachable' ? 'The hub cannot be reached' : 'No answer came from the hub';
  return new Failure('RetryLater', message, {
    system: HUB,
    code: 'hub-unreachable',
    nextStep: 'Check the URL of the hub credential and that the hub runs.',
  });
}

const NO_JSON = Symbol('no JSON');

function parse(body: string): unknown {
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return NO_JSON;
  }
}
