import { createOptionProperties } from './createOptions';
import { orderEffect } from './orderEffect';

/** Writes a canonical order to the ERP once, reads it back and compares it, and takes it to the wanted state. */
export const create = orderEffect({
  operation: 'order.create',
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create an order',
    description: 'Write an order once, compare what the ERP made of it, and take it to the wanted state',
  },
  properties: createOptionProperties,
  write: (connection, order, options) => connection.createOrder(order, options),
});
