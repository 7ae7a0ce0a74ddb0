import { Failure, isFailure } from '../../../core/failure';
import type { Connection, ShopifyClient } from '../client';
import { allNodes } from '../client';
import { shopify } from '../platform';
import { CREATE_SUBSCRIPTION, DELETE_SUBSCRIPTION, SUBSCRIPTION_PAGE_SIZE, SUBSCRIPTIONS } from '../queries/webhookSubscription';
import type { Subscription } from './plan';
import { planSubscriptions, sameAddress } from './plan';

/** All subscriptions that this app made in this shop, over all pages. */
export async function listSubscriptions(client: ShopifyClient): Promise<Subscription[]> {
  return await allNodes('webhook subscriptions', async (after) => {
    const data = await client.run<{ webhookSubscriptions: Connection<Subscription> }>(SUBSCRIPTIONS, {
      first: SUBSCRIPTION_PAGE_SIZE,
      after,
    });
    return data.webhookSubscriptions;
  });
}

/**
 * Creates the subscriptions that are missing and reads back whether they stand. A refusal or a lost answer of one creation
 * only counts when the subscription is not there afterwards: somebody else may have been faster, or it was made after all.
 *
 * @returns the topics that were created
 * @throws Failure that names the first topic that is still missing
 */
export async function createMissing(
  client: ShopifyClient,
  address: string,
  topics: readonly string[],
): Promise<readonly string[]> {
  const { missing } = planSubscriptions(await listSubscriptions(client), address, topics);
  if (missing.length === 0) return [];
  checkAddress(address);

  const refusals = new Map<string, unknown>();
  for (const topic of missing) {
    await client.run(CREATE_SUBSCRIPTION, { topic, uri: address }).catch((error: unknown) => refusals.set(topic, error));
  }
  const after = planSubscriptions(await listSubscriptions(client), address, topics);
  const [stillMissing] = after.missing;
  if (stillMissing === undefined) return missing;
  throw notCreated(stillMissing, refusals.get(stillMissing));
}

/**
 * Deletes subscriptions and makes sure that they are gone.
 * @throws Failure when one of them is still there
 */
export async function deleteSubscriptions(client: ShopifyClient, subscriptions: readonly Subscription[]): Promise<void> {
  if (subscriptions.length === 0) return;
  const refusals = new Map<string, unknown>();
  for (const { id } of subscriptions) {
    await client.run(DELETE_SUBSCRIPTION, { id }).catch((error: unknown) => refusals.set(id, error));
  }
  if (refusals.size === 0) return;
  // "Does not exist" is what we want: only those that still exist were refused in earnest.
  const left = (await listSubscriptions(client)).find(({ id }) => refusals.has(id));
  if (left !== undefined) throw refusals.get(left.id);
}

/** Subscriptions of one address, whatever their topic. */
export function ofAddress(subscriptions: readonly Subscription[], address: string): readonly Subscription[] {
  return subscriptions.filter(({ uri }) => sameAddress(uri, address));
}

function checkAddress(address: string): void {
  if (URL.canParse(address)) return;
  throw new Failure('NeedsHuman', 'The webhook address is not a URL', {
    system: shopify.name,
    nextStep: 'Enter the production URL of the MedSupply Shopify Trigger.',
  });
}

function notCreated(topic: string, cause: unknown): Failure {
  const said = isFailure(cause) ? cause : undefined;
  const message = `Shopify has no webhook subscription for ${topic} after it was asked to create one`;
  return new Failure(said?.recovery ?? 'RetryLater', said === undefined ? message : `${message}: ${said.message}`, {
    ...said?.details,
    system: shopify.name,
    record: topic,
    nextStep:
      said?.recovery === 'NeedsHuman'
        ? 'Shopify accepts only addresses that it can reach over https, and topics whose scope is granted: run Shop: Check Set-Up.'
        : (said?.details.nextStep ?? 'Run it again in a few minutes.'),
  });
}
