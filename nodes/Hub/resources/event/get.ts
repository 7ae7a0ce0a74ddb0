import type { IDataObject } from 'n8n-workflow';
import type { EventSummary } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { hubOf, payloadOf } from '../../../shared/hub';
import { call, toItem } from '../../shared/call';
import { eventIdProperty } from '../../shared/properties';

/** Reads one event; its payload only when it is asked for, because reading it is noted in the audit log. */
export const get: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing; reading a payload is noted in the audit log each time.' },
  option: { name: 'Get', value: 'get', action: 'Get an event', description: 'Get one event, with its payload if wanted' },
  properties: [
    eventIdProperty,
    {
      displayName: 'Include Payload',
      name: 'includePayload',
      type: 'boolean',
      default: false,
      description: 'Whether to read the payload as well: it can hold personal data, and the reading is noted in the audit log',
    },
  ],
  async execute(context, itemIndex) {
    const path = `/v1/events/${encodeURIComponent(requiredText(context, 'eventId', 'Event ID', itemIndex))}`;
    const event = await call<EventSummary>(context, { method: 'GET', path });
    if (context.getNodeParameter('includePayload', itemIndex, false) !== true) return [toItem(event)];
    const text = await (await hubOf(context)).client.text({ method: 'GET', path: `${path}/body` });
    const payload: IDataObject | string = payloadOf(text) ?? text;
    return [toItem({ ...event, payload })];
  },
};
