import type { Resource } from '../../../shared';
import { getManyBySku } from './getManyBySku';

/** What can be sold: one variant has one SKU. */
export const productVariant: Resource = { name: 'Product Variant', value: 'productVariant', operations: [getManyBySku] };
