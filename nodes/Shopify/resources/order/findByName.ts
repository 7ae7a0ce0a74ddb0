import type { IDataObject } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import type { Connection, ShopifyClient } from '../../client';
import { about, allNodes, connect } from '../../client';
import { customerDataProperty, ifMissingProperty, presentmentProperty } from '../../parameters';
import { shopify } from '../../platform';
import { ORDER_NAMES } from '../../queries/order';
import { searchTerm } from '../../searchSyntax';
import { orderMissing } from './get';
import { orderSelection, readOrder } from './readOrder';

/** Candidates per page; a fuzzy search rarely brings more. */
const CANDIDATES = 50;

/** Finds the one order that bears exactly this name. */
export const findByName: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Find by Name',
    value: 'findByName',
    action: 'Find an order by name',
    description: 'Find the order with exactly this name, such as #1001',
  },
  properties: [
    {
      displayName: 'Order Name',
      name: 'orderName',
      type: 'string',
      default: '',
      required: true,
      placeholder: '#1001',
      description: 'Name that people use, with or without the leading number sign',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [ifMissingProperty, customerDataProperty, presentmentProperty],
    },
  ],
  async execute(context, itemIndex) {
    const name = String(context.getNodeParameter('orderName', itemIndex)).trim();
    const options = context.getNodeParameter('options', itemIndex, {}) as {
      customerData?: boolean;
      ifMissing?: string;
      presentmentMoney?: boolean;
    };
    if (name.replace(/^#/, '') === '') {
      throw new Failure('BadMapping', 'The order name is empty', {
        system: shopify.name,
        nextStep: 'Enter a name such as #1001.',
      });
    }
    const { access, client } = await connect(context);
    const record = `Order ${name}`;
    const order = await about(record, async () => {
      const id = await findId(client, name);
      return id === undefined ? undefined : await readOrder(client, id, orderSelection(options));
    });
    if (order !== undefined) return [{ json: { shop: access.shop, ...order } as IDataObject }];
    if (options.ifMissing === 'empty') return [];
    throw orderMissing(record);
  },
};

/** Shopify's search also brings names that merely contain the text, so only an equal name counts. */
async function findId(client: ShopifyClient, name: string): Promise<string | undefined> {
  const bare = name.replace(/^#/, '');
  const wanted = new Set([bare, `#${bare}`]);
  const query = [...wanted].map((candidate) => searchTerm('name', candidate)).join(' OR ');
  const candidates = await allNodes('orders', async (after) => {
    const { orders } = await client.run<{ orders: Connection<{ id: string; name: string }> }>(ORDER_NAMES, {
      first: CANDIDATES,
      after,
      query,
    });
    return orders;
  });
  const exact = new Map(
    candidates.filter((candidate) => wanted.has(candidate.name)).map((candidate) => [candidate.id, candidate]),
  );
  if (exact.size <= 1) return [...exact.keys()][0];
  throw new Failure('NeedsHuman', `${exact.size} orders are named ${name}`, {
    system: shopify.name,
    nextStep: 'Use Order: Get with the ID of the right one.',
  });
}
