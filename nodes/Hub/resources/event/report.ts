import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { EventReport, EventReported } from '../../../../core/hub';
import type { ItemOutcome, Operation } from '../../../shared';
import { carryHubEvent, hubEventOf, hubLedger, hubOf } from '../../../shared/hub';

/**
 * Says what became of the event that an item belongs to, for workflows whose last step is no write of this pack. All items of an
 * execution go in one request.
 */
export const report: Operation = {
  effect: { class: 'write-idempotent', repeat: 'Reports the same outcome again; once the lease has ended it changes nothing.' },
  option: {
    name: 'Report',
    value: 'report',
    action: 'Report on an event',
    description: 'Say what became of the event that the item belongs to: acknowledge it, let it fail, or park it',
  },
  properties: [
    {
      displayName: 'Outcome',
      name: 'outcome',
      type: 'options',
      options: [
        { name: 'Done', value: 'done', description: 'Everything that the event asks for is done' },
        { name: 'Failed', value: 'failed', description: 'Hand it out again after a pause; parked after the last attempt' },
        { name: 'Parked', value: 'parked', description: 'A person has to decide' },
        { name: 'Released', value: 'released', description: 'It was not tried at all: hand it out again at once' },
        { name: 'Superseded', value: 'superseded', description: 'A newer version was taken on' },
        { name: 'Unknown', value: 'unknown', description: 'It may or may not have been written: hand it out again later' },
      ],
      default: 'done',
      description: 'What became of the event',
    },
    {
      displayName: 'Details',
      name: 'reportDetails',
      type: 'collection',
      placeholder: 'Add Detail',
      default: {},
      options: [
        {
          displayName: 'Code',
          name: 'code',
          type: 'string',
          default: '',
          placeholder: 'e.g. unknown-sku',
          description: 'Short code without values, by which repeats of one problem are grouped',
        },
        {
          displayName: 'Next Step',
          name: 'nextStep',
          type: 'string',
          default: '',
          placeholder: 'e.g. Add the SKU to the ERP',
          description: 'What a person should do now',
        },
        {
          displayName: 'Not Before (Seconds)',
          name: 'notBeforeSeconds',
          type: 'number',
          typeOptions: { minValue: 0, maxValue: 86_400 },
          default: 0,
          description: 'How many seconds from now it may be handed out again at the earliest',
        },
        {
          displayName: 'Reason',
          name: 'reason',
          type: 'string',
          default: '',
          placeholder: 'e.g. The warehouse did not answer',
          description: 'What happened, without personal values',
        },
      ],
    },
  ],
  async execute(context, itemIndex) {
    const [outcome] = await reportAll(context, [itemIndex]);
    if (outcome?.ok === true) return [...outcome.items];
    throw noEvent();
  },
  async executeAll(context) {
    return await reportAll(
      context,
      context.getInputData().map((_item, index) => index),
    );
  },
};

interface Details {
  readonly code?: string;
  readonly nextStep?: string;
  readonly notBeforeSeconds?: number;
  readonly reason?: string;
}

async function reportAll(context: IExecuteFunctions, indexes: readonly number[]): Promise<readonly ItemOutcome[]> {
  const reports = indexes.map((index) => reportOf(context, index));
  const due = reports.filter((one) => one !== undefined);
  const { client } = await hubOf(context);
  const answers = due.length === 0 ? [] : await hubLedger(client).report(due);
  const byId = new Map(due.map(({ id, lease }, place) => [`${id} ${lease}`, answers[place]]));
  return reports.map((one, place) => {
    if (one === undefined) return { ok: false, error: noEvent() };
    const { json = {} } = context.getInputData()[indexes[place] ?? 0] ?? {};
    return { ok: true, items: [{ json: toJson(json, byId.get(`${one.id} ${one.lease}`), one) }] };
  });
}

function reportOf(context: IExecuteFunctions, itemIndex: number): EventReport | undefined {
  const event = hubEventOf(context.getInputData()[itemIndex]?.json);
  if (event === undefined) return undefined;
  const { code, nextStep, notBeforeSeconds = 0, reason } = context.getNodeParameter('reportDetails', itemIndex, {}) as Details;
  return {
    id: event.id,
    lease: event.lease,
    outcome: context.getNodeParameter('outcome', itemIndex) as EventReport['outcome'],
    code: code || undefined,
    nextStep: nextStep || undefined,
    reason: reason || undefined,
    notBeforeMs: notBeforeSeconds > 0 ? Date.now() + notBeforeSeconds * 1000 : undefined,
  };
}

function toJson(input: IDataObject, answer: EventReported | undefined, { id, outcome }: EventReport): IDataObject {
  return carryHubEvent(input, { event: id, reported: outcome, state: answer?.state ?? 'leaseLost' });
}

function noEvent(): Failure {
  return new Failure('BadMapping', 'The item belongs to no hub event', {
    code: 'no-hub-event',
    nextStep:
      'Start the workflow with a trigger of this pack that has the hub credential, and keep the field hubEvent on the items: nodes that build new items drop it.',
  });
}
