import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fingerprintOf } from '../../../../core/delivery';
import type { ClaimRequest } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { hubEventOf, hubLedger, hubOf, mappingUsedOf, withoutHubFields } from '../../../shared/hub';
import { toItem } from '../../shared/call';
import { jsonObject } from '../../shared/json';
import { effectKeyProperty } from '../../shared/properties';

/**
 * Asks for the right to carry out one effect with a node that is not of this pack (HTTP Request, say). Only `proceed` allows to write;
 * every other decision says why not.
 */
export const claim: Operation = {
  effect: {
    class: 'write-keyed',
    repeat: 'One claim per key: a repeat is answered with inFlight until the lease ends, or with the stored result.',
  },
  option: {
    name: 'Claim',
    value: 'claim',
    action: 'Claim an effect',
    description: 'Ask whether a write may be carried out: proceed, done, superseded, inFlight, unknown, parked or conflict',
  },
  properties: [
    effectKeyProperty,
    {
      displayName: 'Content (JSON)',
      name: 'content',
      type: 'json',
      default: '={{ $json }}',
      required: true,
      description: 'What will be written. Only its fingerprint is sent: the same version with other content is a conflict.',
    },
    {
      displayName: 'Version',
      name: 'effectVersion',
      type: 'string',
      default: '',
      placeholder: 'e.g. 2026-11-22T10:00:00+08:00',
      description: 'Version of the document: a number, a time, or empty where it has none',
    },
    {
      displayName: 'Options',
      name: 'claimOptions',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [
        {
          displayName: 'Lease (Seconds)',
          name: 'leaseSeconds',
          type: 'number',
          typeOptions: { minValue: 1, maxValue: 86_400 },
          default: 60,
          description: 'How long the write may take until it is settled',
        },
        {
          displayName: 'Settle Time (Seconds)',
          name: 'settleSeconds',
          type: 'number',
          typeOptions: { minValue: 0, maxValue: 86_400 },
          default: 10,
          description: 'How long a write may take to become visible in the target',
        },
      ],
    },
  ],
  async execute(context, itemIndex) {
    const { client } = await hubOf(context);
    const [answer] = await hubLedger(client).claim([requestOf(context, itemIndex)]);
    return answer === undefined ? [] : [toItem(answer)];
  },
};

function requestOf(context: IExecuteFunctions, itemIndex: number): ClaimRequest {
  const options = context.getNodeParameter('claimOptions', itemIndex, {}) as { leaseSeconds?: number; settleSeconds?: number };
  const { leaseSeconds = 60, settleSeconds = 10 } = options;
  const { json } = context.getInputData()[itemIndex] ?? {};
  const event = hubEventOf(json);
  return {
    key: requiredText(context, 'effectKey', 'Effect Key', itemIndex),
    version: String(context.getNodeParameter('effectVersion', itemIndex, '')).trim() || undefined,
    fingerprint: fingerprintOf(withoutHubFields(jsonObject(context, 'content', 'Content (JSON)', itemIndex) as IDataObject)),
    leaseMs: leaseSeconds * 1000,
    settleMs: settleSeconds * 1000,
    owner: `workflow ${String(context.getWorkflow().id)}, execution ${context.getExecutionId()}`,
    event: event === undefined ? undefined : { id: event.id },
    mapping: mappingUsedOf(json),
  };
}
