import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { HubEventReference } from '../../core/hub';
import type { CompiledMapping, Issue } from '../../core/mapping';
import { carryHubEvent, hubEventOf, MAPPING_USED_FIELD, optionalHub, withoutHubFields } from '../shared/hub';
import type { ChosenMapping } from './chooseMapping';
import { chooseMapping } from './chooseMapping';
import { referenceOf } from './referenceOf';
import type { Rejection } from './reportRejections';
import { reportRejections } from './reportRejections';

const ENVELOPE = ['topic', 'shop', 'deliveryId', 'eventId'] as const;

/**
 * Maps every input item: documents leave on the first output, refused records with their reasons on the second. Items of a hub event
 * keep their reference to it and name the mapping that made them; with a hub credential the events of refused ones are parked there.
 */
export async function mapItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const hub = await optionalHub(context);
  const chosen = await chooseMapping(context, hub?.client);
  const operation = context.getNodeParameter('operation', 0) as string;
  const inputField = (context.getNodeParameter('inputField', 0) as string).trim();
  const given = givenContext(context);
  const mapped: INodeExecutionData[] = [];
  const rejected: INodeExecutionData[] = [];
  const rejections: Rejection[] = [];

  for (const [item, { json }] of context.getInputData().entries()) {
    const event = hubEventOf(json);
    const result = mapItem(chosen.mapping, operation, inputField, json, given);
    if (result.ok) {
      const out = carryHubEvent(json, result.json);
      const named = operation === 'map' && (hub !== undefined || event !== undefined);
      mapped.push({ json: named ? { ...out, [MAPPING_USED_FIELD]: usedBy(chosen) } : out, pairedItem: { item } });
      continue;
    }
    rejected.push({ json: carryHubEvent(json, result.json), pairedItem: { item } });
    if (event !== undefined) rejections.push(rejectionOf(event, result.json));
  }
  if (hub !== undefined) await reportRejections(context, hub.client, rejections);
  return [mapped, rejected];
}

type Mapped = { readonly ok: true; readonly json: IDataObject } | { readonly ok: false; readonly json: IDataObject };

function mapItem(
  mapping: CompiledMapping,
  operation: string,
  inputField: string,
  json: IDataObject,
  given: Readonly<Record<string, unknown>>,
): Mapped {
  const record = inputField === '' ? withoutHubFields(json) : json[inputField];
  if (operation === 'coverage')
    return { ok: true, json: { mapping: mapping.id, ...mapping.coverage(record) } as unknown as IDataObject };
  const values = { ...fromTrigger(json), ...given };
  const explained = operation === 'explain' ? mapping.explain(record, values) : undefined;
  const { output, issues } = explained ?? mapping.apply(record, values);
  if (output === undefined) return { ok: false, json: rejection(mapping, json, inputField, issues) };
  if (explained === undefined) return { ok: true, json: output as IDataObject };
  return { ok: true, json: { mapping: mapping.id, fields: explained.fields, output } as unknown as IDataObject };
}

/** What a trigger of this pack says about its delivery; a mapping takes what it declares. */
function fromTrigger({ shop, version }: IDataObject): Readonly<Record<string, unknown>> {
  return {
    ...(typeof shop === 'string' ? { tenant: shop } : {}),
    ...(typeof version === 'string' ? { version } : {}),
  };
}

function usedBy({ mapping, reference }: ChosenMapping): IDataObject {
  return { ...(reference ?? referenceOf(mapping)) };
}

function givenContext(context: IExecuteFunctions): Readonly<Record<string, unknown>> {
  const { values = [] } = context.getNodeParameter('context', 0, {}) as { values?: readonly { name: string; value: string }[] };
  return Object.fromEntries(values.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]));
}

/** What leaves on the Rejected output: the reasons, and which delivery it was. Never the record itself: it holds personal data. */
function rejection(mapping: CompiledMapping, json: IDataObject, inputField: string, issues: readonly Issue[]): IDataObject {
  const [first] = issues;
  const missing = inputField !== '' && json[inputField] === undefined;
  const reason = missing
    ? `The item has no field "${inputField}": set Input Field to the field that holds the record, or leave it empty to map the whole item`
    : `${first?.message ?? 'the record was refused'}${first?.source ? ` (input ${first.source})` : ''}${issues.length > 1 ? `, and ${issues.length - 1} more` : ''}`;
  const delivery = Object.fromEntries(ENVELOPE.filter((name) => json[name] !== undefined).map((name) => [name, json[name]]));
  return {
    error: reason,
    mapping: mapping.id,
    mappingVersion: mapping.version,
    ...delivery,
    issues: issues as unknown as IDataObject[],
  };
}

function rejectionOf(event: HubEventReference, { error, mapping, mappingVersion, issues }: IDataObject): Rejection {
  return {
    event,
    reason: String(error),
    mapping: `${String(mapping)} ${String(mappingVersion)}`,
    issues: issues as unknown as readonly Issue[],
  };
}
