import type { IHookFunctions, INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { toNodeError } from '../shared';
import { pushOptionsProperty } from '../shared/hub';
import { apiVersionProperty, authenticationProperty } from './parameters';
import { subscribe, subscriptionsStand, unsubscribe } from './webhooks/lifecycle';
import { receive } from './webhooks/receive';
import { topicOptions } from './webhooks/topics';

/** Names the trigger and routes to `webhooks/`, where subscribing and receiving live. */
export class ShopifyTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'MedSupply Shopify Trigger',
    name: 'shopifyTrigger',
    icon: { light: 'file:shopify.svg', dark: 'file:shopify.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["topics"].join(", ") }}',
    description: 'Starts the workflow when something happens in a Shopify shop: signed deliveries only, repeats are dropped',
    defaults: { name: 'MedSupply Shopify Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      {
        name: 'medSupplyShopifyTokenApi',
        required: true,
        displayOptions: { show: { authentication: ['accessToken'] } },
      },
      {
        name: 'medSupplyShopifyClientApi',
        required: true,
        displayOptions: { show: { authentication: ['clientCredentials'] } },
      },
      {
        name: 'medSupplyShopifyOAuth2Api',
        required: true,
        displayOptions: { show: { authentication: ['oAuth2'] } },
      },
      // With it Shopify calls the hub, which stores, answers and pushes batches to this node.
      { name: 'medSupplyHubApi', required: false },
    ],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
    properties: [
      authenticationProperty,
      {
        displayName: 'Topics',
        name: 'topics',
        type: 'multiOptions',
        options: topicOptions,
        default: ['ORDERS_CREATE'],
        required: true,
        description: 'Events that start the workflow. Each is subscribed when the workflow is activated.',
      },
      apiVersionProperty,
      pushOptionsProperty,
    ],
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        try {
          return await subscriptionsStand(this);
        } catch (error) {
          const nodeError = toNodeError(this.getNode(), error);
          throw nodeError;
        }
      },
      async create(this: IHookFunctions): Promise<boolean> {
        try {
          return await subscribe(this);
        } catch (error) {
          const nodeError = toNodeError(this.getNode(), error);
          throw nodeError;
        }
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        try {
          return await unsubscribe(this);
        } catch (error) {
          const nodeError = toNodeError(this.getNode(), error);
          throw nodeError;
        }
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive(this);
  }
}
