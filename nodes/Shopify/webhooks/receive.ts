import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isFailure } from '../../../core/failure';
import { parseLossless } from '../../../core/json';
import type { ShopAccess } from '../access';
import { accessOf, versionInWords, versionOf } from '../client';
import { shopify } from '../platform';
import { DeliveryMemory } from './deliveryMemory';
import { topicOfHeader } from './topics';
import type { Delivery } from './verifyDelivery';
import { verifyDelivery } from './verifyDelivery';

const processMemory = new DeliveryMemory({ maxAgeMs: shopify.intake.rememberMs, maxEntries: shopify.intake.rememberAtMost }, () =>
  Date.now(),
);

/**
 * Answers one delivery: verify the bytes, then read them, then start a run. Shopify waits five seconds in all, so nothing
 * here calls the outside. Refusals are 401 with an empty body; the reason goes to the log, the content nowhere.
 */
export async function receive(context: IWebhookFunctions, memory: DeliveryMemory = processMemory): Promise<IWebhookResponseData> {
  const access = await accessOf(context).catch((error: unknown) => noAccess(error));
  if (access === undefined) return answer(context, 401, 'the credential of the trigger can not be used');

  const { rawBody } = context.getRequestObject() as { rawBody?: Uint8Array };
  const verified = verifyDelivery(
    { headers: context.getHeaderData(), rawBody },
    { secrets: access.webhookSecrets, shop: access.shop },
  );
  if (!verified.ok) return answer(context, 401, verified.reason);

  const { delivery } = verified;
  const topics = context.getNodeParameter('topics', []) as readonly string[];
  // Accepted and dropped: a refusal would make Shopify repeat it, and in the end delete the subscription.
  if (!topics.includes(topicOfHeader(delivery.topic))) return answer(context, 200, 'topic not chosen in this trigger', delivery);

  const payload = payloadOf(rawBody);
  if (payload === undefined) return answer(context, 400, 'the signed body is not a JSON object', delivery);

  const key = JSON.stringify([context.getWorkflow().id, context.getNode().id, context.getMode(), delivery.deliveryId]);
  if (!memory.isNew(key)) return answer(context, 200, 'repeated delivery', delivery);
  forgetUnlessAnswered(context, memory, key);

  warnAboutVersion(context, delivery);
  return { workflowData: [[toItem(delivery, payload)]] };
}

function toItem(
  { topic, shop, deliveryId, eventId, triggeredAt, apiVersion }: Delivery,
  payload: IDataObject,
): INodeExecutionData {
  return {
    json: {
      topic,
      shop,
      deliveryId,
      eventId: eventId ?? null,
      triggeredAt: triggeredAt ?? null,
      apiVersion: apiVersion ?? null,
      payload,
    },
  };
}

function noAccess(error: unknown): ShopAccess | undefined {
  // A credential that names no shop is the user's to mend; anything else is n8n's and must not look like a bad signature.
  if (isFailure(error)) return undefined;
  throw error;
}

function payloadOf(rawBody: Uint8Array | undefined): IDataObject | undefined {
  try {
    const value = parseLossless(Buffer.from(rawBody ?? []).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as IDataObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Answers without starting a run. */
function answer(context: IWebhookFunctions, status: number, reason: string, delivery?: Delivery): IWebhookResponseData {
  const details = { reason, status, deliveryId: delivery?.deliveryId, topic: delivery?.topic };
  if (status === 200) context.logger.debug('MedSupply Shopify Trigger dropped a delivery', details);
  else context.logger.warn('MedSupply Shopify Trigger refused a delivery', details);
  context.getResponseObject().status(status).end();
  return { noWebhookResponse: true };
}

/**
 * n8n answers after it has taken the run on. When it could not (its database is away, say) it answers with an error or not
 * at all: Shopify will send again, and that repeat has to be accepted.
 */
function forgetUnlessAnswered(context: IWebhookFunctions, memory: DeliveryMemory, key: string): void {
  const response = context.getResponseObject();
  // Runners without a web server hand in a bare object; there nobody sends again either.
  if (typeof response.once !== 'function') return;
  response.once('close', () => {
    if (!response.writableFinished || response.statusCode >= 300) memory.forget(key);
  });
}

function warnAboutVersion(context: IWebhookFunctions, { apiVersion, topic, deliveryId }: Delivery): void {
  const chosen = versionOf(context);
  if (apiVersion === undefined || apiVersion === chosen) return;
  context.logger.warn(
    `MedSupply Shopify Trigger: the payload has ${versionInWords(apiVersion)}, the trigger is set to ${chosen}. ` +
      'A subscription keeps the version it was made with: deactivate and activate the workflow to make it again.',
    { topic, deliveryId },
  );
}
