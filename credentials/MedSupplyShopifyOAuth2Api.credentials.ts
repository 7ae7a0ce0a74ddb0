import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** Addresses are built from a shop or a sandbox only when it looks like one; otherwise from a host that can't exist. */
const HOST =
  '/^https?:[/][/](127[.]0[.]0[.]1|localhost)(:[0-9]+)?$/.test($self["sandboxUrl"]) ? $self["sandboxUrl"]' +
  ' : (/^[a-z0-9][a-z0-9-]*[.]myshopify[.]com$/.test($self["shop"]) ? "https://" + $self["shop"] : "https://shop-domain.invalid")';

/** OAuth2 with an app of a partner or of the Dev Dashboard; its client secret verifies webhooks as well. */
export class MedSupplyShopifyOAuth2Api implements ICredentialType {
  name = 'medSupplyShopifyOAuth2Api';

  extends = ['oAuth2Api'];

  displayName = 'MedSupply Shopify OAuth2 API';

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
      displayName: 'Grant Type',
      name: 'grantType',
      type: 'hidden',
      default: 'authorizationCode',
    },
    {
      displayName: 'Authorization URL',
      name: 'authUrl',
      type: 'hidden',
      default: `={{ (${HOST}) + "/admin/oauth/authorize" }}`,
      required: true,
    },
    {
      displayName: 'Access Token URL',
      name: 'accessTokenUrl',
      type: 'hidden',
      default: `={{ (${HOST}) + "/admin/oauth/access_token" }}`,
      required: true,
    },
    {
      displayName: 'Scope',
      name: 'scope',
      type: 'string',
      default: 'read_orders read_products read_inventory read_customers read_fulfillments read_returns',
      description: 'Access scopes the app asks for, separated by spaces; Shop: Check Set-Up names the ones that are missing',
    },
    {
      displayName: 'Auth URI Query Parameters',
      name: 'authQueryParameters',
      type: 'hidden',
      default: '',
    },
    {
      displayName: 'Authentication',
      name: 'authentication',
      type: 'hidden',
      default: 'body',
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
      displayName: 'Sandbox URL',
      name: 'sandboxUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. http://127.0.0.1:4010',
      description:
        'Leave empty. Only for the sandbox of this pack: requests go to this address of the same machine instead of the shop; other hosts are refused.',
    },
  ];
}
