import type { Operation } from '../../../shared';
import { connectionOf } from '../../shared/connection';
import { documentProperties, readDocument } from '../../shared/document';
import { effectOf } from '../../shared/effectOf';
import { toItem } from '../../shared/output';
import { createOptionProperties, readCreateOptions } from './createOptions';

/** Writes a canonical order to the ERP once, reads it back and compares it, and takes it to the wanted state. */
export const create: Operation = {
  effect: effectOf('order.create'),
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create an order',
    description: 'Write an order once, compare what the ERP made of it, and take it to the wanted state',
  },
  properties: [...documentProperties, ...createOptionProperties],
  async execute(context, itemIndex) {
    const order = readDocument(context, itemIndex, 'order');
    const options = readCreateOptions(context, itemIndex);
    return [toItem(await (await connectionOf(context)).createOrder(order, options))];
  },
};
