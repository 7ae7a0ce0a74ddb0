import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isFailure } from '../../../core/failure';
import { eventItem, hubOf, readPush } from '../../shared/hub';
import { subscriptionId } from './lifecycle';

/**
 * Takes a push of the hub, after its signature was checked over the bytes that arrived: one run, with one item per event in the shape
 * of the event's own trigger, and one per notice. Refusals have an empty body; the reason goes to the log.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const apiKey = await keyOf(context);
  if (apiKey === undefined) return answer(context, 401, 'the hub credential of the trigger can not be used');
  const read = readPush(context, apiKey, subscriptionId(context), Date.now());
  if (!read.ok) return answer(context, read.status, read.reason);
  const { events, notices } = read.batch;
  const items = [
    ...events.map(eventItem),
    ...notices.map(({ kind, at, subject }) => ({ json: { kind, at, subject: { ...subject } as IDataObject } })),
  ];
  return items.length === 0 ? answer(context, 200, 'nothing in the push') : { workflowData: [items] };
}

async function keyOf(context: IWebhookFunctions): Promise<string | undefined> {
  return await hubOf(context).then(
    ({ apiKey }) => apiKey,
    (error: unknown) => unusable(error),
  );
}

/** A credential that is wrong is the user's to mend; anything else is n8n's and must not look like a bad signature. */
function unusable(error: unknown): undefined {
  if (isFailure(error)) return undefined;
  throw error;
}

function answer(context: IWebhookFunctions, status: 200 | 400 | 401, reason: string): IWebhookResponseData {
  if (status === 200) context.logger.debug('MedSupply Hub Trigger dropped a push', { reason });
  else context.logger.warn('MedSupply Hub Trigger refused a push', { reason, status });
  context.getResponseObject().status(status).end();
  return { noWebhookResponse: true };
}
