import type { Connection, ShopifyClient } from '../../client';
import { pages } from '../../client';
import { ORDER_PAGE_SIZES, ORDERS } from '../../queries/order';
import type { Order, OrderSelection, PagedOrder } from './readOrder';
import { completeOrder } from './readOrder';

export interface OrderFilter {
  /** Shopify search; `undefined` for all orders. */
  readonly query: string | undefined;
  /** Largest number of orders. */
  readonly limit: number;
  readonly selection: OrderSelection;
}

const { many } = ORDER_PAGE_SIZES;

/**
 * Reads orders in the order of their last change. An order that changes while the list is read moves to its end and comes
 * again: the same state is dropped, a newer state takes the place of the older one, so every order comes once.
 */
export async function readOrders(client: ShopifyClient, { query, limit, selection }: OrderFilter): Promise<Order[]> {
  const byId = new Map<string, Order>();
  const fetchPage = async (after: string | undefined): Promise<Connection<PagedOrder>> => {
    const { orders } = await client.run<{ orders: Connection<PagedOrder> }>(ORDERS, {
      first: Math.min(many.orders, limit),
      after,
      query,
      // A time range on another field than the sort key can run into Shopify's time limit.
      sortKey: 'UPDATED_AT',
      ...selection,
      lineItems: many.lineItems,
      shippingLines: many.shippingLines,
      discounts: many.discounts,
    });
    return orders;
  };

  for await (const page of pages('orders', fetchPage)) {
    for (const paged of page) {
      const known = byId.get(paged.id);
      if (known?.updatedAt === paged.updatedAt) continue;
      if (known === undefined && byId.size >= limit) return [...byId.values()];
      const order = await completeOrder(client, paged, selection);
      if (order === undefined) continue;
      // The newer state also takes the later place: consumers see changes in the order in which they were made.
      byId.delete(order.id);
      byId.set(order.id, order);
    }
    if (byId.size >= limit) break;
  }
  return [...byId.values()];
}
