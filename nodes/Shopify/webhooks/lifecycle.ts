import type { IHookFunctions } from 'n8n-workflow';
import { Failure } from '../../../core/failure';
import type { Connected } from '../client';
import { connect } from '../client';
import { shopify } from '../platform';
import { planSubscriptions } from './plan';
import { createMissing, deleteSubscriptions, listSubscriptions, ofAddress } from './subscriptions';

interface Wanted extends Connected {
  readonly address: string;
  readonly topics: readonly string[];
}

/**
 * True when exactly the chosen topics are subscribed for the address n8n listens on now. The address is compared, not an id
 * kept by n8n: test and production differ in it, and Shopify deletes subscriptions on its own.
 */
export async function subscriptionsStand(context: IHookFunctions): Promise<boolean> {
  const { client, address, topics } = await wanted(context);
  const { missing, surplus } = planSubscriptions(await listSubscriptions(client), address, topics);
  return missing.length === 0 && surplus.length === 0;
}

/** Creates what is missing and removes this address from topics that are no longer chosen. */
export async function subscribe(context: IHookFunctions): Promise<boolean> {
  const { client, address, topics } = await wanted(context);
  await createMissing(client, address, topics);
  const { surplus } = planSubscriptions(await listSubscriptions(client), address, topics);
  await deleteSubscriptions(client, surplus);
  return true;
}

/** Removes every subscription of this address; those of other addresses belong to somebody else. */
export async function unsubscribe(context: IHookFunctions): Promise<boolean> {
  const { client } = await connect(context);
  await deleteSubscriptions(client, ofAddress(await listSubscriptions(client), addressOf(context)));
  return true;
}

async function wanted(context: IHookFunctions): Promise<Wanted> {
  const topics = context.getNodeParameter('topics', []) as readonly string[];
  if (topics.length === 0) {
    throw new Failure('NeedsHuman', 'The trigger has no topic', {
      system: shopify.name,
      nextStep: 'Choose at least one topic in the MedSupply Shopify Trigger.',
    });
  }
  const { access, client } = await connect(context);
  if (access.webhookSecrets.length === 0) {
    throw new Failure('NeedsHuman', 'The trigger does not activate without the client secret of the app', {
      system: shopify.name,
      nextStep:
        'Enter the client secret in the credential: without it nobody could tell a delivery of Shopify from a forged one.',
    });
  }
  return { access, client, address: addressOf(context), topics };
}

function addressOf(context: IHookFunctions): string {
  const address = context.getNodeWebhookUrl('default');
  if (address !== undefined) return address;
  throw new Failure('Defect', 'n8n has no webhook address for this trigger', { system: shopify.name });
}
