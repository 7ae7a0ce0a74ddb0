import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import type { LeasedEvent, PushBatch, PushRefusal } from '../../../core/hub';
import { HUB_EVENT_FIELD, PUSH_HEADERS, pushKey, refusalOfPush } from '../../../core/hub';
import { parseLossless } from '../../../core/json';

export type ReadPush =
  | { readonly ok: true; readonly batch: PushBatch }
  | { readonly ok: false; readonly status: 401 | 400; readonly reason: PushRefusal | 'no-batch' };

/** Whether a request looks like a push of the hub; whether it is one, only its signature says. */
export function isPush(context: IWebhookFunctions): boolean {
  return context.getHeaderData()[PUSH_HEADERS.signature] !== undefined;
}

/**
 * Checks a push over the bytes that arrived, with the key made again from the credential, and only then reads it.
 * @param registrationId id under which the node registered at the hub
 */
export function readPush(context: IWebhookFunctions, apiKey: string, registrationId: string, nowMs: number): ReadPush {
  const { rawBody } = context.getRequestObject() as { rawBody?: Uint8Array };
  const headers = context.getHeaderData() as Readonly<Record<string, string>>;
  const refusal = refusalOfPush([pushKey(apiKey, registrationId)], headers, rawBody, nowMs);
  if (refusal !== undefined) return { ok: false, status: 401, reason: refusal };
  const batch = parseBatch(rawBody);
  return batch === undefined ? { ok: false, status: 400, reason: 'no-batch' } : { ok: true, batch };
}

function parseBatch(rawBody: Uint8Array | undefined): PushBatch | undefined {
  try {
    const value = JSON.parse(Buffer.from(rawBody ?? []).toString('utf8')) as Partial<PushBatch> | null;
    if (!Array.isArray(value?.events)) return undefined;
    return { batch: String(value.batch), source: String(value.source), events: value.events, notices: value.notices ?? [] };
  } catch {
    return undefined;
  }
}

/**
 * One item of a pushed event, in the shape in which its trigger hands on a delivery that it received by itself; `hubEvent` is what
 * the nodes behind report with. A body that is no JSON object is handed on as `null`, so that the mapping refuses it and a person
 * sees it.
 */
export function eventItem(event: LeasedEvent): INodeExecutionData {
  return {
    json: {
      topic: event.topic,
      shop: headerEnding(event, 'shop-domain') ?? tenantOf(event) ?? event.source,
      deliveryId: event.deliveryId,
      eventId: event.eventId ?? null,
      triggeredAt: event.triggeredAt ?? null,
      apiVersion: headerEnding(event, 'api-version') ?? null,
      version: event.version ?? null,
      payload: payloadOf(event.body) ?? null,
      [HUB_EVENT_FIELD]: { id: event.id, lease: event.lease, attempt: event.attempt },
    },
  };
}

/** A body as its payload, with all digits of its ids; `undefined` when it is no JSON object. */
export function payloadOf(body: string): IDataObject | undefined {
  try {
    const value = parseLossless(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as IDataObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Platforms prefix their headers in families of their own; what stands behind the prefix is the same. */
function headerEnding({ headers }: LeasedEvent, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase().endsWith(`-${name}`))?.[1];
}

function tenantOf({ businessKey }: LeasedEvent): string | undefined {
  const tenant = businessKey?.split('/')[1];
  return tenant === undefined ? undefined : decodeURIComponent(tenant);
}
