import type { IHookFunctions } from 'n8n-workflow';
import { Failure } from '../../../core/failure';
import type { HubEventKind } from '../../../core/hub';
import { HUB, hubOf, isTest, pushTarget, registrationId, subscribeToHub, unsubscribeFromHub, workflowOf } from '../../shared/hub';

/**
 * Subscribes under the id of this node, with n8n's address of the moment. Listening in the editor has an id of its own, so that it
 * gets a copy of notices and leaves the subscription of the published workflow alone.
 */
export async function subscribe(context: IHookFunctions): Promise<boolean> {
  const kinds = context.getNodeParameter('kinds', []) as readonly HubEventKind[];
  if (kinds.length === 0) {
    throw new Failure('NeedsHuman', 'The trigger has no kind', {
      system: HUB,
      nextStep: 'Choose at least one kind in the MedSupply Hub Trigger.',
    });
  }
  const { client, apiKey } = await hubOf(context);
  const id = subscriptionId(context);
  await subscribeToHub(client, id, { kinds, push: pushTarget(context, apiKey, id), workflow: workflowOf(context) });
  return true;
}

/** Ends the subscription of this node. */
export async function unsubscribe(context: IHookFunctions): Promise<boolean> {
  const { client } = await hubOf(context);
  await unsubscribeFromHub(client, subscriptionId(context));
  return true;
}

/** Id of the subscription; one of the editor's test listening is apart. */
export function subscriptionId(context: Parameters<typeof registrationId>[0]): string {
  return isTest(context) ? `${registrationId(context)}-test` : registrationId(context);
}
