import type { SignedRefusal, SignedRequest } from './verifySigned';
import { verifySigned } from './verifySigned';
import { shopifyProfile } from './shopifyProfile';

export type { Headers } from './headers';
export type DeliveryRequest = SignedRequest;

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

export type Refusal = Exclude<SignedRefusal, 'other-tenant' | 'bad-timestamp'> | 'other-shop';

export type Verified = { readonly ok: true; readonly delivery: Delivery } | { readonly ok: false; readonly reason: Refusal };

/**
 * Checks that a delivery was signed with a secret of ours, over the very bytes that arrived, and belongs to our shop: what the hub
 * does with the `shopify` row, in the words of the node. It comes before any parsing.
 */
export function verifyDelivery(request: DeliveryRequest, expected: Expected): Verified {
  // Shopify signs no time, so the clock has no say.
  const verdict = verifySigned(shopifyProfile, request, { secrets: expected.secrets, tenant: expected.shop }, 0);
  if (!verdict.ok) return { ok: false, reason: inShopWords(verdict.reason) };
  const { tenant, ...delivery } = verdict.delivery;
  return { ok: true, delivery: { ...delivery, shop: tenant } };
}

function inShopWords(reason: SignedRefusal): Refusal {
  if (reason === 'other-tenant') return 'other-shop';
  return reason === 'bad-timestamp' ? 'bad-signature' : reason;
}
