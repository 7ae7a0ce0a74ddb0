import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../clock';
import type { AttemptResult } from './model';
import { DELIVERY_TIMEOUT_MS } from './schedule';

/** True for addresses of this machine: the only ones the sandbox sends to, and the only ones it accepts without TLS. */
export function isLoopback(uri: string): boolean {
  const { hostname } = new URL(uri);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** A webhook request under way. */
export interface Sending {
  readonly result: Promise<AttemptResult>;
  readonly abort: () => void;
}

/** One attempt. The time limit runs on the given clock; a redirect is not followed, so it ends as its own status. */
export function send(uri: string, headers: Readonly<Record<string, string>>, body: Buffer, clock: Clock): Sending {
  const start = new URL(uri).protocol === 'https:' ? httpsRequest : httpRequest;
  const request = start(uri, { method: 'POST', agent: false, headers: { ...headers, 'content-length': String(body.length) } });
  let timedOut = false;
  const stopTimer = clock.setTimer(clock.now() + DELIVERY_TIMEOUT_MS, () => {
    timedOut = true;
    request.destroy();
  });

  const result = new Promise<AttemptResult>((resolve) => {
    const failed = () => resolve({ kind: timedOut ? 'timeout' : 'connectionFailed' });
    request.on('error', failed).on('close', failed);
    request.on('response', (response) => {
      response.on('error', failed).resume();
      response.on('end', () => resolve({ kind: 'answered', status: response.statusCode ?? 0 }));
    });
    request.end(body);
  }).finally(stopTimer);
  return { result, abort: () => request.destroy() };
}

export function isSuccess(result: AttemptResult): boolean {
  return result.kind === 'answered' && result.status >= 200 && result.status < 300;
}
