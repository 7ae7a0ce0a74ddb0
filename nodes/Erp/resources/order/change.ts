import { changeOptionProperties } from './createOptions';
import { orderEffect } from './orderEffect';

/** Changes an order that stands in the ERP already. */
export const change = orderEffect({
  operation: 'order.change',
  option: {
    name: 'Change',
    value: 'change',
    action: 'Change an order',
    description: 'Bring an order that stands in the ERP to what the document says, as long as the ERP has not gone on with it',
  },
  properties: changeOptionProperties,
  write: (connection, order, options) => connection.changeOrder(order, options),
});
