import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { connect } from '../../client';
import { customerDataProperty, presentmentProperty } from '../../parameters';
import { shopify } from '../../platform';
import { allOf } from '../../searchSyntax';
import { orderSelection } from './readOrder';
import { readOrders } from './readOrders';

interface Options {
  readonly customerData?: boolean;
  readonly filter?: string;
  readonly overlapMinutes?: number;
  readonly presentmentMoney?: boolean;
}

/** Reads the orders that were changed since a time, each once and with all its lines. */
export const getMany: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get Many',
    value: 'getMany',
    action: 'Get many orders',
    description: 'Get the orders changed since a time, each with all its lines',
  },
  properties: [
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
    {
      displayName: 'Updated Since',
      name: 'updatedSince',
      type: 'dateTime',
      default: '',
      description:
        'Only orders changed at or after this time; empty for all. A time without a zone is read in the time zone of the workflow.',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [
        customerDataProperty,
        presentmentProperty,
        {
          displayName: 'Overlap (Minutes)',
          name: 'overlapMinutes',
          type: 'number',
          typeOptions: { minValue: 0, maxValue: 1440 },
          default: 5,
          description:
            'How much earlier than Updated Since to start, because changes become visible late. Orders read twice are recognised by their ID and time.',
        },
        {
          displayName: 'Search Filter',
          name: 'filter',
          type: 'string',
          default: '',
          placeholder: 'status:open AND financial_status:paid',
          description: 'Search in the syntax of the Shopify Admin API, in addition to the time',
        },
      ],
    },
  ],
  async execute(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as Options;
    const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
    const limit = returnAll ? Number.POSITIVE_INFINITY : (context.getNodeParameter('limit', itemIndex, 50) as number);
    const since = startOfWindow(context, itemIndex, options.overlapMinutes ?? shopify.intake.overlapMinutes);
    const query = allOf([options.filter, since === undefined ? undefined : `updated_at:>='${since}'`]);

    const { access, client } = await connect(context);
    const orders = await readOrders(client, { query, limit, selection: orderSelection(options) });
    return orders.map((order) => ({ json: { shop: access.shop, ...order } as IDataObject }));
  },
};

/** The time from which is read, in UTC; `undefined` for all orders. */
function startOfWindow(context: IExecuteFunctions, itemIndex: number, overlapMinutes: number): string | undefined {
  const value: unknown = context.getNodeParameter('updatedSince', itemIndex, '');
  if (value === '' || value === null || value === undefined) return undefined;
  const text = DateTime.isDateTime(value) ? value.toISO() : value instanceof Date ? value.toISOString() : String(value);
  const time = DateTime.fromISO(text ?? '', { zone: context.getTimezone() });
  if (time.isValid) return time.minus({ minutes: overlapMinutes }).toUTC().toISO({ suppressMilliseconds: true });
  throw new Failure('BadMapping', 'Updated Since is not a time', {
    system: shopify.name,
    nextStep: 'Enter a time such as 2026-11-22T08:00:00+08:00.',
  });
}
