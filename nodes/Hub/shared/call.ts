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

type QueryValue = string | number | undefined;

/** A path with its values encoded; absent and empty ones are left out of the query, a list is given value by value. */
export function pathOf(path: string, query: Readonly<Record<string, QueryValue | readonly QueryValue[]>>): string {
  const parameters = new URLSearchParams();
  for (const [name, given] of Object.entries(query)) {
    for (const value of Array.isArray(given) ? (given as readonly QueryValue[]) : [given as QueryValue]) {
      if (value !== undefined && value !== '') parameters.append(name, String(value));
    }
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}
