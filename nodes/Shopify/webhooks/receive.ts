import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isFailure } from '../../../core/failure';
import { shopifyProfile, subjectOf } from '../../../core/intake';
import { isPush, isTest, optionalHub, payloadOf } from '../../shared/hub';
import { accessOf, versionInWords, versionOf } from '../client';
import { shopify } from '../platform';
import { answer } from './answer';
import { DeliveryMemory } from './deliveryMemory';
import { receivePush } from './receivePush';
import { storeAtHub } from './storeAtHub';
import { topicOfHeader } from './topics';
import type { Delivery } from './verifyDelivery';
import { verifyDelivery } from './verifyDelivery';

const UNUSABLE: unique symbol = Symbol('unusable');

const processMemory = new DeliveryMemory({ maxAgeMs: shopify.intake.rememberMs, maxEntries: shopify.intake.rememberAtMost }, () =>
  Date.now(),
);

/**
 * Answers one request at the trigger's address: a batch that the hub pushes, or a delivery of Shopify itself.
 *
 * A delivery is verified over its bytes, then read, then starts a run. Refusals are 401 with an empty body; the reason goes to the
 * log, the content nowhere. With a hub a delivery that comes here all the same (sent before the address was changed, say) is handed
 * to the hub and starts nothing: the hub pushes it like every other, so it can't run twice.
 */
export async function receive(context: IWebhookFunctions, memory: DeliveryMemory = processMemory): Promise<IWebhookResponseData> {
  const access = await usable(accessOf(context));
  if (access === UNUSABLE) return answer(context, 401, 'the credential of the trigger can not be used');
  // Listening in the editor has nothing to do with the hub.
  const hub = isTest(context) ? undefined : await usable(optionalHub(context));
  // Without the hub that was chosen nothing is taken: the sender will try again.
  if (hub === UNUSABLE) return answer(context, 503, 'the hub credential of the trigger can not be used');
  if (hub !== undefined && isPush(context)) return receivePush(context, hub.apiKey);

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

  const payload = payloadOf(Buffer.from(rawBody ?? []).toString('utf8'));
  if (payload === undefined) return answer(context, 400, 'the signed body is not a JSON object', delivery);
  if (hub !== undefined) return await storeAtHub(context, hub.client, delivery, rawBody ?? new Uint8Array(), payload);

  const key = JSON.stringify([context.getWorkflow().id, context.getNode().id, context.getMode(), delivery.deliveryId]);
  if (!memory.isNew(key)) return answer(context, 200, 'repeated delivery', delivery);
  forgetUnlessAnswered(context, memory, key);

  warnAboutVersion(context, delivery);
  return { workflowData: [[toItem(delivery, payload)]] };
}

function toItem(delivery: Delivery, payload: IDataObject): INodeExecutionData {
  const { topic, shop, deliveryId, eventId, triggeredAt, apiVersion } = delivery;
  const { version } = subjectOf(shopifyProfile, { ...delivery, tenant: shop }, payload);
  return {
    json: {
      topic,
      shop,
      deliveryId,
      eventId: eventId ?? null,
      triggeredAt: triggeredAt ?? null,
      apiVersion: apiVersion ?? null,
      version: version ?? null,
      payload,
    },
  };
}

/** A credential that is wrong is the user's to mend; anything else is n8n's and must not look like a bad signature. */
async function usable<Value>(reading: Promise<Value>): Promise<Value | typeof UNUSABLE> {
  return await reading.catch((error: unknown) => unusable(error));
}

function unusable(error: unknown): typeof UNUSABLE {
  if (isFailure(error)) return UNUSABLE;
  throw error;
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
