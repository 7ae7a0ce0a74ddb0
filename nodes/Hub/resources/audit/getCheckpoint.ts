import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared';
import { call, toItem } from '../../shared/call';

/** The newest signed checkpoint of the audit log, to be kept elsewhere. */
export const getCheckpoint: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing; with Make a New One a repeat signs the log as it then is.' },
  option: {
    name: 'Get Checkpoint',
    value: 'getCheckpoint',
    action: 'Get a checkpoint of the audit log',
    description: 'Get the signed checkpoint of the log; kept on another machine it proves that nothing before it was changed',
  },
  properties: [
    {
      displayName: 'Make a New One',
      name: 'makeNew',
      type: 'boolean',
      default: false,
      description: 'Whether to sign the log as it is now instead of getting the newest checkpoint that exists',
    },
  ],
  async execute(context, itemIndex) {
    const method = context.getNodeParameter('makeNew', itemIndex, false) === true ? 'POST' : 'GET';
    return [toItem(await call<IDataObject>(context, { method, path: '/v1/audit/checkpoint', repeatable: true }))];
  },
};
