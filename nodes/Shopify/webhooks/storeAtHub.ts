import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { keptHeaders, shopifyProfile, subjectOf } from '../../../core/intake';
import type { HubClient } from '../../shared/hub';
import { registrationId, storeEvent } from '../../shared/hub';
import { answer } from './answer';
import type { Delivery } from './verifyDelivery';

/**
 * Hands a verified delivery to the hub, which pushes it back like every other. It starts nothing here, and Shopify only hears that it
 * was taken once it is stored.
 */
export async function storeAtHub(
  context: IWebhookFunctions,
  client: HubClient,
  delivery: Delivery,
  body: Uint8Array,
  payload: IDataObject,
): Promise<IWebhookResponseData> {
  const { topic, shop, deliveryId, eventId, triggeredAt } = delivery;
  try {
    await storeEvent(client, {
      source: registrationId(context),
      deliveryId,
      eventId,
      topic,
      triggeredAt,
      ...subjectOf(shopifyProfile, { ...delivery, tenant: shop }, payload),
      headers: keptHeaders(shopifyProfile, context.getHeaderData() as Readonly<Record<string, string>>),
      body,
    });
  } catch {
    return answer(context, 503, 'the hub could not store it; Shopify will send it again', delivery);
  }
  return answer(context, 200, 'stored at the hub, which pushes it to this trigger', delivery);
}
