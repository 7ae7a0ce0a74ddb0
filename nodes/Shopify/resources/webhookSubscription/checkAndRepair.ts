import type { IDataObject } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { connect } from '../../client';
import { shopify } from '../../platform';
import { planSubscriptions } from '../../webhooks/plan';
import { createMissing, listSubscriptions } from '../../webhooks/subscriptions';
import { topicOptions } from '../../webhooks/topics';

/**
 * Shopify deletes a subscription after eight deliveries in a row have failed, without telling anybody. Run daily, this
 * operation finds out and subscribes again.
 */
export const checkAndRepair: Operation = {
  effect: { class: 'write-lookup', repeat: 'Looks at the existing subscriptions first, so a repeat creates nothing.' },
  option: {
    name: 'Check and Repair',
    value: 'checkAndRepair',
    action: 'Check and repair webhook subscriptions',
    description: 'Create the subscriptions that are missing for an address, and report every topic',
  },
  properties: [
    {
      displayName: 'Address',
      name: 'address',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'https://n8n.example.com/webhook/5f0c6a3e',
      description: 'Production URL of the MedSupply Shopify Trigger whose subscriptions are checked',
    },
    {
      displayName: 'Topics',
      name: 'topics',
      type: 'multiOptions',
      options: topicOptions,
      default: ['ORDERS_CREATE'],
      required: true,
      description: 'Topics that have to be subscribed for the address: the same as in the trigger',
    },
  ],
  async execute(context, itemIndex) {
    const address = String(context.getNodeParameter('address', itemIndex)).trim();
    const topics = context.getNodeParameter('topics', itemIndex) as readonly string[];
    if (topics.length === 0) {
      throw new Failure('NeedsHuman', 'No topic is chosen', {
        system: shopify.name,
        nextStep: 'Choose the topics of the trigger.',
      });
    }
    const { access, client } = await connect(context);
    const created = new Set(await createMissing(client, address, topics));
    const { kept, duplicates } = planSubscriptions(await listSubscriptions(client), address, topics);
    return kept.map((subscription) => {
      const same = duplicates.filter(({ topic }) => topic === subscription.topic);
      const status = created.has(subscription.topic) ? 'created' : same.length > 0 ? 'duplicate' : 'kept';
      return {
        json: {
          shop: access.shop,
          topic: subscription.topic,
          status,
          address: subscription.uri,
          subscriptionId: subscription.id,
          duplicateIds: same.map(({ id }) => id),
          apiVersion: subscription.apiVersion?.handle ?? null,
        } as IDataObject,
      };
    });
  },
};
