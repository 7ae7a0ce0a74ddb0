import type { Operation } from '../../../shared';
import { hubOf, listStoredMappings } from '../../../shared/hub';
import { toItem } from '../../shared/call';
import { limitProperties } from '../../shared/list';

/** Lists the mappings of the hub with their versions. */
export const getMany: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get Many',
    value: 'getMany',
    action: 'Get many mappings',
    description: 'Get the versions of mappings, who uploaded them, and which are active',
  },
  properties: limitProperties,
  async execute(context, itemIndex) {
    const { client } = await hubOf(context);
    const all = await listStoredMappings(client);
    const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
    const limit = returnAll ? undefined : (context.getNodeParameter('limit', itemIndex, 50) as number);
    return all.slice(0, limit).map(toItem);
  },
};
