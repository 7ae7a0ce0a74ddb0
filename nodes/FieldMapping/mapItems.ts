import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CompiledMapping, Issue } from '../../core/mapping';
import { chooseMapping } from './chooseMapping';

const ENVELOPE = ['topic', 'shop', 'deliveryId', 'eventId'] as const;

/** Maps every input item: documents leave on the first output, refused records with their reasons on the second. */
export function mapItems(context: IExecuteFunctions): INodeExecutionData[][] {
  const mapping = chooseMapping(context);
  const operation = context.getNodeParameter('operation', 0) as string;
  const inputField = (context.getNodeParameter('inputField', 0) as string).trim();
  const given = givenContext(context);
  const mapped: INodeExecutionData[] = [];
  const rejected: INodeExecutionData[] = [];

  for (const [item, { json }] of context.getInputData().entries()) {
    const record = inputField === '' ? json : json[inputField];
    const values = { ...(typeof json.shop === 'string' ? { tenant: json.shop } : {}), ...given };
    if (operation === 'coverage') {
      mapped.push({ json: { mapping: mapping.id, ...mapping.coverage(record) } as unknown as IDataObject, pairedItem: { item } });
      continue;
    }
    const explained = operation === 'explain' ? mapping.explain(record, values) : undefined;
    const { output, issues } = explained ?? mapping.apply(record, values);
    if (output === undefined) rejected.push({ json: rejection(mapping, json, inputField, issues), pairedItem: { item } });
    else if (explained === undefined) mapped.push({ json: output as IDataObject, pairedItem: { item } });
    else
      mapped.push({
        json: { mapping: mapping.id, fields: explained.fields, output } as unknown as IDataObject,
        pairedItem: { item },
      });
  }
  return [mapped, rejected];
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
