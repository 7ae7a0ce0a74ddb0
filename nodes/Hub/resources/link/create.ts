import type { Link } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { call, toItem } from '../../shared/call';
import { documentProperties, readReference } from './documentProperties';

/** Notes that one document became another. */
export const create: Operation = {
  effect: { class: 'write-idempotent', repeat: 'A link that exists stays as it is.' },
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a link',
    description: 'Note that one document became another, for writes that are not made by nodes of this pack',
  },
  properties: [
    ...documentProperties('from', 'From: '),
    ...documentProperties('to', 'To: '),
    {
      displayName: 'Relation',
      name: 'relation',
      type: 'string',
      default: 'becameOrder',
      required: true,
      placeholder: 'e.g. invoicedBy',
      description: 'Word for the relation: becameOrder, shippedBy, invoicedBy, returnedBy and so on',
    },
  ],
  async execute(context, itemIndex) {
    const link: Link = {
      from: readReference(context, itemIndex, 'from', 'From: '),
      to: readReference(context, itemIndex, 'to', 'To: '),
      relation: requiredText(context, 'relation', 'Relation', itemIndex),
    };
    await call(context, { method: 'POST', path: '/v1/links', body: { links: [link] }, repeatable: true });
    return [toItem(link)];
  },
};
