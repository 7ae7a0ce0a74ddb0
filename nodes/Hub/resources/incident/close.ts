import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { call, toItem } from '../../shared/call';
import { reasonProperty } from '../../shared/properties';

/** Closes an incident; a new report opens it again. */
export const close: Operation = {
  effect: { class: 'write-idempotent', repeat: 'An incident that is closed stays closed.' },
  option: {
    name: 'Close',
    value: 'close',
    action: 'Close an incident',
    description: 'Close an incident with a reason; a new report opens it again',
  },
  properties: [
    {
      displayName: 'Incident ID',
      name: 'incidentId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. 17',
      description: 'ID of the incident at the hub',
    },
    reasonProperty,
  ],
  async execute(context, itemIndex) {
    const id = requiredText(context, 'incidentId', 'Incident ID', itemIndex);
    const reason = requiredText(context, 'reason', 'Reason', itemIndex);
    const path = `/v1/incidents/${encodeURIComponent(id)}/close`;
    return [toItem(await call<IDataObject>(context, { method: 'POST', path, body: { reason } }))];
  },
};
