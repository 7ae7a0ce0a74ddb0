import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** One output item from a result of the contract: only plain JSON, absent fields left out. */
export function toItem(result: object): INodeExecutionData {
  return { json: JSON.parse(JSON.stringify(result)) as IDataObject };
}
