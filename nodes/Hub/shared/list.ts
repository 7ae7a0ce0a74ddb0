import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { toItem } from './call';

/** Largest page of the hub. */
const PAGE_SIZE = 500;

/** How many results are wanted. */
export const limitProperties: INodeProperties[] = [
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: { show: { returnAll: [false] } },
  },
];

/**
 * Reads pages until there are enough results or none is left.
 * @param page one page behind a key
 * @param keyOf key of a result, to continue behind it
 */
export async function readPages<Row extends object>(
  context: IExecuteFunctions,
  itemIndex: number,
  page: (after: string | undefined, limit: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Promise<INodeExecutionData[]> {
  const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
  const wanted = returnAll ? Number.POSITIVE_INFINITY : (context.getNodeParameter('limit', itemIndex, 50) as number);
  const rows: Row[] = [];
  let after: string | undefined;
  while (rows.length < wanted) {
    const size = Math.min(PAGE_SIZE, wanted - rows.length);
    const found = await page(after, size);
    rows.push(...found);
    const last = found.at(-1);
    if (last === undefined || found.length < size) break;
    after = keyOf(last);
  }
  return rows.map(toItem);
}
