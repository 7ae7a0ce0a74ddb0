import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { signRequest } from '../nodes/Shopify/access';
import { exchangeToken } from '../nodes/Shopify/exchangeToken';

/**
 * Client id and secret of an own-store app from the Dev Dashboard. n8n exchanges them for a token of 24 hours, keeps it
 * in this credential and fetches a new one when Shopify answers 401.
 */
export class MedSupplyShopifyClientApi implements ICredentialType {
  name = 'medSupplyShopifyClientApi';

  displayName = 'MedSupply Shopify Client Credentials API';

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
      displayName: 'Client ID',
      name: 'clientId',
      type: 'string',
      default: '',
      required: true,
      description: 'Client ID of the app in the Dev Dashboard',
    },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Client secret of the app. It also verifies webhooks.',
    },
    {
      displayName: 'Previous Client Secret',
      name: 'previousClientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description: 'Accepted for webhooks beside the current secret while it is being rotated; clear it a day later',
    },
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
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

  async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
    return await exchangeToken.call(this, credentials);
  }

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
