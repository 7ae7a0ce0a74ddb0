import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { resourceProperties, runOperations } from '../shared';
import { apiVersionProperty, authenticationProperty } from './parameters';
import { resources } from './resources';

/** Names the node and routes to its operations; everything it does is in `resources/`. */
export class Shopify implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'MedSupply Shopify',
    name: 'shopify',
    icon: { light: 'file:shopify.svg', dark: 'file:shopify.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Read orders, product variants and webhook subscriptions of a Shopify shop through the Admin GraphQL API',
    defaults: { name: 'MedSupply Shopify' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
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
      // With it the webhooks of the triggers that are registered at the hub are checked.
      { name: 'medSupplyHubApi', required: false },
    ],
    properties: [authenticationProperty, ...resourceProperties(resources), apiVersionProperty],
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, resources);
  }
}
