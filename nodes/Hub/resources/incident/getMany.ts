import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared';
import { call, pathOf, toItem } from '../../shared/call';

/** Lists incidents, the newest report first. */
export const getMany: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: { name: 'Get Many', value: 'getMany', action: 'Get many incidents', description: 'Get incidents with their counts' },
  properties: [
    {
      displayName: 'State',
      name: 'incidentState',
      type: 'options',
      options: [
        { name: 'Any', value: 'any' },
        { name: 'Closed', value: 'closed' },
        { name: 'Open', value: 'open' },
      ],
      default: 'open',
      description: 'Which incidents to get',
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 500 },
      default: 50,
      description: 'Max number of results to return',
    },
  ],
  async execute(context, itemIndex) {
    const state = context.getNodeParameter('incidentState', itemIndex) as string;
    const limit = context.getNodeParameter('limit', itemIndex, 50) as number;
    const path = pathOf('/v1/incidents', { state, limit });
    const { incidents } = await call<{ incidents: readonly IDataObject[] }>(context, { method: 'GET', path });
    return incidents.map(toItem);
  },
};
