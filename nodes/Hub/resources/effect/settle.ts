import type { Settlement } from '../../../../core/hub';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { hubLedger, hubOf } from '../../../shared/hub';
import { toItem } from '../../shared/call';
import { jsonObject } from '../../shared/json';

/** Says how a claimed effect ended. */
export const settle: Operation = {
  effect: { class: 'write-idempotent', repeat: 'Settles with the same token again, which changes nothing.' },
  option: {
    name: 'Settle',
    value: 'settle',
    action: 'Settle an effect',
    description: 'Say how a claimed write ended; one that is never settled becomes unknown when its lease ends',
  },
  properties: [
    {
      displayName: 'Claim Token',
      name: 'token',
      type: 'string',
      typeOptions: { password: true },
      default: '={{ $json.token }}',
      required: true,
      description: 'The token that Claim has answered',
    },
    {
      displayName: 'Outcome',
      name: 'effectOutcome',
      type: 'options',
      options: [
        { name: 'Done', value: 'done', description: 'It stands in the target, read back' },
        { name: 'Parked', value: 'parked', description: 'Nothing more happens until a person decides' },
        { name: 'Rejected', value: 'rejected', description: 'The target refused it for good; nothing was stored' },
        { name: 'Retry', value: 'retry', description: 'Nothing was stored; it may be claimed again' },
        { name: 'Unknown', value: 'unknown', description: 'It may or may not have been stored' },
      ],
      default: 'done',
      description: 'How the write ended',
    },
    {
      displayName: 'Result (JSON)',
      name: 'result',
      type: 'json',
      default: '{}',
      displayOptions: { show: { effectOutcome: ['done'] } },
      description: 'What later claims are answered with: IDs and numbers of the target, no personal values',
    },
    {
      displayName: 'Reason',
      name: 'settleReason',
      type: 'string',
      default: '',
      displayOptions: { hide: { effectOutcome: ['done'] } },
      description: 'What happened, without personal values',
    },
    {
      displayName: 'Not Before (Seconds)',
      name: 'notBeforeSeconds',
      type: 'number',
      typeOptions: { minValue: 0, maxValue: 86_400 },
      default: 10,
      displayOptions: { show: { effectOutcome: ['retry', 'unknown'] } },
      description: 'How many seconds from now it may be claimed again at the earliest',
    },
  ],
  async execute(context, itemIndex) {
    const outcome = context.getNodeParameter('effectOutcome', itemIndex) as Settlement['outcome'];
    const token = requiredText(context, 'token', 'Claim Token', itemIndex);
    const reason = String(context.getNodeParameter('settleReason', itemIndex, '')).trim();
    const waits = outcome === 'retry' || outcome === 'unknown';
    const seconds = waits ? (context.getNodeParameter('notBeforeSeconds', itemIndex, 10) as number) : 0;
    const settlement: Settlement = {
      token,
      outcome,
      result: outcome === 'done' ? jsonObject(context, 'result', 'Result (JSON)', itemIndex) : undefined,
      reason: reason || undefined,
      notBeforeMs: waits ? Date.now() + seconds * 1000 : undefined,
    };
    const { client } = await hubOf(context);
    const [settled] = await hubLedger(client).settle([settlement]);
    if (settled?.state === 'fenced') {
      throw new Failure('OutcomeUnknown', 'OUTCOME UNKNOWN: the claim had ended and somebody else has taken it over', {
        code: 'fenced',
        nextStep:
          'The report was noted and changes nothing. Whoever holds the claim now looks before writing; use a longer lease.',
      });
    }
    return settled === undefined ? [] : [toItem(settled)];
  },
};
