import { Failure } from '../../../../core/failure';
import type { Connection, ShopifyClient, ShopifyDocument, Variables } from '../../client';
import { allNodes } from '../../client';
import { shopify } from '../../platform';
import { ORDER_BY_ID, ORDER_DISCOUNTS, ORDER_LINE_ITEMS, ORDER_PAGE_SIZES, ORDER_SHIPPING_LINES } from '../../queries/order';

type Node = Readonly<Record<string, unknown>>;

/** An order as the queries select it, its lists still in pages. */
export interface PagedOrder extends Node {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: string;
  readonly lineItems: Connection<Node>;
  readonly shippingLines: Connection<Node>;
  readonly discountApplications: Connection<Node>;
}

/** An order whose three lists are complete and plain. */
export interface Order extends Node {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: string;
  readonly lineItems: readonly Node[];
  readonly shippingLines: readonly Node[];
  readonly discountApplications: readonly Node[];
}

/** Which parts of orders are read; the names are those of the query variables. */
export interface OrderSelection {
  readonly withCustomer: boolean;
  readonly withPresentment: boolean;
}

/** Options of a node as a selection; both parts are read unless they are switched off. */
export function orderSelection(options: {
  readonly customerData?: boolean;
  readonly presentmentMoney?: boolean;
}): OrderSelection {
  return { withCustomer: options.customerData ?? true, withPresentment: options.presentmentMoney ?? true };
}

/** An order that changes all the time is given up after this many readings. */
const READINGS = 3;

const { one, more } = ORDER_PAGE_SIZES;

/** Marks that the order was changed or deleted between two of its pages. */
const CHANGED = Symbol('changed');

/** Reads one order completely; `undefined` when Shopify does not show it. */
export async function readOrder(client: ShopifyClient, id: string, selection: OrderSelection): Promise<Order | undefined> {
  const order = await fetchOrder(client, id, selection);
  return order === undefined ? undefined : await completeOrder(client, order, selection);
}

/**
 * Fetches the pages that are missing from an order's lists. When the order changes meanwhile it is read again from the
 * start, because lines of two states must not be mixed.
 *
 * @returns `undefined` when the order has disappeared
 */
export async function completeOrder(
  client: ShopifyClient,
  paged: PagedOrder,
  selection: OrderSelection,
): Promise<Order | undefined> {
  let current: PagedOrder | undefined = paged;
  for (let reading = 1; reading <= READINGS; reading += 1) {
    if (current === undefined) return undefined;
    const complete = await readLists(client, current, selection);
    if (complete !== CHANGED) return complete;
    current = await fetchOrder(client, paged.id, selection);
  }
  throw new Failure('RetryLater', `Order ${paged.name} was changed while its lines were read, ${READINGS} times in a row`, {
    system: shopify.name,
    record: paged.name,
    nextStep: 'Run the item again when nobody is editing the order.',
  });
}

async function fetchOrder(client: ShopifyClient, id: string, selection: OrderSelection): Promise<PagedOrder | undefined> {
  const { order } = await client.run<{ order: PagedOrder | null }>(ORDER_BY_ID, { id, ...selection, ...one });
  return order ?? undefined;
}

async function readLists(client: ShopifyClient, order: PagedOrder, selection: OrderSelection): Promise<Order | typeof CHANGED> {
  const { withPresentment } = selection;
  const read = async (what: string, document: ShopifyDocument, variables: Variables, page: Connection<Node>) =>
    await readList(client, order, `${what} of order ${order.name}`, document, variables, page);

  const lineItems = await read('line items', ORDER_LINE_ITEMS, { first: more.lineItems, withPresentment }, order.lineItems);
  if (lineItems === CHANGED) return CHANGED;
  const shippingLines = await read(
    'shipping lines',
    ORDER_SHIPPING_LINES,
    { first: more.shippingLines, withPresentment },
    order.shippingLines,
  );
  if (shippingLines === CHANGED) return CHANGED;
  const discountApplications = await read('discounts', ORDER_DISCOUNTS, { first: more.discounts }, order.discountApplications);
  if (discountApplications === CHANGED) return CHANGED;
  return { ...order, lineItems, shippingLines, discountApplications };
}

async function readList(
  client: ShopifyClient,
  { id, updatedAt }: PagedOrder,
  what: string,
  document: ShopifyDocument,
  variables: Variables,
  page: Connection<Node>,
): Promise<readonly Node[] | typeof CHANGED> {
  let changed = false;
  const nodes = await allNodes(
    what,
    async (after) => {
      const { order } = await client.run<{ order: { updatedAt: string; connection: Connection<Node> } | null }>(document, {
        id,
        ...variables,
        after,
      });
      if (order?.updatedAt === updatedAt) return order.connection;
      changed = true;
      return { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    },
    page,
  );
  return changed ? CHANGED : nodes;
}
