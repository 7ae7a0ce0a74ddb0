import { GraphQLError } from 'graphql';
import { notImplemented } from '../errors';
import type { SearchNode, SearchTerm } from './parse';
import { parseSearch } from './parse';

/** A search term that Shopify ignores: the answer then holds more rows than the caller thinks. */
export interface SearchWarning {
  readonly path: readonly string[];
  readonly query: string;
  readonly field: string;
  readonly value: string;
  readonly code: 'invalid_field' | 'invalid_value';
}

/** How one search field compares; each returns `undefined` for a value it cannot read. */
export type Matcher<Item> = (term: SearchTerm) => ((item: Item) => boolean) | undefined;

export interface SearchOptions<Item> {
  readonly query: string;
  /** Root field, for warnings. */
  readonly field: string;
  readonly matchers: Readonly<Record<string, Matcher<Item>>>;
  /** Filters that Shopify documents for this field. One without a matcher is refused; any other name is ignored with a warning. */
  readonly documented: ReadonlySet<string>;
  readonly warnings: SearchWarning[];
}

/** Turns a search text into a test for one row. */
export function searchPredicate<Item>(options: SearchOptions<Item>): (item: Item) => boolean {
  const { query, field, matchers, documented, warnings } = options;
  if (query.trim() === '') return () => true;
  const root = parseSearch(query);
  if (root === undefined)
    throw new GraphQLError(`The search of ${field} cannot be read`, { extensions: { code: 'BAD_REQUEST' } });

  /** `undefined` = ignored. */
  function build(node: SearchNode): ((item: Item) => boolean) | undefined {
    switch (node.kind) {
      case 'not': {
        const inner = build(node.node);
        return inner && ((item) => !inner(item));
      }
      case 'and':
      case 'or': {
        const parts = node.nodes.map(build).filter((part) => part !== undefined);
        if (parts.length === 0) return undefined;
        return node.kind === 'and' ? (item) => parts.every((part) => part(item)) : (item) => parts.some((part) => part(item));
      }
      case 'term':
        return buildTerm(node);
    }
  }

  function buildTerm(term: SearchTerm): ((item: Item) => boolean) | undefined {
    if (term.field === '') throw notImplemented(`a search of ${field} without a field name`);
    const matcher = Object.hasOwn(matchers, term.field) ? matchers[term.field] : undefined;
    if (matcher === undefined && documented.has(term.field)) throw notImplemented(`the ${field} filter ${term.field}`);
    const matches = matcher?.(term);
    if (matches === undefined) {
      const code = matcher === undefined ? 'invalid_field' : 'invalid_value';
      warnings.push({ path: [field], query, field: term.field, value: term.value, code });
    }
    return matches;
  }

  return build(root) ?? (() => true);
}
