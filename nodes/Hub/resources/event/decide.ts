import type { EventSummary } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { call, toItem } from '../../shared/call';
import { eventIdProperty, reasonProperty } from '../../shared/properties';

/** An operation that decides about a parked event with a reason and nothing else. */
export function decideAboutEvent(
  decision: 'replay' | 'resolve',
  option: Omit<Operation['option'], 'value'>,
  repeat: string,
): Operation {
  return {
    effect: { class: 'write-idempotent', repeat },
    option: { ...option, value: decision },
    properties: [eventIdProperty, reasonProperty],
    async execute(context, itemIndex) {
      const id = requiredText(context, 'eventId', 'Event ID', itemIndex);
      const reason = requiredText(context, 'reason', 'Reason', itemIndex);
      const path = `/v1/events/${encodeURIComponent(id)}/${decision}`;
      return [toItem(await call<EventSummary>(context, { method: 'POST', path, body: { reason } }))];
    },
  };
}
