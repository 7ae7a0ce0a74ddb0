import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '../clock';
import { FaultPlan, Witness, answerUnderFault, sendAnswer } from '../faults';
import { Bucket } from './graphql/bucket';
import type { GraphContext } from './graphql/context';
import { answerTokenRequest } from './http/accessToken';
import { errorAnswer } from './http/answers';
import { admit, answerAdmitted } from './http/graphEndpoint';
import { listen, stop } from './http/server';
import { Tokens } from './http/tokens';
import { answeringVersion, supportedVersions } from './http/versions';
import { cancel, pay, removeUnits } from './order/changes';
import type { CancelReason, Order } from './order/model';
import { addOrder } from './order/placeOrder';
import type { PlaceOrder } from './order/placeOrderInput';
import type { ShopifySimulatorOptions } from './options';
import { DEFAULT_SCOPES, SANDBOX_CREDENTIALS } from './options';
import type { JsonObject } from './rest/json';
import { orderEditPayload } from './rest/orderEditPayload';
import { orderPayload } from './rest/orderPayload';
import { medicalSeed, seedShop } from './seed';
import type { ShopState } from './shopState';
import type { Delivery, Subscription } from './webhooks/model';
import { WebhookSender } from './webhooks/sender';

export interface ShopifySimulator {
  /** Base address: stands for `https://{shop}.myshopify.com`. */
  readonly url: string;
  /** The shop's data; tests may change it. */
  readonly shop: ShopState;
  /** Counts what API clients changed, e.g. `webhookSubscription/ORDERS_CREATE/{uri}`. */
  readonly witness: Witness;
  readonly faults: FaultPlan;
  /** A buyer orders: orders/create, orders/paid when paid, and orders/updated go out. */
  placeOrder(input: PlaceOrder): Order;
  /** The merchant removes units of a line: orders/edited and orders/updated. */
  editOrder(orderId: bigint, removal: { readonly lineId: bigint; readonly units: number }): Order;
  /** orders/cancelled and orders/updated. @default reason 'customer' */
  cancelOrder(orderId: bigint, reason?: CancelReason): Order;
  /** orders/paid and orders/updated. */
  markPaid(orderId: bigint): Order;
  /** The REST-shaped payload as the webhooks carry it; ids are bigint. `toJson` gives Shopify's bytes. */
  orderWebhookPayload(orderId: bigint): JsonObject;
  readonly webhooks: {
    readonly deliveries: readonly Delivery[];
    /** Sends a delivery once more, with the same webhook id. */
    redeliver(id: string): void;
    readonly subscriptions: readonly Subscription[];
  };
  /** Every client-credentials token ends now. */
  expireTokens(): void;
  /** Resolves when every webhook attempt that is due has been answered or has failed. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a strict stand-in for one Shopify shop's Admin API on the loopback interface. */
export async function startShopifySimulator(options: ShopifySimulatorOptions = {}): Promise<ShopifySimulator> {
  const clock = options.clock ?? systemClock;
  const scopes = options.scopes ?? DEFAULT_SCOPES;
  const credentials = {
    accessToken: options.accessToken ?? SANDBOX_CREDENTIALS.accessToken,
    clientId: options.clientId ?? SANDBOX_CREDENTIALS.clientId,
    clientSecret: options.clientSecret ?? SANDBOX_CREDENTIALS.clientSecret,
  };
  const settings = {
    domain: options.shop ?? 'suzhou-medtrade.myshopify.com',
    currency: options.currency ?? 'CNY',
    timeZone: options.timeZone ?? 'Asia/Shanghai',
    taxesIncluded: options.taxesIncluded ?? false,
    scopes,
  };
  const shop = seedShop(options.seed ?? medicalSeed, settings, clock.now());
  shop.customerData = options.customerData ?? 'approved';
  const witness = new Witness();
  const faults = options.faults ?? new FaultPlan();
  const tokens = new Tokens({ ...credentials, clock });
  const bucket = new Bucket(options.plan ?? { maximumAvailable: 2000, restoreRate: 100 }, clock);
  const versions = supportedVersions(options.apiVersion ?? '2026-10');
  const sender = new WebhookSender({
    shop,
    clock,
    clientSecret: credentials.clientSecret,
    faults: options.webhookFaults ?? {},
  });

  async function answerGraphRequest(asked: string, request: IncomingMessage, body: Buffer, response: ServerResponse) {
    const apiVersion = answeringVersion(asked, versions);
    if (apiVersion === undefined) return sendAnswer(response, errorAnswer(404, 'Not Found'));
    const admission = admit(request.headers, body, tokens);
    if (!admission.ok) return sendAnswer(response, admission.answer);
    const headers = { 'x-shopify-api-version': apiVersion, 'x-shopid': shop.id.toString() };
    const context: GraphContext = { shop, clock, witness, apiVersion, scopes: withImplied(shop.scopes), searchWarnings: [] };
    return answerUnderFault({
      fault: faults.draw(admission.faultKey),
      clock,
      response,
      commit: () => answerAdmitted(admission.request, context, bucket, headers),
      refuse: (status) => errorAnswer(status, status === 429 ? 'Throttled' : 'Internal Server Error', headers),
    });
  }

  const { server, url } = await listen(options.port ?? 0, async (request, body, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
    const asked = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(pathname)?.[1];
    if (request.method === 'POST' && asked !== undefined) return answerGraphRequest(asked, request, body, response);
    if (request.method === 'POST' && pathname === '/admin/oauth/access_token') {
      return sendAnswer(response, answerTokenRequest(request.headers, body, tokens, shop.scopes));
    }
    return sendAnswer(response, errorAnswer(404, 'Not Found'));
  });

  function find(orderId: bigint): Order {
    const order = shop.orders.get(orderId);
    if (order === undefined) throw new RangeError(`The shop has no order ${orderId}`);
    return order;
  }

  function announce(order: Order, ...topics: readonly string[]): Order {
    const payload = orderPayload(order, shop);
    sender.emit([...topics, 'ORDERS_UPDATED'].map((topic) => ({ topic, payload })));
    return order;
  }

  return {
    url,
    shop,
    witness,
    faults,
    placeOrder(input) {
      const order = addOrder(input, shop, clock.now());
      return order.financialStatus === 'paid'
        ? announce(order, 'ORDERS_CREATE', 'ORDERS_PAID')
        : announce(order, 'ORDERS_CREATE');
    },
    editOrder(orderId, removal) {
      const order = find(orderId);
      removeUnits(order, removal.lineId, removal.units, clock.now());
      sender.emit([
        { topic: 'ORDERS_EDITED', payload: orderEditPayload(order, removal, shop) },
        { topic: 'ORDERS_UPDATED', payload: orderPayload(order, shop) },
      ]);
      return order;
    },
    cancelOrder(orderId, reason = 'customer') {
      const order = find(orderId);
      cancel(order, reason, clock.now());
      return announce(order, 'ORDERS_CANCELLED');
    },
    markPaid(orderId) {
      const order = find(orderId);
      pay(order, clock.now());
      return announce(order, 'ORDERS_PAID');
    },
    orderWebhookPayload: (orderId) => orderPayload(find(orderId), shop),
    webhooks: {
      get deliveries() {
        return sender.deliveries;
      },
      redeliver: (id) => sender.redeliver(id),
      get subscriptions() {
        return [...shop.subscriptions.values()];
      },
    },
    expireTokens: () => tokens.expireIssued(),
    idle: () => sender.idle(),
    async close() {
      sender.close();
      await stop(server);
    },
  };
}

/** A write scope includes its read scope. */
function withImplied(scopes: readonly string[]): ReadonlySet<string> {
  return new Set([
    ...scopes,
    ...scopes.filter((scope) => scope.startsWith('write_')).map((scope) => scope.replace('write_', 'read_')),
  ]);
}
