import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { HubCall } from '../../shared/hub';
import { hubOf } from '../../shared/hub';

/** Calls the hub of the node. */
export async function call<Answer>(context: IExecuteFunctions, request: HubCall): Promise<Answer> {
  const { client } = await hubOf(context);
  return await client.call<Answer>(request);
}

/** One output item from an answer of the hub. */
export function toItem(answer: object): INodeExecutionData {
  return { json: { ...answer } as IDataObject };
}

/** A path with its values encoded; absent and empty ones are left out of the query. */
export function pathOf(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}
