import type { Resource } from '../../shared';
import { graphql } from './graphql';
import { order } from './order';
import { productVariant } from './productVariant';
import { shop } from './shop';
import { webhookSubscription } from './webhookSubscription';

/** Everything the node can do. */
export const resources: readonly Resource[] = [order, productVariant, shop, webhookSubscription, graphql];
