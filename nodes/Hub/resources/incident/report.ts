import type { IDataObject } from 'n8n-workflow';
import { describeShape, Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { call, toItem } from '../../shared/call';
import type { IncidentReport } from './errorItem';
import { reportOfErrorItem } from './errorItem';

/** Reports a failed execution; the hub groups repeats of one error, so that only the first needs an alert. */
export const report: Operation = {
  effect: { class: 'write-idempotent', repeat: 'A repeat counts once more in the same incident; no second one is opened.' },
  option: {
    name: 'Report',
    value: 'report',
    action: 'Report an incident',
    description: 'Report a failed execution; the answer says whether it is new or a repeat of one that is open',
  },
  properties: [
    {
      displayName: 'Read From',
      name: 'readFrom',
      type: 'options',
      options: [
        { name: 'Error Trigger', value: 'errorTrigger', description: 'The item comes from an Error Trigger' },
        { name: 'Fields', value: 'fields', description: 'Workflow and message are given below' },
      ],
      default: 'errorTrigger',
      description: 'Where the error is described',
    },
    {
      displayName: 'Message',
      name: 'message',
      type: 'string',
      default: '',
      required: true,
      displayOptions: { show: { readFrom: ['fields'] } },
      description: 'What happened; the hub masks numbers and quoted text before it groups',
    },
    {
      displayName: 'Next Step',
      name: 'nextStep',
      type: 'string',
      default: '',
      displayOptions: { show: { readFrom: ['fields'] } },
      description: 'What a person should do now',
    },
    {
      displayName: 'Code',
      name: 'code',
      type: 'string',
      default: '',
      displayOptions: { show: { readFrom: ['fields'] } },
      placeholder: 'e.g. unknown-sku',
      description: 'Short code without values',
    },
  ],
  async execute(context, itemIndex) {
    const json = context.getInputData()[itemIndex]?.json ?? {};
    const fromItem = context.getNodeParameter('readFrom', itemIndex) === 'errorTrigger';
    const optional = (name: string): string | undefined =>
      String(context.getNodeParameter(name, itemIndex, '')).trim() || undefined;
    const body = fromItem
      ? (reportOfErrorItem(json) ?? refuse(json))
      : {
          workflow: { id: String(context.getWorkflow().id), name: context.getWorkflow().name ?? 'workflow' },
          execution: context.getExecutionId(),
          message: requiredText(context, 'message', 'Message', itemIndex),
          nextStep: optional('nextStep'),
          code: optional('code'),
        };
    return [toItem(await call<IncidentReport & IDataObject>(context, { method: 'POST', path: '/v1/incidents', body }))];
  },
};

function refuse(json: IDataObject): never {
  throw new Failure('BadMapping', `The item is none of an Error Trigger (${describeShape(json.workflow)} under workflow)`, {
    nextStep: 'Connect this node to an Error Trigger, or set Read From to Fields.',
  });
}
