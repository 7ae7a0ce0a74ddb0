import type { IHookFunctions } from 'n8n-workflow';
import { Failure } from '../../../core/failure';
import type { RegisteredSource } from '../../../core/hub';
import type { ConnectedHub } from '../../shared/hub';
import {
  deactivateSource,
  findSource,
  isTest,
  optionalHub,
  pushTarget,
  registerSource,
  registrationId,
  webhookAddress,
  workflowOf,
} from '../../shared/hub';
import type { Connected } from '../client';
import { connect } from '../client';
import { shopify } from '../platform';
import { planSubscriptions } from './plan';
import { createMissing, deleteSubscriptions, listSubscriptions, ofAddress } from './subscriptions';

interface Wanted extends Connected {
  /** Address that Shopify shall call: n8n's own, or the hub's intake. */
  readonly address: string;
  readonly topics: readonly string[];
  /** An address of this trigger that Shopify must not call as well. */
  readonly replaced: string | undefined;
}

/**
 * True when exactly the chosen topics are subscribed for the address that counts now. The address is compared, not an id kept by
 * n8n: test and production differ in it, and Shopify deletes subscriptions on its own. With a hub the source is registered anew
 * each time, so that rotated secrets and changed options reach it, and the address is the intake that it answers.
 */
export async function subscriptionsStand(context: IHookFunctions): Promise<boolean> {
  const { client, address, topics, replaced } = await wanted(context);
  const existing = await listSubscriptions(client);
  const { missing, surplus } = planSubscriptions(existing, address, topics);
  return missing.length === 0 && surplus.length === 0 && inTheWay(existing, replaced).length === 0;
}

/** Creates what is missing, and removes this trigger from topics that are no longer chosen and from an address that was replaced. */
export async function subscribe(context: IHookFunctions): Promise<boolean> {
  const { client, address, topics, replaced } = await wanted(context);
  await createMissing(client, address, topics);
  const existing = await listSubscriptions(client);
  const { surplus } = planSubscriptions(existing, address, topics);
  await deleteSubscriptions(client, [...surplus, ...inTheWay(existing, replaced)]);
  return true;
}

/**
 * Removes every subscription of this trigger; those of other addresses belong to somebody else. With a hub the source is taken back
 * afterwards: deliveries stop first, and what is stored stays there.
 */
export async function unsubscribe(context: IHookFunctions): Promise<boolean> {
  const { client } = await connect(context);
  const hub = await hubInUse(context);
  const source = hub === undefined ? undefined : await findSource(hub.client, registrationId(context));
  const addresses = [webhookAddress(context), source?.intakeUrl].filter((address) => address !== undefined);
  const existing = await listSubscriptions(client);
  await deleteSubscriptions(
    client,
    addresses.flatMap((address) => ofAddress(existing, address)),
  );
  if (hub !== undefined) await deactivateSource(hub.client, registrationId(context));
  return true;
}

function inTheWay(existing: Parameters<typeof ofAddress>[0], replaced: string | undefined): ReturnType<typeof ofAddress> {
  return replaced === undefined ? [] : ofAddress(existing, replaced);
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
  const own = webhookAddress(context);
  const hub = await hubInUse(context);
  if (hub === undefined) return { access, client, address: own, topics, replaced: undefined };
  const { intakeUrl } = await register(context, hub, { access, client }, topics);
  return { access, client, address: intakeUrl, topics, replaced: own };
}

/** The hub, unless somebody listens in the editor: a test takes n8n's own address. */
async function hubInUse(context: IHookFunctions): Promise<ConnectedHub | undefined> {
  return isTest(context) ? undefined : await optionalHub(context);
}

async function register(
  context: IHookFunctions,
  { client, apiKey }: ConnectedHub,
  { access }: Connected,
  topics: readonly string[],
): Promise<RegisteredSource> {
  return await registerSource(client, registrationId(context), {
    profile: shopify.id,
    tenant: access.shop,
    topics,
    secrets: access.webhookSecrets,
    push: pushTarget(context, apiKey, registrationId(context)),
    workflow: workflowOf(context),
  });
}
