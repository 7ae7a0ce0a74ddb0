import type { EventSummary } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { call, pathOf } from '../../shared/call';
import { limitProperties, readPages } from '../../shared/list';

/** Lists events, without their payloads. */
export const getMany: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get Many',
    value: 'getMany',
    action: 'Get many events',
    description: 'Get events with their states and reasons, without payloads',
  },
  properties: [
    {
      displayName: 'States',
      name: 'states',
      type: 'multiOptions',
      options: [
        { name: 'Done', value: 'done' },
        { name: 'Leased', value: 'leased', description: 'In a workflow at this moment' },
        { name: 'Parked', value: 'parked', description: 'Waits for a person' },
        { name: 'Ready', value: 'ready', description: 'Waits for its turn' },
        { name: 'Repeat', value: 'repeat', description: 'Another delivery of an event that is here already' },
        { name: 'Resolved', value: 'resolved', description: 'Ended by a person' },
        { name: 'Superseded', value: 'superseded', description: 'A newer version was taken on instead' },
        { name: 'Unknown', value: 'unknown', description: 'The outcome of a write is unknown' },
      ],
      default: ['parked', 'unknown'],
      description: 'States to look for; none means all',
    },
    ...limitProperties,
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add Filter',
      default: {},
      options: [
        {
          displayName: 'Business Key',
          name: 'businessKey',
          type: 'string',
          default: '',
          placeholder: 'e.g. shopify/a.myshopify.com/order/42',
          description: 'Only events of this business document',
        },
        {
          displayName: 'Source ID',
          name: 'source',
          type: 'string',
          default: '',
          description: 'Only events of this source',
        },
      ],
    },
  ],
  async execute(context, itemIndex) {
    const states = context.getNodeParameter('states', itemIndex, []) as readonly string[];
    const filters = context.getNodeParameter('filters', itemIndex, {}) as {
      readonly businessKey?: string;
      readonly source?: string;
    };
    return await readPages<EventSummary>(
      context,
      itemIndex,
      async (after, limit) => {
        const path = pathOf('/v1/events', { state: states, ...filters, after, limit });
        return (await call<{ events: readonly EventSummary[] }>(context, { method: 'GET', path })).events;
      },
      ({ id }) => id,
    );
  },
};
