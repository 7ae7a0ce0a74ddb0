import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared';
import { call, pathOf, toItem } from '../../shared/call';

/** A proof that a row is in the log, or that an older log is the beginning of a newer one. */
export const getProof: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get Proof',
    value: 'getProof',
    action: 'Get a proof from the audit log',
    description: 'Get an RFC 6962 proof: that a row is in the log, or that an older log is the beginning of a newer one',
  },
  properties: [
    {
      displayName: 'Proof',
      name: 'proof',
      type: 'options',
      options: [
        { name: 'Consistency', value: 'consistency', description: 'An older log is the beginning of a newer one' },
        { name: 'Inclusion', value: 'inclusion', description: 'A row is in the log' },
      ],
      default: 'inclusion',
      description: 'What to prove',
    },
    {
      displayName: 'Sequence Number',
      name: 'seq',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 1,
      displayOptions: { show: { proof: ['inclusion'] } },
      description: 'Number of the row',
    },
    {
      displayName: 'First Size',
      name: 'first',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 1,
      displayOptions: { show: { proof: ['consistency'] } },
      description: 'Number of rows of the older log, as its checkpoint says',
    },
    {
      displayName: 'Tree Size',
      name: 'size',
      type: 'number',
      typeOptions: { minValue: 0 },
      default: 0,
      description: 'Number of rows of the newer log; 0 takes the checkpoint that fits',
    },
  ],
  async execute(context, itemIndex) {
    const kind = context.getNodeParameter('proof', itemIndex) as 'inclusion' | 'consistency';
    const size = (context.getNodeParameter('size', itemIndex, 0) as number) || undefined;
    const path =
      kind === 'inclusion'
        ? pathOf('/v1/audit/proof/inclusion', { seq: context.getNodeParameter('seq', itemIndex) as number, size })
        : pathOf('/v1/audit/proof/consistency', { first: context.getNodeParameter('first', itemIndex) as number, second: size });
    return [toItem(await call<IDataObject>(context, { method: 'GET', path }))];
  },
};
