/** What a search said about one SKU. */
export interface SkuMatch<Variant> {
  readonly sku: string;
  /** `duplicate`: several variants carry the SKU, so none of them may be chosen silently. */
  readonly status: 'found' | 'missing' | 'duplicate';
  readonly variants: readonly Variant[];
}

/** Assigns variants to the SKUs asked for by exact comparison: Shopify's search folds case and matches parts. */
export function matchSkus<Variant extends { readonly sku: string | null }>(
  skus: readonly string[],
  variants: readonly Variant[],
): SkuMatch<Variant>[] {
  const bySku = new Map<string, Variant[]>();
  for (const variant of variants) {
    if (variant.sku === null) continue;
    bySku.set(variant.sku, [...(bySku.get(variant.sku) ?? []), variant]);
  }
  return skus.map((sku) => {
    const found = bySku.get(sku) ?? [];
    if (found.length === 0) return { sku, status: 'missing', variants: found };
    return { sku, status: found.length === 1 ? 'found' : 'duplicate', variants: found };
  });
}
