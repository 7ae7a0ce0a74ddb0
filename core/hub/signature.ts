import { createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of a signed push, as Standard Webhooks names them (https://www.standardwebhooks.com). */
export const PUSH_HEADERS = { id: 'webhook-id', timestamp: 'webhook-timestamp', signature: 'webhook-signature' } as const;

/** How far the clock of the sender may be away: five minutes, as Standard Webhooks says. */
const TOLERANCE_SECONDS = 300;

/**
 * The key that signs pushes to one registration: derived from the API key of the credential, so that the node can make it again
 * whenever a batch arrives and nobody has to enter a second secret. The hub gets it at registration and keeps it encrypted.
 *
 * @returns base64
 */
export function pushKey(apiKey: string, registrationId: string): string {
  return createHmac('sha256', apiKey).update(`medsupply-push/1\n${registrationId}`).digest('base64');
}

/** Value of the signature header: `v1,<base64>`. */
export function signPush(key: string, id: string, timestampSeconds: number, body: Uint8Array): string {
  return `v1,${digest(key, id, String(timestampSeconds), body)}`;
}

export type PushRefusal = 'no-key' | 'no-raw-body' | 'no-signature' | 'bad-timestamp' | 'bad-signature';

/**
 * Checks a push over the very bytes that arrived. Several signatures in one header are all tried (rotation).
 * @returns the reason of the refusal, `undefined` when the push is ours
 */
export function refusalOfPush(
  keys: readonly string[],
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  rawBody: Uint8Array | undefined,
  nowMs: number,
): PushRefusal | undefined {
  const usable = keys.filter((key) => key !== '');
  if (usable.length === 0) return 'no-key';
  if (rawBody === undefined) return 'no-raw-body';
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [id, timestamp, signature] = [header(PUSH_HEADERS.id), header(PUSH_HEADERS.timestamp), header(PUSH_HEADERS.signature)];
  if (id === undefined || timestamp === undefined || signature === undefined) return 'no-signature';
  if (!/^\d{1,12}$/.test(timestamp)) return 'bad-timestamp';
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return 'bad-timestamp';
  let matches = false;
  // All are compared, also after a match, so that the time taken says nothing.
  for (const part of signature.split(' ')) {
    const given = Buffer.from(part.startsWith('v1,') ? part.slice(3) : '', 'utf8');
    for (const key of usable) {
      const own = Buffer.from(digest(key, id, timestamp, rawBody), 'utf8');
      if (own.length === given.length && timingSafeEqual(own, given)) matches = true;
    }
  }
  return matches ? undefined : 'bad-signature';
}

function digest(key: string, id: string, timestamp: string, body: Uint8Array): string {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(`${id}.${timestamp}.`).update(body).digest('base64');
}
