/** A GraphQL document of this pack, kept as a constant so that tests can check it against the official schema. */
export interface ShopifyDocument {
  /** How errors call it. */
  readonly name: string;
  /** Sent along when the text holds several operations, or to name the one it holds. */
  readonly operationName?: string;
  readonly kind: 'query' | 'mutation';
  readonly text: string;
  /** True when Shopify or the nature of the change makes sending it twice the same as once. */
  readonly repeatable: boolean;
}

/** Declares a query: reading may be repeated at will. */
export function queryDocument(name: string, text: string): ShopifyDocument {
  return { name, operationName: name, kind: 'query', text, repeatable: true };
}

/** Declares a mutation; `repeatable` only with `@idempotent` or when the result is an absolute state. */
export function mutationDocument(name: string, text: string, options: { repeatable: boolean }): ShopifyDocument {
  return { name, operationName: name, kind: 'mutation', text, repeatable: options.repeatable };
}
