import type { Order } from '../order/model';
import type { ShopState } from '../shopState';
import { shopTime } from '../time';
import type { JsonObject } from './json';

/** The payload of orders/edited: what the edit removed, not the order itself. */
export function orderEditPayload(
  order: Order,
  removed: { readonly lineId: bigint; readonly units: number },
  shop: ShopState,
): JsonObject {
  const at = shopTime(order.updatedAtMs, shop.timeZone);
  return {
    order_edit: {
      id: order.id + 1_000_000n,
      app_id: null,
      created_at: at,
      committed_at: at,
      notify_customer: false,
      order_id: order.id,
      staff_note: '',
      user_id: null,
      line_items: { additions: [], removals: [{ id: removed.lineId, delta: removed.units }] },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}
