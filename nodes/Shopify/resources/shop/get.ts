import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared';
import { connect } from '../../client';
import { SHOP } from '../../queries/shop';

/** Reads what the shop says about itself. */
export const get: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get',
    value: 'get',
    action: 'Get the shop',
    description: 'Get name, domain, currency, time zone and plan of the shop',
  },
  properties: [],
  async execute(context) {
    const { client } = await connect(context);
    const { shop } = await client.run<{ shop: IDataObject }>(SHOP);
    return [{ json: shop }];
  },
};
