import { createHmac, timingSafeEqual } from 'node:crypto';
import { shopify } from '../platform';

/** Headers as Node gives them: names in lower case, repeated ones joined or as a list. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface DeliveryRequest {
  readonly headers: Headers;
  /** The exact bytes that arrived; never the parsed and re-written body. */
  readonly rawBody: Uint8Array | undefined;
}

export interface Expected {
  /** Current secret first, then the one before during a rotation. */
  readonly secrets: readonly string[];
  /** The shop of the credential. */
  readonly shop: string;
}

/** What the headers of a verified delivery say. Shopify signs the body only, so treat them as hints beside the payload. */
export interface Delivery {
  /** As Shopify writes it: `orders/create`. */
  readonly topic: string;
  readonly shop: string;
  /** Same on every retry of one delivery. */
  readonly deliveryId: string;
  /** Same for all deliveries caused by one action of the merchant. */
  readonly eventId: string | undefined;
  readonly triggeredAt: string | undefined;
  readonly apiVersion: string | undefined;
}

export type Refusal =
  | 'no-secret'
  | 'no-raw-body'
  | 'empty-body'
  | 'no-signature'
  | 'bad-signature'
  | 'other-shop'
  | 'no-topic'
  | 'no-delivery-id';

export type Verified = { readonly ok: true; readonly delivery: Delivery } | { readonly ok: false; readonly reason: Refusal };

/**
 * Checks that a delivery was signed with a secret of ours, over the very bytes that arrived, and belongs to our shop.
 * Both header families are read: `X-Shopify-…` of webhooks and `Shopify-…` of the Events preview. It comes before any parsing.
 */
export function verifyDelivery(request: DeliveryRequest, expected: Expected): Verified {
  const refused = (reason: Refusal): Verified => ({ ok: false, reason });
  const secrets = expected.secrets.filter((secret) => secret !== '');
  if (secrets.length === 0) return refused('no-secret');
  if (request.rawBody === undefined) return refused('no-raw-body');
  if (request.rawBody.length === 0) return refused('empty-body');

  const header = headerReader(request.headers);
  const signature = header('hmac-sha256');
  if (signature === undefined) return refused('no-signature');
  if (!isSigned(request.rawBody, signature, secrets)) return refused('bad-signature');

  const shop = header('shop-domain')?.toLowerCase();
  if (shop !== expected.shop) return refused('other-shop');
  const topic = header('topic');
  if (topic === undefined) return refused('no-topic');
  // The Events preview names the event instead of the delivery.
  const eventId = header('event-id');
  const deliveryId = header(shopify.intake.repeatHeader) ?? eventId;
  if (deliveryId === undefined) return refused('no-delivery-id');
  return {
    ok: true,
    delivery: {
      topic: topic.toLowerCase(),
      shop,
      deliveryId,
      eventId,
      triggeredAt: header('triggered-at'),
      apiVersion: header('api-version'),
    },
  };
}

/** Every secret is tried, also after a match, so that the time taken says nothing. */
function isSigned(rawBody: Uint8Array, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature, 'utf8');
  let matches = false;
  for (const secret of secrets) {
    // Texts are compared, not decoded bytes: base64 decoding forgives characters that Shopify never sends.
    const own = Buffer.from(createHmac('sha256', secret).update(rawBody).digest('base64'), 'utf8');
    if (own.length === given.length && timingSafeEqual(own, given)) matches = true;
  }
  return matches;
}

/** Reads a header by its name without the prefix, in any case; an empty or repeated one counts as missing. */
function headerReader(headers: Headers): (name: string) => string | undefined {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    for (const prefix of ['x-shopify-', 'shopify-']) {
      const value = byName.get(`${prefix}${name}`);
      if (typeof value === 'string' && value.trim() !== '') return value.trim();
    }
    return undefined;
  };
}
