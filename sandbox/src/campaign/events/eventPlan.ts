import { createHmac } from 'node:crypto';
import { businessKey } from '../../../../core/keys';
import { randomFrom } from '../../faults';
import { formatFixed } from '../../shopify/money';
import { cancel, removeUnits } from '../../shopify/order/changes';
import type { Order } from '../../shopify/order/model';
import { addOrder } from '../../shopify/order/placeOrder';
import { currentTotals } from '../../shopify/order/totals';
import { toJson } from '../../shopify/rest/json';
import { orderPayload } from '../../shopify/rest/orderPayload';
import type { ShopState } from '../../shopify/shopState';
import { makeOrder } from './makeOrder';

/** What happens to an order at its source. */
export type EventKind = 'create' | 'update' | 'cancel';

/** What the ERP has to show when this version of the order is the one that counts. */
export interface WantedSale {
  readonly cancelled: boolean;
  /** What is left of each article, without freight; empty when nothing is. */
  readonly quantities: Readonly<Record<string, number>>;
  /** With taxes and freight, decimal text in the shop's currency. */
  readonly total: string;
}

/** One request of the shop to the registered address. */
export interface PlannedDelivery {
  /** Number of the event it announces. */
  readonly event: number;
  readonly id: string;
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One thing that happened in the shop, and how it is announced. */
export interface PlannedEvent {
  readonly number: number;
  readonly kind: EventKind;
  /** Business key of the order, as the product derives it. */
  readonly key: string;
  /** `updated_at/triggered at`: later versions of one order compare greater. */
  readonly version: string;
  readonly wanted: WantedSale;
  readonly deliveries: readonly PlannedDelivery[];
}

export interface EventPlanOptions {
  readonly seed: string;
  readonly events: number;
  /** The shop in which it happens; the plan changes it, so that its Admin API shows the same orders. */
  readonly shop: ShopState;
  /** Signs the deliveries. */
  readonly secret: string;
  readonly apiVersion: string;
  /** When the first event happens, milliseconds since 1970. */
  readonly startMs: number;
}

/** Shares among the events; the rest are new orders. */
const UPDATES = 0.1;
const CANCELLATIONS = 0.03;
/** Time between two events of the shop, about that between two events of the campaign. Several fall into one second on purpose. */
const STEP_MS = 40;
/** Every other change meets an order that may still be on its way, the rest one of long ago. */
const NEAR = 30;
const FAR = 2_000;

/**
 * Draws what happens in the shop: new orders, 10 % changed and 3 % cancelled ones. The same seed and start give the same events with
 * the same bytes, so that a campaign can be resumed.
 */
export function* planEvents(options: EventPlanOptions): Generator<PlannedEvent> {
  const random = randomFrom(`${options.seed}/events`);
  const open: Order[] = [];
  const newOrder = (nowMs: number, number: number): Order => addOrder(makeOrder(random, number), options.shop, nowMs);
  for (let number = 0; number < options.events; number++) {
    const nowMs = options.startMs + number * STEP_MS;
    const drawn = random();
    const target = drawn < UPDATES + CANCELLATIONS ? pickOpen(open, random) : undefined;
    const kind: EventKind = target === undefined ? 'create' : drawn < UPDATES && canShrink(target) ? 'update' : 'cancel';
    const order = target ?? newOrder(nowMs, number);
    if (kind === 'update') shrink(order, random, nowMs);
    if (kind === 'cancel') cancel(order, 'customer', nowMs);
    if (kind === 'create') open.push(order);
    else if (kind === 'cancel') open.splice(open.indexOf(order), 1);
    if (open.length > 2 * FAR) open.splice(0, FAR);
    yield announce(options, number, kind, order, nowMs);
  }
}

function pickOpen(open: readonly Order[], random: () => number): Order | undefined {
  const reach = random() < 0.5 ? NEAR : FAR;
  const back = Math.floor(random() * Math.min(reach, open.length));
  return open[open.length - 1 - back];
}

/** Something has to be left after a change, otherwise it would be a cancellation. */
function canShrink(order: Order): boolean {
  return order.lines.reduce((sum, line) => sum + line.currentQuantity, 0) > 1;
}

function shrink(order: Order, random: () => number, nowMs: number): void {
  const lines = order.lines.filter(({ currentQuantity }) => currentQuantity > 0);
  const line = lines[Math.floor(random() * lines.length)];
  if (line === undefined) return;
  const most = lines.length > 1 ? line.currentQuantity : line.currentQuantity - 1;
  removeUnits(order, line.id, 1 + Math.floor(random() * Math.max(1, most) * 0.99), nowMs);
}

function announce(options: EventPlanOptions, number: number, kind: EventKind, order: Order, nowMs: number): PlannedEvent {
  const { shop, secret, seed } = options;
  const payload = orderPayload(order, shop);
  const body = Buffer.from(toJson(payload));
  const triggeredAt = new Date(nowMs).toISOString().replace('Z', '000000Z');
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  const eventId = planUuid(`${seed}/${options.startMs}/event/${number}`);
  // A cancellation announces itself under two topics and with one event id, as Shopify's do.
  const topics = { create: ['orders/create'], update: ['orders/updated'], cancel: ['orders/cancelled', 'orders/updated'] }[kind];
  const deliveries = topics.map((topic): PlannedDelivery => {
    const id = planUuid(`${seed}/${options.startMs}/delivery/${number}/${topic}`);
    return {
      event: number,
      id,
      topic,
      body,
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Shopify-Captain-Hook',
        'X-Shopify-Topic': topic,
        'X-Shopify-Shop-Domain': shop.domain,
        'X-Shopify-API-Version': options.apiVersion,
        'X-Shopify-Webhook-Id': id,
        'X-Shopify-Event-Id': eventId,
        'X-Shopify-Triggered-At': triggeredAt,
        'X-Shopify-Hmac-Sha256': signature,
      },
    };
  });
  return {
    number,
    kind,
    key: businessKey({ system: 'shopify', tenant: shop.domain, documentType: 'order', id: order.id.toString() }),
    version: `${String(payload.updated_at)}/${triggeredAt}`,
    wanted: wantedSale(order),
    deliveries,
  };
}

function wantedSale(order: Order): WantedSale {
  const quantities: Record<string, number> = {};
  for (const { sku, currentQuantity } of order.lines) {
    if (sku !== null && currentQuantity > 0) quantities[sku] = (quantities[sku] ?? 0) + currentQuantity;
  }
  return {
    cancelled: order.cancelledAtMs !== null,
    quantities,
    total: formatFixed(currentTotals(order).total.shop, order.currency),
  };
}

/** An id that looks like Shopify's and is the same in every run of a seed. */
export function planUuid(name: string): string {
  const hex = createHmac('sha256', 'campaign').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
