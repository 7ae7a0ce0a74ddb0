import type { Clock } from '../../clock';
import type { Witness } from '../../faults';
import type { ShopState } from '../shopState';
import type { SearchWarning } from './search/predicate';

/** What every resolver of one request knows. */
export interface GraphContext {
  readonly shop: ShopState;
  readonly clock: Clock;
  readonly witness: Witness;
  /** The version that answers, after falling forward. */
  readonly apiVersion: string;
  /** Scopes of the access token. */
  readonly scopes: ReadonlySet<string>;
  /** Search terms that were ignored; reported in `extensions.search`, as Shopify does. */
  readonly searchWarnings: SearchWarning[];
}

/** An order created longer ago is only visible with `read_all_orders`. */
const ORDER_WINDOW_MS = 60 * 24 * 60 * 60 * 1000;

export function visibleOrders({ shop, clock, scopes }: GraphContext) {
  const orders = [...shop.orders.values()];
  if (scopes.has('read_all_orders')) return orders;
  return orders.filter((order) => clock.now() - order.createdAtMs <= ORDER_WINDOW_MS);
}
