import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared';
import { call, pathOf, toItem } from '../../shared/call';
import { documentProperties, readReference } from './documentProperties';

/** Everything that is connected with one document. */
export const getGraph: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get Graph',
    value: 'getGraph',
    action: 'Get the graph of a document',
    description: 'Get every document that is connected with one, in both directions',
  },
  properties: [
    ...documentProperties('document', ''),
    {
      displayName: 'Depth',
      name: 'depth',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 20 },
      default: 5,
      description: 'How many steps to go',
    },
  ],
  async execute(context, itemIndex) {
    const { system, tenant, documentType, id } = readReference(context, itemIndex, 'document', '');
    const depth = context.getNodeParameter('depth', itemIndex, 5) as number;
    const path = pathOf('/v1/links/graph', { system, tenant, documentType, id, depth });
    return [toItem(await call<IDataObject>(context, { method: 'GET', path }))];
  },
};
