import { createHash, createHmac } from 'node:crypto';
import type { Clock, Cancel } from '../../clock';
import { randomFrom } from '../../faults';
import type { JsonObject } from '../rest/json';
import { toJson } from '../rest/json';
import type { ShopState } from '../shopState';
import type { Attempt, Delivery, Subscription } from './model';
import { FAILURES_UNTIL_REMOVAL, RETRY_DELAYS_MS } from './schedule';
import type { Sending } from './send';
import { isLoopback, isSuccess, send } from './send';
import { topicOf } from './topics';

/** What the network does to webhooks, by seed. All off when left out. */
export interface WebhookFaults {
  readonly seed?: string | number;
  /** Probability that a delivery is sent twice, with the same webhook id. */
  readonly duplicate?: number;
  /** Probability that the first attempt waits up to `delayMs`, so that later events overtake it. */
  readonly reorder?: number;
  /** @default 60_000 */
  readonly delayMs?: number;
  /** Probability that an event is never sent: Shopify does not guarantee delivery. */
  readonly drop?: number;
}

export interface WebhookSenderOptions {
  readonly shop: ShopState;
  readonly clock: Clock;
  /** Signs the bodies: the app's client secret. */
  readonly clientSecret: string;
  readonly faults: WebhookFaults;
}

type OpenDelivery = { -readonly [Key in keyof Delivery]: Delivery[Key] } & { attempts: Attempt[] };

/** Signs events, sends them to the matching subscriptions and repeats failed deliveries on Shopify's schedule. */
export class WebhookSender {
  private readonly records: OpenDelivery[] = [];
  private readonly timers = new Set<Cancel>();
  private readonly underWay = new Set<Sending>();
  private readonly idleWaiters: (() => void)[] = [];
  private events = 0;
  private closed = false;

  constructor(private readonly options: WebhookSenderOptions) {}

  get deliveries(): readonly Delivery[] {
    return this.records;
  }

  /** One action in the shop: every topic it touches, to every subscription, under one event id. */
  emit(payloads: readonly { readonly topic: string; readonly payload: JsonObject }[]): void {
    this.events += 1;
    const eventId = this.uuid(`event/${this.events}`);
    for (const { topic, payload } of payloads) {
      for (const subscription of this.options.shop.subscriptions.values()) {
        if (subscription.topic === topic) this.deliver(subscription, eventId, payload);
      }
    }
  }

  /** Sends a delivery once more: same body, same webhook id. */
  redeliver(id: string): void {
    const record = this.records.find((candidate) => candidate.id === id);
    if (record === undefined) throw new RangeError(`No delivery has the webhook id ${id}`);
    this.attempt(record, []);
  }

  /** Resolves when every attempt that is due has been answered or has failed; later retries stay scheduled. */
  async idle(): Promise<void> {
    if (this.underWay.size === 0) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  close(): void {
    this.closed = true;
    for (const cancel of this.timers) cancel();
    for (const sending of this.underWay) sending.abort();
  }

  private deliver(subscription: Subscription, eventId: string, payload: JsonObject): void {
    const { faults } = this.options;
    const random = randomFrom(`${faults.seed ?? 1}/webhook/${this.records.length + 1}`);
    const record = this.record(subscription, eventId, payload);
    this.records.push(record);
    const [dropped, duplicated, late, share] = [random(), random(), random(), random()];

    if (dropped < (faults.drop ?? 0) || !isLoopback(record.uri)) return;
    const start = () => {
      this.attempt(record, RETRY_DELAYS_MS);
      if (duplicated < (faults.duplicate ?? 0)) this.attempt(record, []);
    };
    if (late < (faults.reorder ?? 0)) this.later(record, share * (faults.delayMs ?? 60_000), start);
    else start();
  }

  private record(subscription: Subscription, eventId: string, payload: JsonObject): OpenDelivery {
    const { shop, clock, clientSecret } = this.options;
    const fields = subscription.includeFields;
    const sent =
      fields.length === 0 ? payload : Object.fromEntries(Object.entries(payload).filter(([key]) => fields.includes(key)));
    const body = Buffer.from(toJson(sent));
    const id = this.uuid(`delivery/${this.records.length + 1}`);
    const topic = topicOf(subscription.topic)?.header ?? subscription.topic;
    return {
      id,
      eventId,
      subscriptionId: subscription.id,
      topic,
      uri: subscription.uri,
      body,
      attempts: [],
      state: 'notSent',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Shopify-Captain-Hook',
        'X-Shopify-Topic': topic,
        'X-Shopify-Shop-Domain': shop.domain,
        'X-Shopify-API-Version': subscription.apiVersion,
        'X-Shopify-Webhook-Id': id,
        'X-Shopify-Event-Id': eventId,
        'X-Shopify-Triggered-At': new Date(clock.now()).toISOString().replace('Z', '000000Z'),
        'X-Shopify-Hmac-Sha256': createHmac('sha256', clientSecret).update(body).digest('base64'),
        ...(subscription.name === null ? {} : { 'X-Shopify-Name': subscription.name }),
      },
    };
  }

  private attempt(record: OpenDelivery, retryDelaysMs: readonly number[]): void {
    const atMs = this.options.clock.now();
    const sending = send(record.uri, record.headers, record.body, this.options.clock);
    this.underWay.add(sending);
    record.state = 'sending';
    void sending.result.then((result) => {
      record.attempts.push({ atMs, result });
      this.settle(record, isSuccess(result), retryDelaysMs);
      this.underWay.delete(sending);
      if (this.underWay.size === 0) this.idleWaiters.splice(0).forEach((resolve) => resolve());
    });
  }

  private settle(record: OpenDelivery, success: boolean, retryDelaysMs: readonly number[]): void {
    const { subscriptions } = this.options.shop;
    const subscription = subscriptions.get(record.subscriptionId);
    if (success) {
      record.state = 'delivered';
      if (subscription !== undefined) subscription.consecutiveFailures = 0;
      return;
    }
    if (subscription !== undefined) {
      subscription.consecutiveFailures += 1;
      // Retries that are scheduled already go on: they carry their own address.
      if (subscription.consecutiveFailures >= FAILURES_UNTIL_REMOVAL) subscriptions.delete(subscription.id);
    }
    const [delayMs, ...rest] = retryDelaysMs;
    if (delayMs !== undefined) return this.later(record, delayMs, () => this.attempt(record, rest));
    // A repeat that fails takes nothing back from a delivery that has arrived.
    record.state = record.attempts.some(({ result }) => isSuccess(result)) ? 'delivered' : 'failed';
  }

  private later(record: OpenDelivery, delayMs: number, run: () => void): void {
    if (this.closed) return;
    record.state = 'waiting';
    const cancel = this.options.clock.setTimer(this.options.clock.now() + delayMs, () => {
      this.timers.delete(cancel);
      run();
    });
    this.timers.add(cancel);
  }

  /** Ids are derived from the shop and a counter, so that a run can be repeated. */
  private uuid(name: string): string {
    const hex = createHash('sha256').update(`${this.options.shop.domain}/${name}`).digest('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
  }
}
