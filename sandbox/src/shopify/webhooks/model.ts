/** One webhook subscription of the app. */
export interface Subscription {
  readonly id: bigint;
  /** As GraphQL names it: `ORDERS_CREATE`. */
  readonly topic: string;
  uri: string;
  /** Payload fields to send; empty means all. */
  includeFields: readonly string[];
  name: string | null;
  /** Version of the API call that created it: the version of its payloads. */
  readonly apiVersion: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** Failed attempts since the last success. */
  consecutiveFailures: number;
}

/** How one attempt of a delivery ended. Only a 2xx status is a success. */
export type AttemptResult =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'connectionFailed' };

export interface Attempt {
  readonly atMs: number;
  readonly result: AttemptResult;
}

/** One event on its way to one subscription. */
export interface Delivery {
  /** The X-Shopify-Webhook-Id: the same for every retry and for a repeated delivery. */
  readonly id: string;
  /** The X-Shopify-Event-Id: the same for every delivery that one action of the merchant or buyer caused. */
  readonly eventId: string;
  readonly subscriptionId: bigint;
  readonly topic: string;
  /** The address at the time of the event; retries keep it. */
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that are signed and sent. */
  readonly body: Buffer;
  readonly attempts: readonly Attempt[];
  /**
   * - `waiting`    the next attempt is due later
   * - `sending`    an attempt is under way
   * - `delivered`  answered with 2xx
   * - `failed`     no attempts left
   * - `notSent`    dropped by a fault knob, or the address is not on this machine: the sandbox sends nowhere else
   */
  readonly state: 'waiting' | 'sending' | 'delivered' | 'failed' | 'notSent';
}
