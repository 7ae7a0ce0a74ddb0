import { createHash } from 'node:crypto';
import type { IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { Failure } from '../../../core/failure';
import type { PushTarget } from '../../../core/hub';
import { pushKey } from '../../../core/hub';
import { HUB } from './problem';

type TriggerContext = IHookFunctions | IWebhookFunctions;

const ID_LENGTH = 32;

interface PushOptions {
  readonly batchSize?: number;
  readonly batchDelayMs?: number;
  readonly maxInFlight?: number;
  readonly leaseSeconds?: number;
}

/**
 * Id under which a trigger node registers at the hub: the same on every activation, in every process of one n8n, and another one for
 * every node, workflow and installation.
 */
export function registrationId(context: TriggerContext): string {
  const parts = [context.getInstanceId(), String(context.getWorkflow().id), context.getNode().id];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, ID_LENGTH);
}

/** True while somebody listens in the editor: then n8n's own test address counts and the hub's subscription is left alone. */
export function isTest(context: TriggerContext): boolean {
  return context.getMode() === 'manual';
}

/** Who registers, for people. */
export function workflowOf(context: TriggerContext): { readonly id: string; readonly name: string; readonly node: string } {
  const { id, name } = context.getWorkflow();
  return { id: String(id), name: name ?? '', node: context.getNode().name };
}

/**
 * Where and how the hub pushes to this node.
 * @param id under which the node registers: the key of the pushes is made from it
 */
export function pushTarget(context: IHookFunctions, apiKey: string, id: string): PushTarget {
  const options = context.getNodeParameter('hubOptions', {}) as PushOptions;
  const { batchSize = 50, batchDelayMs = 200, maxInFlight = 2, leaseSeconds = 90 } = options;
  return {
    url: webhookAddress(context),
    key: pushKey(apiKey, id),
    batchSize,
    batchDelayMs,
    maxInFlight,
    leaseMs: leaseSeconds * 1000,
  };
}

/** The address on which n8n listens for this node. */
export function webhookAddress(context: IHookFunctions): string {
  const address = context.getNodeWebhookUrl('default');
  if (address !== undefined) return address;
  throw new Failure('Defect', 'n8n has no webhook address for this trigger', { system: HUB });
}

/** How the hub hands out to a trigger; without a hub credential it has no effect. */
export const pushOptionsProperty: INodeProperties = {
  displayName: 'Hub Options',
  name: 'hubOptions',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  description: 'Only with a MedSupply Hub credential: how the hub hands events to this trigger',
  options: [
    {
      displayName: 'Batch Delay (Ms)',
      name: 'batchDelayMs',
      type: 'number',
      typeOptions: { minValue: 0, maxValue: 60_000 },
      default: 200,
      description: 'How long a batch that is not full waits for more events, in milliseconds',
    },
    {
      displayName: 'Batch Size',
      name: 'batchSize',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 500 },
      default: 50,
      description: 'Largest number of events in one execution',
    },
    {
      displayName: 'Batches in Flight',
      name: 'maxInFlight',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 100 },
      default: 2,
      description: 'How many batches may be unfinished at a time',
    },
    {
      displayName: 'Lease (Seconds)',
      name: 'leaseSeconds',
      type: 'number',
      typeOptions: { minValue: 10, maxValue: 3_600 },
      default: 90,
      description: 'How long the workflow may take for a batch before its unfinished events are handed out again',
    },
  ],
};
