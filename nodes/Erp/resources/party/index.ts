import type { Resource } from '../../../shared';
import { findOrCreate } from './findOrCreate';

export const party: Resource = { name: 'Party', value: 'party', operations: [findOrCreate] };
