import { syncOptionProperties } from './createOptions';
import { orderEffect } from './orderEffect';

/** Cancels an order in the ERP, whatever the document's own status says. */
export const cancel = orderEffect({
  operation: 'order.cancel',
  option: {
    name: 'Cancel',
    value: 'cancel',
    action: 'Cancel an order',
    description: 'Cancel an order in the ERP, as long as the ERP has not gone on with it',
  },
  properties: syncOptionProperties,
  write: (connection, order, options) => connection.cancelOrder(order, options),
});
