/** A search in Shopify's syntax, as a tree. */
export type SearchNode =
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly SearchNode[] }
  | { readonly kind: 'not'; readonly node: SearchNode }
  | SearchTerm;

export interface SearchTerm {
  readonly kind: 'term';
  /** Empty for a term without a field. */
  readonly field: string;
  readonly comparator: '=' | '<' | '<=' | '>' | '>=';
  readonly value: string;
}

const TOKEN = /\s*(?:(\()|(\))|(-)?(?:(\w+):)?(<=|>=|<|>|=)?(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|([^\s()'"][^\s()]*)))/y;

/**
 * Reads `field:value` terms with comparators, quotes, `-` or NOT, AND (also implied), OR and brackets.
 * @returns `undefined` when the text is no search, e.g. an open quote
 */
export function parseSearch(text: string): SearchNode | undefined {
  const tokens = tokenise(text.trim());
  if (tokens === undefined) return undefined;
  let place = 0;

  const isWord = (token: Token | undefined, word: string) => token?.kind === 'word' && token.text.toUpperCase() === word;

  function either(): SearchNode | undefined {
    const nodes: SearchNode[] = [];
    do {
      const node = both();
      if (node === undefined) return undefined;
      nodes.push(node);
    } while (isWord(tokens?.[place], 'OR') && (place += 1));
    return nodes.length === 1 ? nodes[0] : { kind: 'or', nodes };
  }

  function both(): SearchNode | undefined {
    const nodes: SearchNode[] = [];
    while (place < (tokens?.length ?? 0)) {
      const token = tokens?.[place];
      if (token?.kind === 'close' || isWord(token, 'OR')) break;
      if (isWord(token, 'AND')) {
        place += 1;
        continue;
      }
      const node = single();
      if (node === undefined) return undefined;
      nodes.push(node);
    }
    return nodes.length === 1 ? nodes[0] : { kind: 'and', nodes };
  }

  function single(): SearchNode | undefined {
    const token = tokens?.[place];
    place += 1;
    if (token === undefined || token.kind === 'close') return undefined;
    if (token.kind === 'open') {
      const node = either();
      if (tokens?.[place]?.kind !== 'close') return undefined;
      place += 1;
      return node;
    }
    if (isWord(token, 'NOT')) {
      const node = single();
      return node && { kind: 'not', node };
    }
    if (token.kind === 'word') return { kind: 'term', field: '', comparator: '=', value: token.text };
    return token.negated ? { kind: 'not', node: token.term } : token.term;
  }

  const root = either();
  return place === tokens.length ? root : undefined;
}

type Token =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'term'; readonly term: SearchTerm; readonly negated: boolean };

function tokenise(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, open, close, minus, field, comparator, single, double, bare] = match;
    if (open !== undefined) tokens.push({ kind: 'open' });
    else if (close !== undefined) tokens.push({ kind: 'close' });
    else if (field === undefined && minus === undefined && comparator === undefined && bare !== undefined) {
      tokens.push({ kind: 'word', text: bare });
    } else {
      const quoted = (single ?? double)?.replace(/\\(.)/g, '$1');
      const term: SearchTerm = {
        kind: 'term',
        field: field ?? '',
        comparator: (comparator as SearchTerm['comparator'] | undefined) ?? '=',
        value: quoted ?? bare ?? '',
      };
      tokens.push({ kind: 'term', term, negated: minus !== undefined });
    }
  }
  return tokens;
}
