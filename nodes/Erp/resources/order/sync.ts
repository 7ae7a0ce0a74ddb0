import { syncOptionProperties } from './createOptions';
import { orderEffect } from './orderEffect';

/** Brings the order in the ERP to what the document says: creates, changes or cancels it. */
export const sync = orderEffect({
  operation: 'order.sync',
  option: {
    name: 'Synchronize',
    value: 'sync',
    action: 'Synchronize an order',
    description:
      'Create, change or cancel an order in the ERP so that it is as the document says; an older version changes nothing',
  },
  properties: syncOptionProperties,
  write: (connection, order, options) => connection.syncOrder(order, options),
});
