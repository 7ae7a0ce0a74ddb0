import type { IDataObject } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { Operation } from '../../../shared';
import type { Connection, ShopifyClient } from '../../client';
import { allNodes, connect } from '../../client';
import { shopify } from '../../platform';
import { VARIANT_PAGE_SIZES, VARIANTS } from '../../queries/productVariant';
import { searchTerm } from '../../searchSyntax';
import { matchSkus } from './matchSkus';

interface Variant extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly sku: string | null;
}

/** How many SKUs an error message names. */
const NAMED = 10;

/** Finds product variants by SKU and says of every SKU whether it is there, missing or ambiguous. */
export const getManyBySku: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: {
    name: 'Get Many by SKU',
    value: 'getManyBySku',
    action: 'Get many product variants by SKU',
    description: 'Get the variant of each SKU, and the SKUs that are missing or ambiguous',
  },
  properties: [
    {
      displayName: 'SKUs',
      name: 'skus',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'GLOVE-M, GLOVE-L',
      description: 'One SKU, or several as a comma-separated list. An expression may also give a list.',
    },
    {
      displayName: 'If Missing or Ambiguous',
      name: 'ifMissing',
      type: 'options',
      options: [
        { name: 'Fail', value: 'fail', description: 'The item ends with an error that names the SKUs' },
        { name: 'Report', value: 'report', description: 'Every SKU gives one output with its status' },
      ],
      default: 'report',
      description: 'What to do when a SKU belongs to no variant or to several',
    },
  ],
  async execute(context, itemIndex) {
    const skus = skuList(context.getNodeParameter('skus', itemIndex));
    const { access, client } = await connect(context);
    const matches = matchSkus(skus, await findVariants(client, skus));
    const unclear = matches.filter(({ status }) => status !== 'found');
    if (unclear.length > 0 && context.getNodeParameter('ifMissing', itemIndex, 'report') === 'fail') throw skusUnclear(unclear);
    return matches.map(({ sku, status, variants }) => ({
      json: { shop: access.shop, sku, status, variant: status === 'found' ? variants[0] : null, variants } as IDataObject,
    }));
  },
};

/** The SKUs of a parameter, each once, in the order given. */
function skuList(value: unknown): readonly string[] {
  const given = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
  const skus = [...new Set(given.map((sku) => sku.trim()).filter((sku) => sku !== ''))];
  if (skus.length > 0) return skus;
  throw new Failure('BadMapping', 'There is no SKU to look for', {
    system: shopify.name,
    nextStep: 'Enter at least one SKU, or check the expression: it gives nothing for this item.',
  });
}

async function findVariants(client: ShopifyClient, skus: readonly string[]): Promise<readonly Variant[]> {
  const found = new Map<string, Variant>();
  for (let start = 0; start < skus.length; start += VARIANT_PAGE_SIZES.skusPerQuery) {
    const query = skus
      .slice(start, start + VARIANT_PAGE_SIZES.skusPerQuery)
      .map((sku) => searchTerm('sku', sku))
      .join(' OR ');
    const variants = await allNodes('product variants', async (after) => {
      const data = await client.run<{ productVariants: Connection<Variant> }>(VARIANTS, {
        first: VARIANT_PAGE_SIZES.variants,
        after,
        query,
      });
      return data.productVariants;
    });
    for (const variant of variants) found.set(variant.id, variant);
  }
  return [...found.values()];
}

function skusUnclear(unclear: readonly { sku: string; status: string }[]): Failure {
  const named = unclear.slice(0, NAMED).map(({ sku, status }) => `${sku} (${status})`);
  const more = unclear.length > NAMED ? ` and ${unclear.length - NAMED} more` : '';
  return new Failure('NeedsHuman', `Not every SKU belongs to exactly one variant: ${named.join(', ')}${more}`, {
    system: shopify.name,
    record: unclear[0]?.sku,
    nextStep: 'Correct the SKUs in Shopify or in the source; SKUs are compared exactly, also in case.',
  });
}
