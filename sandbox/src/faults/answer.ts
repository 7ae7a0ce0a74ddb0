import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import type { Fault } from './plan';

/** One HTTP answer, ready to be sent. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text is sent as UTF-8. */
  readonly body: string | Buffer;
}

export interface FaultyAnswer {
  readonly fault: Fault | undefined;
  readonly clock: Clock;
  readonly response: ServerResponse;
  /** Carries the request out (stores what it stores) and builds its answer. Called at most once. */
  readonly commit: () => HttpAnswer | Promise<HttpAnswer>;
  /** The bodies of the vendor's own 429 and 500. */
  readonly refuse: (status: 429 | 500) => HttpAnswer;
}

/** Carries out one request and answers it as its fault says: the one place where all simulators misbehave. */
export async function answerUnderFault({ fault, clock, response, commit, refuse }: FaultyAnswer): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return sendAnswer(response, await commit());
    case 'error429': {
      const refusal = refuse(429);
      return sendAnswer(response, { ...refusal, headers: { ...refusal.headers, 'retry-after': `${fault.retryAfterSeconds}` } });
    }
    case 'error500BeforeCommit':
      return sendAnswer(response, refuse(500));
    case 'error500AfterCommit':
      await commit();
      return sendAnswer(response, refuse(500));
    case 'timeoutBeforeCommit':
      return dropConnection(response, clock, fault.hangMs);
    case 'timeoutAfterCommit':
      await commit();
      return dropConnection(response, clock, fault.hangMs);
    case 'lateCommit':
      await clock.sleep(fault.commitDelayMs);
      return sendAnswer(response, await commit()); // stored even when the caller has gone
    case 'cutResponse':
      return cutAnswer(response, await commit());
  }
}

/** Sends an answer, unless the caller has gone meanwhile. */
export function sendAnswer(response: ServerResponse, answer: HttpAnswer): void {
  if (response.destroyed) return;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.length) }).end(body);
}

function cutAnswer(response: ServerResponse, answer: HttpAnswer): void {
  if (response.destroyed) return;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

async function dropConnection(response: ServerResponse, clock: Clock, hangMs: number): Promise<void> {
  if (hangMs > 0) await clock.sleep(hangMs);
  response.destroy();
}
