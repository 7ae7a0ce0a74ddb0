import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared';
import { connect } from '../../client';
import { listSubscriptions } from '../../webhooks/subscriptions';

/** Lists the webhook subscriptions of the app in this shop. */
export const getMany: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get Many',
    value: 'getMany',
    action: 'Get many webhook subscriptions',
    description: 'Get the subscriptions that this app made in the shop',
  },
  properties: [
    {
      displayName: 'Return All',
      name: 'returnAll',
      type: 'boolean',
      default: false,
      description: 'Whether to return all results or only up to a given limit',
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 50,
      description: 'Max number of results to return',
      displayOptions: { show: { returnAll: [false] } },
    },
  ],
  async execute(context, itemIndex) {
    const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
    const limit = returnAll ? undefined : (context.getNodeParameter('limit', itemIndex, 50) as number);
    const { access, client } = await connect(context);
    const subscriptions = await listSubscriptions(client);
    return subscriptions
      .slice(0, limit)
      .map((subscription) => ({ json: { shop: access.shop, ...subscription } as unknown as IDataObject }));
  },
};
