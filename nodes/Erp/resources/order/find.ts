import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import type { OrderQuery } from '../../contract';
import { connectionOf } from '../../shared/connection';
import { effectOf } from '../../shared/effectOf';
import { toItem } from '../../shared/output';

/** Finds orders of the ERP; one output item each, or one that says that there is none. */
export const find: Operation = {
  effect: effectOf('order.find'),
  option: {
    name: 'Find',
    value: 'find',
    action: 'Find orders',
    description: 'Find orders by reference, number or the key they were delivered under',
  },
  properties: [
    {
      displayName: 'Find By',
      name: 'findBy',
      type: 'options',
      options: [
        { name: 'Key', value: 'key', description: 'The key in the output of Order: Create' },
        { name: 'Number', value: 'number', description: 'Number that the ERP gave' },
        { name: 'Reference', value: 'reference', description: "The buyer's or the channel's order number" },
      ],
      default: 'reference',
      description: 'What the order is recognised by',
    },
    {
      displayName: 'Value',
      name: 'findValue',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. PO-2026-0815',
      description: 'The reference, number or key; it must fit exactly',
    },
  ],
  async execute(context, itemIndex) {
    const by = context.getNodeParameter('findBy', itemIndex) as 'key' | 'number' | 'reference';
    const value = requiredText(context, 'findValue', 'Value', itemIndex);
    const found = await (await connectionOf(context)).findOrders({ [by]: value } as OrderQuery);
    return found.length > 0 ? found.map((order) => toItem({ found: true, ...order })) : [toItem({ found: false, [by]: value })];
  },
};
