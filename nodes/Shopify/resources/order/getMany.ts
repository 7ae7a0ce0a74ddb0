import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { connect } from '../../client';
import { customerDataProperty, presentmentProperty } from '../../parameters';
import { shopify } from '../../platform';
import { SHOP_TIME_ZONE } from '../../queries/shop';
import { allOf } from '../../searchSyntax';
import { orderSelection } from './readOrder';
import { readOrders } from './readOrders';
import { webhookForm } from './webhookForm';

/** Hours that Updated Within may reach back: what Shopify shows without the scope read_all_orders. */
const MAX_HOURS = 60 * 24;

interface Options {
  readonly customerData?: boolean;
  readonly outputAs?: 'graphql' | 'webhook';
  readonly updatedWithinHours?: number;
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
          displayName: 'Output As',
          name: 'outputAs',
          type: 'options',
          options: [
            { name: 'Admin API', value: 'graphql', description: 'The order as the Admin API names its fields' },
            {
              name: 'Webhook',
              value: 'webhook',
              description:
                'Like an item of the trigger: the order in the field payload, in the form of webhooks, with its version',
            },
          ],
          default: 'graphql',
          description: 'In which form orders leave; as webhooks they go through the same mapping as those of the trigger',
        },
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
        {
          displayName: 'Updated Within (Hours)',
          name: 'updatedWithinHours',
          type: 'number',
          typeOptions: { minValue: 0, maxValue: MAX_HOURS },
          default: 0,
          description:
            'Only orders changed in so many hours before now, for runs on a schedule; 0 for no such limit. Counts only when Updated Since is empty.',
        },
      ],
    },
  ],
  async execute(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as Options;
    const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
    const limit = returnAll ? Number.POSITIVE_INFINITY : (context.getNodeParameter('limit', itemIndex, 50) as number);
    const since = startOfWindow(context, itemIndex, options);
    const query = allOf([options.filter, since === undefined ? undefined : `updated_at:>='${since}'`]);

    const { access, client } = await connect(context);
    // Before the reading: what is read later is at least as new.
    const readAt = new Date().toISOString();
    const orders = await readOrders(client, { query, limit, selection: orderSelection(options) });
    if (options.outputAs !== 'webhook') return orders.map((order) => ({ json: { shop: access.shop, ...order } as IDataObject }));
    const { shop } = await client.run<{ shop: { ianaTimezone: string } }>(SHOP_TIME_ZONE, {});
    return orders.map((order) => ({
      json: {
        shop: access.shop,
        version: `${order.updatedAt}/${readAt}`,
        payload: webhookForm(order, shop.ianaTimezone),
      } as IDataObject,
    }));
  },
};

/** The time from which is read, in UTC; `undefined` for all orders. */
function startOfWindow(context: IExecuteFunctions, itemIndex: number, options: Options): string | undefined {
  const { overlapMinutes = shopify.intake.overlapMinutes, updatedWithinHours = 0 } = options;
  const value: unknown = context.getNodeParameter('updatedSince', itemIndex, '');
  if (value === '' || value === null || value === undefined) {
    if (updatedWithinHours <= 0) return undefined;
    const start = DateTime.utc().minus({ hours: updatedWithinHours, minutes: overlapMinutes });
    return start.toISO({ suppressMilliseconds: true });
  }
  const text = DateTime.isDateTime(value) ? value.toISO() : value instanceof Date ? value.toISOString() : String(value);
  const time = DateTime.fromISO(text ?? '', { zone: context.getTimezone() });
  if (time.isValid) return time.minus({ minutes: overlapMinutes }).toUTC().toISO({ suppressMilliseconds: true });
  throw new Failure('BadMapping', 'Updated Since is not a time', {
    system: shopify.name,
    nextStep: 'Enter a time such as 2026-11-22T08:00:00+08:00.',
  });
}
