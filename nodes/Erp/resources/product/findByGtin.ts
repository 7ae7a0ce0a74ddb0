import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { connectionOf } from '../../shared/connection';
import { effectOf } from '../../shared/effectOf';
import { toItem } from '../../shared/output';

/** Finds the articles that carry a GTIN; one output item each, or one that says that there is none. */
export const findByGtin: Operation = {
  effect: effectOf('product.find'),
  option: {
    name: 'Find by GTIN',
    value: 'findByGtin',
    action: 'Find a product by GTIN',
    description: 'Find the products with a GTIN (barcode), whatever leading zeros were entered',
  },
  properties: [
    {
      displayName: 'GTIN',
      name: 'gtin',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. 06901234567892',
      description: 'Global Trade Item Number with 8, 12, 13 or 14 digits',
    },
  ],
  async execute(context, itemIndex) {
    const gtin = requiredText(context, 'gtin', 'GTIN', itemIndex);
    if (!/^(\d{8}|\d{12,14})$/.test(gtin)) {
      throw new Failure('BadMapping', 'GTIN must have 8, 12, 13 or 14 digits', {
        nextStep: 'Correct the value or use Find by SKU.',
      });
    }
    const found = await (await connectionOf(context)).findProducts({ gtin });
    return found.length > 0 ? found.map((product) => toItem({ found: true, ...product })) : [toItem({ found: false, gtin })];
  },
};
