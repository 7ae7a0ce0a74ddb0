import type { Resource } from '../../../shared';
import { create } from './create';
import { find } from './find';
import { get } from './get';

export const order: Resource = { name: 'Order', value: 'order', operations: [create, find, get] };
