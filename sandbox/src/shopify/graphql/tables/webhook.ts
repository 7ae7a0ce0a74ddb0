import { utcTime } from '../../time';
import type { Subscription } from '../../webhooks/model';
import { gid } from '../gid';
import { table } from '../table';

export const webhookSubscription = table<Subscription>({
  id: ({ id }) => gid('WebhookSubscription', id),
  legacyResourceId: ({ id }) => id.toString(),
  topic: ({ topic }) => topic,
  uri: ({ uri }) => uri,
  callbackUrl: ({ uri }) => uri,
  format: () => 'JSON',
  includeFields: ({ includeFields }) => includeFields,
  metafieldNamespaces: () => [],
  metafields: () => [],
  filter: () => null,
  name: ({ name }) => name,
  apiVersion: ({ apiVersion }) => apiVersion,
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ updatedAtMs }) => utcTime(updatedAtMs),
});

export const apiVersion = table<string>({
  handle: (version) => version,
  displayName: (version) => version,
  supported: () => true,
});

/** One refusal of a mutation. */
export interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
}

export const userError = table<UserError>({ field: ({ field }) => field, message: ({ message }) => message });

export interface SubscriptionPayload {
  readonly subscription: Subscription | null;
  readonly userErrors: readonly UserError[];
}

export const subscriptionPayload = table<SubscriptionPayload>({
  webhookSubscription: ({ subscription }) => subscription,
  userErrors: ({ userErrors }) => userErrors,
});

export const deletionPayload = table<SubscriptionPayload>({
  deletedWebhookSubscriptionId: ({ subscription }) => subscription && gid('WebhookSubscription', subscription.id),
  userErrors: ({ userErrors }) => userErrors,
});
