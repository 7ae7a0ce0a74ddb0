import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { connectionOf } from '../../shared/connection';
import { effectOf } from '../../shared/effectOf';
import { toItem } from '../../shared/output';

/** Reads one order of the ERP by its id there. */
export const get: Operation = {
  effect: effectOf('order.get'),
  option: { name: 'Get', value: 'get', action: 'Get an order', description: 'Get an order by its ID in the ERP' },
  properties: [
    {
      displayName: 'Order ID',
      name: 'orderId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. 42',
      description: 'ID of the order in the ERP',
    },
  ],
  async execute(context, itemIndex) {
    const id = requiredText(context, 'orderId', 'Order ID', itemIndex);
    return [toItem(await (await connectionOf(context)).getOrder(id))];
  },
};
