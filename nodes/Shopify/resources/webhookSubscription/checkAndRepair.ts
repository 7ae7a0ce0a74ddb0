import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { listSources, optionalHub } from '../../../shared/hub';
import { connect } from '../../client';
import { shopify } from '../../platform';
import type { Subscription } from '../../webhooks/plan';
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
      placeholder: 'https://n8n.example.com/webhook/5f0c6a3e',
      description:
        'Production URL of the MedSupply Shopify Trigger whose subscriptions are checked. With a hub credential the triggers that are registered there are checked instead.',
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
    const { access, client } = await connect(context);
    const wanted = (await atHub(context, access.shop)) ?? [inNode(context, itemIndex)];
    const reports: INodeExecutionData[] = [];
    for (const { address, topics } of wanted) {
      const created = new Set(await createMissing(client, address, topics));
      const plan = planSubscriptions(await listSubscriptions(client), address, topics);
      reports.push(...plan.kept.map((subscription) => report(access.shop, subscription, created, plan.duplicates)));
    }
    return reports;
  },
};

interface Wanted {
  readonly address: string;
  readonly topics: readonly string[];
}

/** What the node's parameters ask for. */
function inNode(context: IExecuteFunctions, itemIndex: number): Wanted {
  const address = String(context.getNodeParameter('address', itemIndex)).trim();
  const topics = context.getNodeParameter('topics', itemIndex) as readonly string[];
  if (topics.length > 0) return { address, topics };
  throw new Failure('NeedsHuman', 'No topic is chosen', { system: shopify.name, nextStep: 'Choose the topics of the trigger.' });
}

/** What the triggers of this shop have registered at the hub; `undefined` without a hub. */
async function atHub(context: IExecuteFunctions, shop: string): Promise<readonly Wanted[] | undefined> {
  const hub = await optionalHub(context);
  if (hub === undefined) return undefined;
  const sources = (await listSources(hub.client)).filter(
    ({ profile, tenant, active }) => active && profile === shopify.id && tenant === shop,
  );
  if (sources.length > 0) return sources.map(({ intakeUrl, topics }) => ({ address: intakeUrl, topics }));
  throw new Failure('NeedsHuman', 'The hub knows no active trigger of this shop', {
    system: shopify.name,
    nextStep:
      'Publish a workflow whose MedSupply Shopify Trigger has the hub credential, or remove the credential from this node.',
  });
}

function report(
  shop: string,
  { topic, uri, id, apiVersion }: Subscription,
  created: ReadonlySet<string>,
  duplicates: readonly Subscription[],
): INodeExecutionData {
  const same = duplicates.filter((other) => other.topic === topic);
  const status = created.has(topic) ? 'created' : same.length > 0 ? 'duplicate' : 'kept';
  return {
    json: {
      shop,
      topic,
      status,
      address: uri,
      subscriptionId: id,
      duplicateIds: same.map((other) => other.id),
      apiVersion: apiVersion?.handle ?? null,
    },
  };
}
