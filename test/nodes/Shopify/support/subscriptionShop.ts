import type { FakeAnswer, FakeHttp } from '../../../support/fakeHttp';
import type { FakeNode } from '../../../support/n8nContext';
import type { Asked } from './shop';
import { graphqlAnswer, shopNode } from './shop';

export interface StoredSubscription {
  readonly id: string;
  readonly topic: string;
  readonly uri: string;
}

interface Options {
  readonly existing?: readonly (readonly [topic: string, uri: string])[];
  readonly pageSize?: number;
  /** Answers a creation in place of the shop; `undefined` lets it through. `store` makes the subscription all the same. */
  readonly onCreate?: (topic: string, count: number, store: () => void) => FakeAnswer | undefined;
  readonly onDelete?: (id: string, store: () => void) => FakeAnswer | undefined;
}

/** A shop that only knows webhook subscriptions, strict as Shopify: one per topic and address, https only. */
export function subscriptionShop(
  options: Options = {},
  node: FakeNode & { readonly parameters?: Readonly<Record<string, unknown>> } = {},
) {
  let nextId = 1;
  const stored = new Map<string, StoredSubscription>();
  const add = (topic: string, uri: string): StoredSubscription => {
    const subscription = { id: `gid://shopify/WebhookSubscription/${nextId}`, topic, uri };
    nextId += 1;
    stored.set(subscription.id, subscription);
    return subscription;
  };
  for (const [topic, uri] of options.existing ?? []) add(topic, uri);

  const full = (subscription: StoredSubscription) => ({
    ...subscription,
    format: 'JSON',
    filter: null,
    includeFields: [],
    apiVersion: { handle: '2026-10' },
  });
  const refused = (key: string, field: readonly string[], message: string) =>
    graphqlAnswer({ [key]: { webhookSubscription: null, userErrors: [{ field, message }] } });

  const answers: Record<string, (asked: Asked, count: number) => FakeAnswer> = {
    Subscriptions({ variables }) {
      const all = [...stored.values()];
      const start = variables.after === undefined ? 0 : Number(variables.after);
      const end = start + (options.pageSize ?? Number(variables.first));
      const pageInfo = { hasNextPage: end < all.length, endCursor: String(end) };
      return graphqlAnswer({ webhookSubscriptions: { nodes: all.slice(start, end).map(full), pageInfo } });
    },
    CreateSubscription({ variables }, count) {
      const topic = String(variables.topic);
      const uri = String(variables.uri);
      const special = options.onCreate?.(topic, count, () => void add(topic, uri));
      if (special !== undefined) return special;
      if (!uri.startsWith('https://'))
        return refused('webhookSubscriptionCreate', ['webhookSubscription', 'uri'], 'Address protocol http:// is not supported');
      if ([...stored.values()].some((one) => one.topic === topic && one.uri === uri)) {
        return refused(
          'webhookSubscriptionCreate',
          ['webhookSubscription', 'uri'],
          'Address for this topic has already been taken',
        );
      }
      return graphqlAnswer({ webhookSubscriptionCreate: { webhookSubscription: full(add(topic, uri)), userErrors: [] } });
    },
    DeleteSubscription({ variables }) {
      const id = String(variables.id);
      const special = options.onDelete?.(id, () => void stored.delete(id));
      if (special !== undefined) return special;
      if (!stored.delete(id)) return refused('webhookSubscriptionDelete', ['id'], 'Webhook subscription does not exist');
      return graphqlAnswer({ webhookSubscriptionDelete: { deletedWebhookSubscriptionId: id, userErrors: [] } });
    },
  };
  const fake: FakeNode & { readonly http: FakeHttp } = shopNode(answers, node);
  return {
    fake,
    add,
    clear: () => stored.clear(),
    topics: () => [...stored.values()].map(({ topic, uri }) => `${topic} ${uri}`).sort(),
  };
}
