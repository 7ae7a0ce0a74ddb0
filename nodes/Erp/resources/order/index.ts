import type { Resource } from '../../../shared';
import { cancel } from './cancel';
import { change } from './change';
import { create } from './create';
import { find } from './find';
import { get } from './get';
import { sync } from './sync';

export const order: Resource = { name: 'Order', value: 'order', operations: [create, sync, change, cancel, find, get] };
