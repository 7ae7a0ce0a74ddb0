import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Delivery } from './verifyDelivery';

/** Answers without starting a run: an empty body, and a line in the log that says why. */
export function answer(
  context: IWebhookFunctions,
  status: 200 | 400 | 401 | 503,
  reason: string,
  delivery?: Pick<Delivery, 'deliveryId' | 'topic'>,
): IWebhookResponseData {
  const details = { reason, status, deliveryId: delivery?.deliveryId, topic: delivery?.topic };
  if (status === 200) context.logger.debug('MedSupply Shopify Trigger dropped a delivery', details);
  else context.logger.warn('MedSupply Shopify Trigger refused a delivery', details);
  context.getResponseObject().status(status).end();
  return { noWebhookResponse: true };
}
