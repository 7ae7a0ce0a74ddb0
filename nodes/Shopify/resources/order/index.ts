import type { Resource } from '../../../shared';
import { findByName } from './findByName';
import { get } from './get';
import { getMany } from './getMany';

/** Orders of the shop. */
export const order: Resource = { name: 'Order', value: 'order', operations: [get, getMany, findByName] };
