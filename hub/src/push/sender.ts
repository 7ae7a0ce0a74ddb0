import { PUSH_HEADERS, signPush, type PushBatch, type PushTarget } from '../../../core/hub';
import type { Clock, Log, Meter, Post } from '../contract';

/** The receiver answers as soon as it has taken a batch on. */
export const POST_TIMEOUT_MS = 10_000;

/** Codes of Node's errors that come before the first byte of a request was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);
/** A proxy that waited in vain: what stands behind it may have taken the batch. */
const GATEWAY_TIMEOUT = 504;

/**
 * What became of a push.
 *
 * - `taken`   2xx: the workflow has it
 * - `refused` the workflow does not have it
 * - `unknown` no answer, or a broken one: it may have it
 */
export type PushOutcome = 'taken' | 'refused' | 'unknown';

/** Signs batches and posts them. */
export class PushSender {
  constructor(private readonly parts: { readonly post: Post; readonly clock: Clock; readonly log: Log; readonly meter: Meter }) {}

  /** Never throws. */
  async send(target: PushTarget, batch: PushBatch): Promise<PushOutcome> {
    const outcome = await this.post(target, batch);
    this.parts.meter.count('medsupply_push_batches_total', { outcome });
    return outcome;
  }

  private async post({ url, key }: PushTarget, batch: PushBatch): Promise<PushOutcome> {
    const { post, clock, log } = this.parts;
    const body = Buffer.from(JSON.stringify(batch), 'utf8');
    const seconds = Math.floor(clock.now() / 1000);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'medsupply-hub',
      [PUSH_HEADERS.id]: batch.batch,
      [PUSH_HEADERS.timestamp]: String(seconds),
      [PUSH_HEADERS.signature]: signPush(key, batch.batch, seconds, body),
    };
    const about = { batch: batch.batch, source: batch.source, events: batch.events.length, notices: batch.notices.length };
    try {
      const { status } = await post(url, headers, body, POST_TIMEOUT_MS);
      if (status >= 200 && status < 300) return 'taken';
      log.warn({ ...about, status }, 'a workflow did not take a batch');
      return status === GATEWAY_TIMEOUT ? 'unknown' : 'refused';
    } catch (error) {
      const code = codeOf(error);
      log.warn({ ...about, code }, 'a batch could not be pushed');
      return NEVER_SENT.has(code) ? 'refused' : 'unknown';
    }
  }
}

/** The code only: the message of a network error can quote the address. */
function codeOf(error: unknown): string {
  const { code, cause, name } = error as NodeJS.ErrnoException & { readonly cause?: NodeJS.ErrnoException };
  if (typeof code === 'string') return code;
  return typeof cause?.code === 'string' ? cause.code : name;
}
