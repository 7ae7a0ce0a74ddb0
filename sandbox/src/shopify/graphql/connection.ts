import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Args } from './table';
import { numberArg, table, textArg } from './table';

/** A connection ends here: later rows are only reachable through a narrower filter. */
const LARGEST_CONNECTION = 25_000;

export type SortValue = string | number | bigint;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export interface Paging<Item> {
  readonly items: readonly Item[];
  readonly id: (item: Item) => SortValue;
  /** What the rows are sorted by, before their id. */
  readonly sortBy?: (item: Item) => SortValue;
  /** `first`, `after`, `last`, `before`, `reverse`, and those that the cursor is bound to. */
  readonly args: Args;
}

/**
 * Cuts one page out of a sorted list. A cursor remembers the sort value and id of its row, not its position: a row that
 * changes its sort value between two pages moves, as it does in Shopify. A cursor is refused under another query or sort key.
 */
export function paginate<Item>({ items, id, sortBy = id, args }: Paging<Item>): Page<Item> {
  const direction = args['reverse'] === true ? -1 : 1;
  const keyed = items.map((item) => ({ item, key: [sortBy(item), id(item)] as const }));
  keyed.sort((a, b) => direction * compareKeys(a.key, b.key));
  const sorted = keyed.slice(0, LARGEST_CONNECTION);

  const binding = bindingOf(args);
  const after = readCursor(textArg(args, 'after'), binding);
  const before = readCursor(textArg(args, 'before'), binding);
  const start = after === undefined ? 0 : sorted.filter(({ key }) => direction * compareKeys(key, after) <= 0).length;
  const end = before === undefined ? sorted.length : sorted.filter(({ key }) => direction * compareKeys(key, before) < 0).length;

  const first = numberArg(args, 'first');
  const last = numberArg(args, 'last');
  const from = last === undefined ? start : Math.max(start, end - last);
  const until = first === undefined ? end : Math.min(end, start + first);
  const page = sorted.slice(from, until);
  return {
    items: page.map(({ item }) => item),
    cursors: page.map(({ key }) => writeCursor(key, binding)),
    hasNextPage: until < sorted.length,
    hasPreviousPage: from > 0,
  };
}

/** Fields of every `…Connection` type. */
export const connectionTable = table<Page<unknown>>({
  nodes: (page) => page.items,
  edges: (page) => page.items.map((node, place) => ({ node, cursor: page.cursors[place] })),
  pageInfo: (page) => page,
});

/** Fields of every `…Edge` type. */
export const edgeTable = table<{ readonly node: unknown; readonly cursor: string }>({
  node: (edge) => edge.node,
  cursor: (edge) => edge.cursor,
});

export const pageInfoTable = table<Page<unknown>>({
  hasNextPage: (page) => page.hasNextPage,
  hasPreviousPage: (page) => page.hasPreviousPage,
  startCursor: (page) => page.cursors[0] ?? null,
  endCursor: (page) => page.cursors.at(-1) ?? null,
});

type Key = readonly [SortValue, SortValue];

function compareKeys(a: Key, b: Key): number {
  return compare(a[0], b[0]) || compare(a[1], b[1]);
}

function compare(a: SortValue, b: SortValue): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Arguments that define the list a cursor belongs to. */
function bindingOf(args: Args): string {
  const names = Object.keys(args).filter((name) => !['first', 'last', 'after', 'before'].includes(name));
  const text = JSON.stringify(names.sort().map((name) => [name, args[name] ?? null]));
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function writeCursor([value, id]: Key, binding: string): string {
  const encode = (part: SortValue) => (typeof part === 'bigint' ? { big: part.toString() } : part);
  return Buffer.from(JSON.stringify({ last_id: encode(id), last_value: encode(value), list: binding })).toString('base64url');
}

function readCursor(cursor: string | undefined, binding: string): Key | undefined {
  if (cursor === undefined) return undefined;
  let parsed: { last_id?: unknown; last_value?: unknown; list?: unknown };
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as typeof parsed;
  } catch {
    throw invalidCursor();
  }
  const [value, id] = [decode(parsed.last_value), decode(parsed.last_id)];
  if (parsed.list !== binding || value === undefined || id === undefined) throw invalidCursor();
  return [value, id];
}

function decode(part: unknown): SortValue | undefined {
  if (typeof part === 'string' || typeof part === 'number') return part;
  const big = (part as { big?: unknown } | null | undefined)?.big;
  return typeof big === 'string' ? BigInt(big) : undefined;
}

function invalidCursor(): GraphQLError {
  return new GraphQLError('Invalid cursor for current pagination sort.', { extensions: { code: 'BAD_REQUEST' } });
}
