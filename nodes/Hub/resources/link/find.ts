import type { DocumentReference } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { call, pathOf, toItem } from '../../shared/call';

/** Finds documents by id or number. */
export const find: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: { name: 'Find', value: 'find', action: 'Find documents', description: 'Find linked documents by their ID or number' },
  properties: [
    {
      displayName: 'ID or Number',
      name: 'text',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. #1001',
      description: 'ID or number of the document; it must fit exactly',
    },
  ],
  async execute(context, itemIndex) {
    const text = requiredText(context, 'text', 'ID or Number', itemIndex);
    const path = pathOf('/v1/links/find', { text });
    const { documents } = await call<{ documents: readonly DocumentReference[] }>(context, { method: 'GET', path });
    return documents.map(toItem);
  },
};
