import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { connectionOf } from '../../shared/connection';
import { effectOf } from '../../shared/effectOf';
import { toItem } from '../../shared/output';

/** Finds the articles that carry an article number; one output item each, or one that says that there is none. */
export const findBySku: Operation = {
  effect: effectOf('product.find'),
  option: {
    name: 'Find by SKU',
    value: 'findBySku',
    action: 'Find a product by SKU',
    description: 'Find the products with an article number',
  },
  properties: [
    {
      displayName: 'SKU',
      name: 'sku',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. STENT-35-18',
      description: 'Article number in the ERP',
    },
  ],
  async execute(context, itemIndex) {
    const sku = requiredText(context, 'sku', 'SKU', itemIndex);
    const found = await (await connectionOf(context)).findProducts({ sku });
    return found.length > 0 ? found.map((product) => toItem({ found: true, ...product })) : [toItem({ found: false, sku })];
  },
};
