import type { IDataObject } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { about, connect } from '../../client';
import { globalId } from '../../globalId';
import { customerDataProperty, ifMissingProperty, presentmentProperty } from '../../parameters';
import { shopify } from '../../platform';
import { orderSelection, readOrder } from './readOrder';

/** Reads one order with all its lines. */
export const get: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: { name: 'Get', value: 'get', action: 'Get an order', description: 'Get one order with all its lines' },
  properties: [
    {
      displayName: 'Order ID',
      name: 'orderId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'gid://shopify/Order/5678901234567',
      description: 'Global ID or number of the order, not its name',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [ifMissingProperty, customerDataProperty, presentmentProperty],
    },
  ],
  async execute(context, itemIndex) {
    const id = globalId('Order', context.getNodeParameter('orderId', itemIndex));
    const options = context.getNodeParameter('options', itemIndex, {}) as {
      customerData?: boolean;
      ifMissing?: string;
      presentmentMoney?: boolean;
    };
    const { access, client } = await connect(context);
    const record = `Order ${id.slice(id.lastIndexOf('/') + 1)}`;
    const order = await about(record, async () => await readOrder(client, id, orderSelection(options)));
    if (order !== undefined) return [{ json: { shop: access.shop, ...order } as IDataObject }];
    if (options.ifMissing === 'empty') return [];
    throw orderMissing(record);
  },
};

/** The same sentence wherever one order is asked for and Shopify shows none. */
export function orderMissing(record: string): Failure {
  return new Failure('NeedsHuman', `${record} was not found in Shopify`, {
    system: shopify.name,
    record,
    nextStep: 'Check the order; without the scope read_all_orders Shopify hides orders older than 60 days.',
  });
}
