import { createHmac } from 'node:crypto';
import { SHOP } from './parts';

export interface SignedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A delivery of Shopify for an order, signed as the registration of these tests expects. */
export function orderDelivery(
  deliveryId: string,
  order: Readonly<Record<string, unknown>> = { id: 1 },
  topic = 'orders/create',
): SignedDelivery {
  const body = Buffer.from(JSON.stringify(order));
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-hmac-sha256': createHmac('sha256', 'current secret').update(body).digest('base64'),
    'x-shopify-shop-domain': SHOP,
    'x-shopify-webhook-id': deliveryId,
    'x-shopify-event-id': `event of ${deliveryId}`,
    'x-shopify-triggered-at': '2026-11-22T09:59:59.123456789Z',
  };
  return { headers, body };
}

/** Last part of an intake address. */
export function tokenOf(intakeUrl: string): string {
  return intakeUrl.split('/').at(-1) ?? '';
}
