import type { EventSummary } from '../../../../core/hub';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { payloadOf } from '../../../shared/hub';
import { call, toItem } from '../../shared/call';
import { eventIdProperty, reasonProperty } from '../../shared/properties';

/** Replaces the payload of a parked event and makes it ready again. */
export const fix: Operation = {
  effect: { class: 'write-idempotent', repeat: 'A repeat is refused once the event is no longer parked.' },
  option: {
    name: 'Fix',
    value: 'fix',
    action: 'Fix an event',
    description: 'Replace the payload of a parked event and hand it out again; both hashes are kept in the audit log',
  },
  properties: [
    eventIdProperty,
    {
      displayName: 'Payload (JSON)',
      name: 'payload',
      type: 'json',
      default: '{}',
      required: true,
      description: 'The whole corrected payload, in the form of the platform',
    },
    reasonProperty,
  ],
  async execute(context, itemIndex) {
    const id = requiredText(context, 'eventId', 'Event ID', itemIndex);
    const given = context.getNodeParameter('payload', itemIndex) as unknown;
    const body = typeof given === 'string' ? given : JSON.stringify(given);
    if (payloadOf(body) === undefined) {
      throw new Failure('BadMapping', 'Payload (JSON) holds no JSON object', { nextStep: 'Enter the whole corrected payload.' });
    }
    const reason = requiredText(context, 'reason', 'Reason', itemIndex);
    const path = `/v1/events/${encodeURIComponent(id)}/fix`;
    return [toItem(await call<EventSummary>(context, { method: 'POST', path, body: { body, reason } }))];
  },
};
