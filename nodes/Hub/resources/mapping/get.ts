import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { hubOf, readHubMapping } from '../../../shared/hub';
import { toItem } from '../../shared/call';

/** Reads one mapping with everything that it extends. */
export const get: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get',
    value: 'get',
    action: 'Get a mapping',
    description: 'Get a mapping file with everything that it extends',
  },
  properties: [
    {
      displayName: 'Mapping ID',
      name: 'mappingId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. my-company/order.in',
      description: 'ID as it stands in the file',
    },
    {
      displayName: 'Version',
      name: 'mappingVersion',
      type: 'string',
      default: '',
      placeholder: 'e.g. 1.2.0',
      description: 'Version to get; leave empty for the active one',
    },
  ],
  async execute(context, itemIndex) {
    const id = requiredText(context, 'mappingId', 'Mapping ID', itemIndex);
    const version = String(context.getNodeParameter('mappingVersion', itemIndex, '')).trim();
    const { client } = await hubOf(context);
    return [toItem(await readHubMapping(client, id, version || undefined))];
  },
};
