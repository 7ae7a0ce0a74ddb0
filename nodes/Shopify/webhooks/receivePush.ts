import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { eventItem, readPush, registrationId } from '../../shared/hub';
import { answer } from './answer';

/** Takes a batch that the hub pushes: one run with one item per event. The hub counts 2xx as taken, not as done. */
export function receivePush(context: IWebhookFunctions, apiKey: string): IWebhookResponseData {
  const read = readPush(context, apiKey, registrationId(context), Date.now());
  if (!read.ok) return answer(context, read.status, `push of the hub: ${read.reason}`);
  const { events } = read.batch;
  if (events.length === 0) return answer(context, 200, 'push of the hub without events');
  return { workflowData: [events.map(eventItem)] };
}
