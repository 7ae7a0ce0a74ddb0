import type { Resource } from '../../../shared';
import { checkSetUp } from './checkSetUp';
import { get } from './get';

/** The shop itself. */
export const shop: Resource = { name: 'Shop', value: 'shop', operations: [get, checkSetUp] };
