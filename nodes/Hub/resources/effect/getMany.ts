import type { EffectSummary } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { call, pathOf } from '../../shared/call';
import { limitProperties, readPages } from '../../shared/list';

/** Lists effects by state. */
export const getMany: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: { name: 'Get Many', value: 'getMany', action: 'Get many effects', description: 'Get effects and where they stand' },
  properties: [
    {
      displayName: 'States',
      name: 'states',
      type: 'multiOptions',
      options: [
        { name: 'Claimed', value: 'claimed', description: 'Being written at this moment' },
        { name: 'Done', value: 'done' },
        { name: 'Parked', value: 'parked', description: 'Waits for a person' },
        { name: 'Rejected', value: 'rejected', description: 'Refused by the target' },
        { name: 'Resolved', value: 'resolved', description: 'Decided by a person' },
        { name: 'Retry', value: 'retry', description: 'May be claimed again' },
        { name: 'Unknown', value: 'unknown', description: 'May or may not have been written' },
      ],
      default: ['parked', 'unknown'],
      description: 'States to look for; none means all',
    },
    ...limitProperties,
  ],
  async execute(context, itemIndex) {
    const states = context.getNodeParameter('states', itemIndex, []) as readonly string[];
    return await readPages<EffectSummary>(
      context,
      itemIndex,
      async (after, limit) => {
        const path = pathOf('/v1/effects', { state: states, after, limit });
        return (await call<{ effects: readonly EffectSummary[] }>(context, { method: 'GET', path })).effects;
      },
      ({ key }) => key,
    );
  },
};
