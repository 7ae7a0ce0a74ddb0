import { mutationDocument, queryDocument } from '../client/document';

export const SUBSCRIPTION_PAGE_SIZE = 100;

const SUBSCRIPTION = `fragment Subscription on WebhookSubscription {
  id
  topic
  uri
  format
  filter
  includeFields
  apiVersion { handle }
  createdAt
  updatedAt
}`;

/** Subscriptions that this app made in this shop through the API. */
export const SUBSCRIPTIONS = queryDocument(
  'Subscriptions',
  `query Subscriptions($first: Int!, $after: String) {
  webhookSubscriptions(first: $first, after: $after, sortKey: ID) {
    nodes { ...Subscription }
    pageInfo { hasNextPage endCursor }
  }
}
${SUBSCRIPTION}`,
);

/** Shopify refuses a second subscription of one topic to one address, but without a key of ours: not repeatable blindly. */
export const CREATE_SUBSCRIPTION = mutationDocument(
  'CreateSubscription',
  `mutation CreateSubscription($topic: WebhookSubscriptionTopic!, $uri: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri, format: JSON }) {
    webhookSubscription { ...Subscription }
    userErrors { field message }
  }
}
${SUBSCRIPTION}`,
  { repeatable: false },
);

/** Deleting twice leaves the same state; the second answer says that there is nothing to delete. */
export const DELETE_SUBSCRIPTION = mutationDocument(
  'DeleteSubscription',
  `mutation DeleteSubscription($id: ID!) {
  webhookSubscriptionDelete(id: $id) {
    deletedWebhookSubscriptionId
    userErrors { field message }
  }
}`,
  { repeatable: true },
);
