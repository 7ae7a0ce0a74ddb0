/** A webhook subscription as the queries select it. */
export interface Subscription {
  readonly id: string;
  /** Enum value, e.g. `ORDERS_CREATE`. */
  readonly topic: string;
  readonly uri: string;
  readonly apiVersion?: { readonly handle: string } | null;
  readonly filter?: string | null;
  readonly includeFields?: readonly string[];
}

/** What stands between the subscriptions of one address and the topics wanted there. */
export interface SubscriptionPlan {
  /** The oldest usable subscription of each wanted topic. */
  readonly kept: readonly Subscription[];
  /** Further subscriptions of a wanted topic: each event would arrive once more. */
  readonly duplicates: readonly Subscription[];
  readonly missing: readonly string[];
  /** Subscriptions of this address to topics that are no longer wanted. */
  readonly surplus: readonly Subscription[];
}

/** Compares two addresses as a browser would: `https://a.example` and `https://A.example:443/` are the same. */
export function sameAddress(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return one === other;
  return new URL(one).href === new URL(other).href;
}

/** Compares what exists with what is wanted; other addresses are somebody else's and stay untouched. */
export function planSubscriptions(
  existing: readonly Subscription[],
  address: string,
  topics: readonly string[],
): SubscriptionPlan {
  const own = existing.filter(({ uri }) => sameAddress(uri, address));
  const wanted = new Set(topics);
  const kept = new Map<string, Subscription>();
  const duplicates: Subscription[] = [];
  const surplus: Subscription[] = [];
  for (const subscription of own) {
    if (!wanted.has(subscription.topic)) surplus.push(subscription);
    else if (kept.has(subscription.topic)) duplicates.push(subscription);
    else kept.set(subscription.topic, subscription);
  }
  return { kept: [...kept.values()], duplicates, surplus, missing: [...wanted].filter((topic) => !kept.has(topic)) };
}
