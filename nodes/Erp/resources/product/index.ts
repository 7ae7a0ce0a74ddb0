import type { Resource } from '../../../shared';
import { findByGtin } from './findByGtin';
import { findBySku } from './findBySku';

export const product: Resource = { name: 'Product', value: 'product', operations: [findBySku, findByGtin] };
