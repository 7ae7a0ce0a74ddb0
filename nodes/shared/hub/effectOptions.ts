import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { EffectClass, EffectPolicy } from '../../../core/delivery';

interface HubOptions {
  readonly concurrency?: number;
  readonly finishEvent?: boolean;
  readonly leaseSeconds?: number;
  readonly settleSeconds?: number;
}

/** How a write is claimed at the hub; without a hub credential it has no effect. */
export const effectOptionsProperty: INodeProperties = {
  displayName: 'Hub Options',
  name: 'hubOptions',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  description: 'Only with a MedSupply Hub credential: how writes are claimed and reported there',
  options: [
    {
      displayName: 'Concurrency',
      name: 'concurrency',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 20 },
      default: 4,
      description: 'How many records are written at a time; those of one business document always go one after the other',
    },
    {
      displayName: 'Finish Hub Event',
      name: 'finishEvent',
      type: 'boolean',
      default: true,
      description:
        'Whether the event of an item counts as finished once this node has written it. Switch it off when a later node of the workflow writes too: what fails is reported all the same.',
    },
    {
      displayName: 'Lease (Seconds)',
      name: 'leaseSeconds',
      type: 'number',
      typeOptions: { minValue: 10, maxValue: 3_600 },
      default: 60,
      description:
        'How long this node may take for all its items; after that the outcome of a write that was not reported is unknown',
    },
    {
      displayName: 'Settle Time (Seconds)',
      name: 'settleSeconds',
      type: 'number',
      typeOptions: { minValue: 0, maxValue: 3_600 },
      default: 10,
      description:
        'How long a write may take to become visible in the target after its answer was lost; only then it is looked for',
    },
  ],
};

/** The policy of one execution; the options are the same for all its items. */
export function effectPolicy(context: IExecuteFunctions, effectClass: EffectClass): EffectPolicy {
  const options = context.getNodeParameter('hubOptions', 0, {}) as HubOptions;
  const { concurrency = 4, finishEvent = true, leaseSeconds = 60, settleSeconds = 10 } = options;
  const { id, name } = context.getWorkflow();
  return {
    leaseMs: leaseSeconds * 1000,
    settleMs: settleSeconds * 1000,
    concurrency,
    canLook: effectClass !== 'write-blind',
    finishEvents: finishEvent,
    owner:
      `workflow ${String(id)} "${name ?? ''}", execution ${context.getExecutionId()}, node "${context.getNode().name}"`.slice(
        0,
        300,
      ),
  };
}
