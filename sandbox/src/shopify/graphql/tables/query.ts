import { GraphQLError } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { formatFixed } from '../../money';
import type { Order } from '../../order/model';
import { placedTotals } from '../../order/totals';
import type { ShopLocation, Variant } from '../../shopState';
import type { GraphContext } from '../context';
import { visibleOrders } from '../context';
import type { SortValue } from '../connection';
import { paginate } from '../connection';
import { notImplemented } from '../errors';
import { parseGid } from '../gid';
import { adminSchema } from '../schema';
import { choice, id, text, time } from '../search/matchers';
import type { Matcher } from '../search/predicate';
import { searchPredicate } from '../search/predicate';
import type { Args } from '../table';
import { listArg, table, textArg } from '../table';

const CONNECTION_ARGS = ['first', 'after', 'last', 'before', 'reverse', 'query'] as const;

const ORDER_FILTERS: Readonly<Record<string, Matcher<Order>>> = {
  id: id((order) => order.id),
  name: text((order) => order.name),
  created_at: time((order) => order.createdAtMs),
  processed_at: time((order) => order.processedAtMs),
  updated_at: time((order) => order.updatedAtMs),
  email: text((order) => order.email),
  po_number: text((order) => order.poNumber),
  confirmation_number: text((order) => order.confirmationNumber),
  test: choice({ true: (order) => order.test, false: (order) => !order.test }),
  status: choice({
    open: (order) => order.closedAtMs === null && order.cancelledAtMs === null,
    closed: (order) => order.closedAtMs !== null && order.cancelledAtMs === null,
    cancelled: (order) => order.cancelledAtMs !== null,
    not_closed: (order) => order.closedAtMs === null,
  }),
  financial_status: choice(
    Object.fromEntries(
      ['paid', 'pending', 'authorized', 'partially_paid', 'partially_refunded', 'refunded', 'voided', 'expired'].map((status) => [
        status,
        (order: Order) => order.financialStatus === status,
      ]),
    ),
  ),
};

const ORDER_SORT_KEYS: Readonly<Record<string, (order: Order) => SortValue>> = {
  ID: (order) => order.id,
  ORDER_NUMBER: (order) => order.number,
  CREATED_AT: (order) => seconds(order.createdAtMs),
  PROCESSED_AT: (order) => seconds(order.processedAtMs),
  UPDATED_AT: (order) => seconds(order.updatedAtMs),
  TOTAL_PRICE: (order) => Number(formatFixed(placedTotals(order).total.shop, order.currency)),
};

const VARIANT_FILTERS: Readonly<Record<string, Matcher<Variant>>> = {
  id: id((variant) => variant.id),
  sku: text((variant) => variant.sku),
  barcode: text((variant) => variant.barcode),
  updated_at: time((variant) => variant.updatedAtMs),
};

const ITEM_FILTERS: Readonly<Record<string, Matcher<Variant>>> = {
  id: id((variant) => variant.inventoryItemId),
  sku: text((variant) => variant.sku),
  created_at: time((variant) => variant.createdAtMs),
  updated_at: time((variant) => variant.updatedAtMs),
};

export const query = table<undefined>({
  shop: (_source, _args, { shop }) => shop,
  currentAppInstallation: () => ({}),
  order: [['id'], (_source, args, context) => byId(visibleOrders(context), parseGid('Order', args['id']))],
  orders: [
    [...CONNECTION_ARGS, 'sortKey'],
    (_source, args, context) => {
      const items = filtered('orders', visibleOrders(context), ORDER_FILTERS, args, context);
      return paginate({ items, id: (order) => order.id, sortBy: sortBy('orders', ORDER_SORT_KEYS, args), args });
    },
  ],
  productVariant: [['id'], (_source, args, { shop }) => shop.variants.get(parseGid('ProductVariant', args['id'])) ?? null],
  productVariants: [
    [...CONNECTION_ARGS, 'sortKey'],
    (_source, args, context) => {
      const items = filtered('productVariants', [...context.shop.variants.values()], VARIANT_FILTERS, args, context);
      const keys = { ID: (variant: Variant) => variant.id, SKU: (variant: Variant) => variant.sku ?? '' };
      return paginate({ items, id: (variant) => variant.id, sortBy: sortBy('productVariants', keys, args), args });
    },
  ],
  inventoryItem: [
    ['id'],
    (_source, args, { shop }) => {
      const wanted = parseGid('InventoryItem', args['id']);
      return [...shop.variants.values()].find((variant) => variant.inventoryItemId === wanted) ?? null;
    },
  ],
  inventoryItems: [
    CONNECTION_ARGS,
    (_source, args, context) => {
      const items = filtered('inventoryItems', [...context.shop.variants.values()], ITEM_FILTERS, args, context);
      return paginate({ items, id: (variant) => variant.inventoryItemId, args });
    },
  ],
  location: [['id'], (_source, args, { shop }) => shop.locations.get(parseGid('Location', args['id'])) ?? null],
  locations: [
    [...CONNECTION_ARGS, 'sortKey', 'includeInactive'],
    (_source, args, context) => {
      const all = [...context.shop.locations.values()].filter(({ isActive }) => isActive || args['includeInactive'] === true);
      const items = filtered('locations', all, { id: id((place) => place.id), name: text((place) => place.name) }, args, context);
      const keys = { ID: (place: ShopLocation) => place.id, NAME: (place: ShopLocation) => place.name };
      return paginate({ items, id: (place) => place.id, sortBy: sortBy('locations', keys, args), args });
    },
  ],
  webhookSubscription: [
    ['id'],
    (_source, args, { shop }) => shop.subscriptions.get(parseGid('WebhookSubscription', args['id'])) ?? null,
  ],
  webhookSubscriptions: [
    ['first', 'after', 'last', 'before', 'reverse', 'sortKey', 'topics', 'uri', 'callbackUrl'],
    (_source, args, { shop }) => {
      const topics = listArg(args, 'topics');
      const uri = textArg(args, 'uri') ?? textArg(args, 'callbackUrl');
      const items = [...shop.subscriptions.values()].filter(
        (subscription) =>
          (topics === undefined || topics.includes(subscription.topic)) && (uri === undefined || subscription.uri === uri),
      );
      return paginate({ items, id: (subscription) => subscription.id, args });
    },
  ],
});

function byId<Item extends { readonly id: bigint }>(items: readonly Item[], wanted: bigint): Item | null {
  return items.find((item) => item.id === wanted) ?? null;
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function sortBy<Item>(field: string, keys: Readonly<Record<string, (item: Item) => SortValue>>, args: Args) {
  const name = textArg(args, 'sortKey') ?? 'ID';
  const key = keys[name];
  if (key === undefined) throw notImplemented(`the sort key ${name} of ${field}`);
  return key;
}

function filtered<Item>(
  field: string,
  items: readonly Item[],
  matchers: Readonly<Record<string, Matcher<Item>>>,
  args: Args,
  { searchWarnings }: GraphContext,
): readonly Item[] {
  const search = textArg(args, 'query');
  if (search === undefined) return items;
  const documented = documentedFilters(field, adminSchema().schema);
  return items.filter(searchPredicate({ query: search, field, matchers, documented, warnings: searchWarnings }));
}

/** Names in the filter table that Shopify prints in the description of the `query` argument. */
function documentedFilters(field: string, schema: GraphQLSchema): ReadonlySet<string> {
  const argument = schema
    .getQueryType()
    ?.getFields()
    [field]?.args.find(({ name }) => name === 'query');
  if (argument === undefined) throw new GraphQLError(`${field} has no search`);
  const [_header, ...rows] = (argument.description ?? '').matchAll(/^\| (\w+) \| /gm);
  return new Set(rows.map(([, name = '']) => name));
}
