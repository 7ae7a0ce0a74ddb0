import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { signRequest } from '../nodes/Shopify/access';

/** A static Admin API token (`shpat_…`) of a custom app; the client secret of the same app verifies its webhooks. */
export class MedSupplyShopifyTokenApi implements ICredentialType {
  name = 'medSupplyShopifyTokenApi';

  displayName = 'MedSupply Shopify Token API';

  documentationUrl = 'https://github.com/medsupply/n8n-nodes-medsupply/blob/main/docs/shopify.md';

  icon = { light: 'file:../nodes/Shopify/shopify.svg', dark: 'file:../nodes/Shopify/shopify.dark.svg' } as const;

  properties: INodeProperties[] = [
    {
      displayName: 'Shop',
      name: 'shop',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'my-shop.myshopify.com',
      description: 'The myshopify.com domain of the shop, without scheme and path',
    },
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'The Admin API access token of the app',
    },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description: 'The secret of the same app. It verifies webhooks: without it the trigger does not activate.',
    },
    {
      displayName: 'Previous Client Secret',
      name: 'previousClientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description: 'Accepted beside the current secret while it is being rotated; clear it a day later',
    },
    {
      displayName: 'Sandbox URL',
      name: 'sandboxUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. http://127.0.0.1:4010',
      description:
        'Leave empty. Only for the sandbox of this pack: requests go to this address of the same machine instead of the shop; other hosts are refused.',
    },
  ];

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return signRequest(credentials, requestOptions);
  }

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ $credentials.sandboxUrl || "https://" + $credentials.shop }}',
      url: '/admin/api/2026-10/graphql.json',
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: { query: 'query CredentialTest { shop { id } }' },
    },
  };
}
