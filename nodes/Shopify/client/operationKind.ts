/** What a GraphQL text written by a user contains. */
export interface OperationKinds {
  readonly kinds: ReadonlySet<'query' | 'mutation' | 'subscription'>;
  readonly names: readonly string[];
}

/** Block strings, strings and comments: braces and words inside them mean nothing. */
const QUIET_PARTS = /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n\r]*/g;

const TOKENS = /[{}()[\]]|[_A-Za-z][_0-9A-Za-z]*/g;

/**
 * Finds the operations of a GraphQL text without parsing it fully: enough to tell reading from writing.
 * A bare selection set `{ … }` is a query.
 */
export function operationKinds(text: string): OperationKinds {
  const kinds = new Set<'query' | 'mutation' | 'subscription'>();
  const names: string[] = [];
  let depth = 0;
  // The definition that the next top-level brace opens; `undefined` means a bare selection set.
  let definition: string | undefined;
  let awaitsName = false;

  for (const [token] of text.replaceAll(QUIET_PARTS, ' ').matchAll(TOKENS)) {
    if (token === '{' && depth === 0 && definition === undefined) kinds.add('query');
    if (token === '{' || token === '(' || token === '[') {
      depth += 1;
      awaitsName = false;
      continue;
    }
    if (token === '}' || token === ')' || token === ']') {
      depth -= 1;
      if (token === '}' && depth === 0) definition = undefined;
      continue;
    }
    if (depth !== 0) continue;
    if (definition === undefined) {
      definition = token;
      if (token === 'query' || token === 'mutation' || token === 'subscription') {
        kinds.add(token);
        awaitsName = true;
      }
      continue;
    }
    if (awaitsName) {
      names.push(token);
      awaitsName = false;
    }
  }
  return { kinds, names };
}
