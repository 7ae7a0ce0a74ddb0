import type { Resource } from '../../../shared';
import { get } from './get';
import { getMany } from './getMany';

/** Own mappings, kept and versioned at the hub. */
export const mapping: Resource = { name: 'Mapping', value: 'mapping', operations: [getMany, get] };
