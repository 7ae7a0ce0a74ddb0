import { queryDocument } from '../client/document';

/** How many SKUs are searched in one query, and how many variants come back per page. */
export const VARIANT_PAGE_SIZES = { skusPerQuery: 25, variants: 100 } as const;

/** Variants that match a search; the search folds case and word parts, so SKUs are compared afterwards. */
export const VARIANTS = queryDocument(
  'Variants',
  `query Variants($first: Int!, $after: String, $query: String!) {
  productVariants(first: $first, after: $after, query: $query, sortKey: ID) {
    nodes {
      id
      legacyResourceId
      sku
      barcode
      title
      displayName
      price
      compareAtPrice
      taxable
      inventoryPolicy
      inventoryQuantity
      updatedAt
      product { id legacyResourceId title status vendor }
      inventoryItem { id legacyResourceId sku tracked requiresShipping }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
);
