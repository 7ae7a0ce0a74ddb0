import { Failure } from '../../../core/failure';
import { shopify } from '../platform';

/** A GraphQL connection with `nodes` and `pageInfo` selected. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * Goes through the pages of a connection, oldest cursor first. It ends or fails, whatever Shopify answers: a cursor that
 * comes twice would otherwise be followed for ever, and a missing one would silently cut the list.
 *
 * @param what names the list in error messages
 * @param fetchPage reads the page after `cursor`, the first one for `undefined`
 * @param first a page that is there already, e.g. nested in another answer
 */
export async function* pages<Node>(
  what: string,
  fetchPage: (cursor: string | undefined) => Promise<Connection<Node>>,
  first?: Connection<Node>,
): AsyncGenerator<readonly Node[], void, void> {
  const seen = new Set<string>();
  let page = first ?? (await fetchPage(undefined));
  let count = page.nodes.length;
  yield page.nodes;

  while (page.pageInfo.hasNextPage) {
    const cursor = page.pageInfo.endCursor;
    if (cursor === null || cursor === '' || seen.has(cursor)) throw brokenPaging(what);
    if (count >= shopify.limits.connectionObjects) throw tooLong(what);
    seen.add(cursor);
    page = await fetchPage(cursor);
    count += page.nodes.length;
    yield page.nodes;
  }
}

/** Collects all nodes of a connection. */
export async function allNodes<Node>(
  what: string,
  fetchPage: (cursor: string | undefined) => Promise<Connection<Node>>,
  first?: Connection<Node>,
): Promise<Node[]> {
  const nodes: Node[] = [];
  for await (const page of pages(what, fetchPage, first)) nodes.push(...page);
  return nodes;
}

function brokenPaging(what: string): Failure {
  return new Failure('RetryLater', `Shopify says there are more ${what} but does not say where the next page begins`, {
    system: shopify.name,
    code: 'PAGING_BROKEN',
    nextStep: 'Nothing is missing silently: run the item again; if it stays, narrow the filter.',
  });
}

function tooLong(what: string): Failure {
  return new Failure('NeedsHuman', `There are more than ${shopify.limits.connectionObjects} ${what}: Shopify ends a list there`, {
    system: shopify.name,
    code: 'LIST_TOO_LONG',
    nextStep: 'Narrow the filter, for example by a later date, and read the rest separately.',
  });
}
