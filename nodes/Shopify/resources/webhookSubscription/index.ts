import type { Resource } from '../../../shared';
import { checkAndRepair } from './checkAndRepair';
import { getMany } from './getMany';

/** Where Shopify sends events of this app. */
export const webhookSubscription: Resource = {
  name: 'Webhook Subscription',
  value: 'webhookSubscription',
  operations: [getMany, checkAndRepair],
};
