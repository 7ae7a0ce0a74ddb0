import type { Settled } from '../../../shared/settle';
import type { TrytonClient } from '../client';
import { Gather } from '../client';
import type { StoredProduct } from './storedProduct';
import { gtinSpellings, productsByGtin, productsBySku } from './storedProduct';

/**
 * The products of one ERP, for one execution: what was found once is not asked for again, what was missing is. What several orders
 * ask for at the same moment goes in one request.
 */
export class Products {
  private readonly known = new Map<string, readonly StoredProduct[]>();
  private readonly skus: Gather<string, readonly StoredProduct[]>;
  private readonly gtins: Gather<string, readonly StoredProduct[]>;

  constructor(client: TrytonClient) {
    this.skus = new Gather(async (skus) => {
      const found = await productsBySku(client, skus);
      return skus.map((sku) => ok<readonly StoredProduct[]>(found.filter(({ code }) => code === sku)));
    });
    this.gtins = new Gather(async (gtins) => {
      const found = await productsByGtin(client, gtins);
      return gtins.map((gtin) => ok<readonly StoredProduct[]>(found.filter((product) => carries(product, gtin))));
    });
  }

  /** Active products by article number. A code is not unique in Tryton: several products can carry the same one. */
  async bySku(skus: readonly string[]): Promise<readonly StoredProduct[]> {
    return this.find(skus, (sku) => `sku ${sku}`, this.skus);
  }

  /** Active products by GTIN among their identifiers, in whatever length it was entered there. */
  async byGtin(gtins: readonly string[]): Promise<readonly StoredProduct[]> {
    return this.find(gtins, (gtin) => `gtin ${gtin}`, this.gtins);
  }

  private async find(
    codes: readonly string[],
    nameOf: (code: string) => string,
    gather: Gather<string, readonly StoredProduct[]>,
  ): Promise<readonly StoredProduct[]> {
    const lists = await Promise.all(
      [...new Set(codes)].map(async (code) => {
        const name = nameOf(code);
        const found = this.known.get(name) ?? (await gather.ask(code));
        if (found.length > 0) this.known.set(name, found);
        return found;
      }),
    );
    return [...new Map(lists.flat().map((product) => [product.id, product])).values()];
  }
}

function carries({ identifiers }: StoredProduct, gtin: string): boolean {
  const spellings = gtinSpellings(gtin);
  return identifiers.some((identifier) => spellings.includes(identifier));
}

function ok<Value>(value: Value): Settled<Value> {
  return { ok: true, value };
}
