import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { call, toItem } from '../../shared/call';
import { jsonObject } from '../../shared/json';

/** Adds a note of a workflow to the audit log. */
export const appendNote: Operation = {
  effect: { class: 'write-blind', repeat: 'A repeat adds the note once more: the log only grows.' },
  option: {
    name: 'Append Note',
    value: 'appendNote',
    action: 'Append a note to the audit log',
    description: 'Add a fact to the audit log; it can never be changed or removed',
  },
  properties: [
    {
      displayName: 'Type',
      name: 'noteType',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. delivery.inspected',
      description: 'Words joined by points; the log shows it behind "note."',
    },
    {
      displayName: 'About Kind',
      name: 'objectKind',
      type: 'string',
      default: 'order',
      required: true,
      placeholder: 'e.g. order',
      description: 'Kind of thing that the note is about',
    },
    {
      displayName: 'About ID',
      name: 'objectId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. shopify/a.myshopify.com/order/42',
      description: 'ID of the thing that the note is about',
    },
    {
      displayName: 'Facts (JSON)',
      name: 'facts',
      type: 'json',
      default: '{}',
      description: 'What happened, as an object. No secrets and no personal values: nothing of it can ever be removed.',
    },
  ],
  async execute(context, itemIndex) {
    const type = requiredText(context, 'noteType', 'Type', itemIndex);
    const object = {
      kind: requiredText(context, 'objectKind', 'About Kind', itemIndex),
      id: requiredText(context, 'objectId', 'About ID', itemIndex),
    };
    const body = jsonObject(context, 'facts', 'Facts (JSON)', itemIndex);
    const { seq } = await call<{ seq: number }>(context, { method: 'POST', path: '/v1/audit', body: { type, object, body } });
    return [toItem({ seq, type: `note.${type}`, object })];
  },
};
