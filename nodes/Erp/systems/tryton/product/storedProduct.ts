import type { TrytonClient, TrytonRow } from '../client';
import { idOf, idsOf, related, relatedList, searchRead, textOf } from '../client';

/** A product variant as far as orders need it. */
export interface StoredProduct {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly salable: boolean;
  /** Category of its units: a line may use any unit of the same category. */
  readonly unitCategory?: number;
  readonly saleUnit?: number;
  readonly identifiers: readonly string[];
  /** Taxes that the ERP itself would put on a sale. */
  readonly customerTaxes: readonly number[];
}

const FIELDS = [
  'code',
  'name',
  'type',
  'salable',
  'sale_uom',
  'default_uom.category',
  'identifiers.code',
  'account_category.customer_taxes',
];

/** Finds active products by article number. A code is not unique in Tryton: several rows can carry the same one. */
export async function productsBySku(client: TrytonClient, skus: readonly string[]): Promise<readonly StoredProduct[]> {
  return find(client, skus, (codes) => ['code', 'in', codes]);
}

/** Finds active products by GTIN among their identifiers, in whatever length it was entered there. */
export async function productsByGtin(client: TrytonClient, gtins: readonly string[]): Promise<readonly StoredProduct[]> {
  return find(client, gtins.flatMap(gtinSpellings), (codes) => ['identifiers.code', 'in', codes]);
}

async function find(
  client: TrytonClient,
  codes: readonly string[],
  condition: (codes: readonly string[]) => readonly unknown[],
): Promise<readonly StoredProduct[]> {
  const distinct = [...new Set(codes)];
  if (distinct.length === 0) return [];
  const rows = await searchRead(client, 'product.product', [condition(distinct)], { fields: FIELDS });
  return rows.map(toProduct);
}

const GTIN_LENGTHS = [8, 12, 13, 14];

/** Leading zeros do not change a GTIN: 06901234567892 and 6901234567892 are the same article. */
export function gtinSpellings(gtin: string): readonly string[] {
  const bare = gtin.replace(/^0+/, '');
  return GTIN_LENGTHS.filter((length) => length >= bare.length).map((length) => bare.padStart(length, '0'));
}

function toProduct(row: TrytonRow): StoredProduct {
  return {
    id: row.id,
    code: textOf(row, 'code') ?? '',
    name: textOf(row, 'name') ?? '',
    type: textOf(row, 'type') ?? '',
    salable: Boolean(row.salable),
    unitCategory: idOf(related(row, 'default_uom'), 'category'),
    saleUnit: idOf(row, 'sale_uom'),
    identifiers: relatedList(row, 'identifiers').map((identifier) => String(identifier.code)),
    customerTaxes: idsOf(related(row, 'account_category'), 'customer_taxes'),
  };
}
