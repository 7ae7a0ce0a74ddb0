import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { Failure } from '../../core/failure';
import { shopify } from './platform';

/** The credential types a Shopify node accepts. */
export type CredentialType = 'medSupplyShopifyTokenApi' | 'medSupplyShopifyClientApi' | 'medSupplyShopifyOAuth2Api';

/** Credential type by the value of a node's Authentication parameter. */
export const credentialTypes: ReadonlyMap<string, CredentialType> = new Map([
  ['accessToken', 'medSupplyShopifyTokenApi'],
  ['clientCredentials', 'medSupplyShopifyClientApi'],
  ['oAuth2', 'medSupplyShopifyOAuth2Api'],
]);

/** What the nodes need to know of a credential; the access token itself stays with n8n. */
export interface ShopAccess {
  /** e.g. `suzhou-medtrade.myshopify.com` */
  readonly shop: string;
  /** Scheme and host of every request, from the credential alone, without a final slash. */
  readonly baseUrl: string;
  /** Secrets that may sign a webhook: the current one and, during a rotation, the one before. */
  readonly webhookSecrets: readonly string[];
  /** Everything that must never appear in a text. */
  readonly secrets: readonly string[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const refuse = (message: string, nextStep: string): never => {
  throw new Failure('NeedsHuman', message, { system: shopify.name, nextStep });
};

/**
 * Checks a shop domain before it is put into a URL.
 * @throws Failure when it is not `<name>.myshopify.com`
 */
export function shopDomain(value: unknown): string {
  const domain = text(value).toLowerCase();
  if (shopify.hostPattern.test(domain)) return domain;
  return refuse(
    'The shop in the Shopify credential is not a myshopify.com domain',
    'Enter the domain without https and without a path, e.g. my-shop.myshopify.com.',
  );
}

/** Checks the address of the sandbox: only this machine, because it receives the access token in clear text. */
function sandboxBaseUrl(value: string): string {
  const wrong = (): never =>
    refuse(
      'The sandbox URL in the Shopify credential is not an address of this machine',
      'Leave it empty, or enter an address such as http://127.0.0.1:4010 that names only scheme, host and port.',
    );
  if (!URL.canParse(value)) return wrong();
  const url = new URL(value);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return wrong();
  if (!(shopify.loopbackHosts as readonly string[]).includes(url.hostname)) return wrong();
  if (url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') return wrong();
  return url.origin;
}

/**
 * Scheme and host for a credential: the shop, or the pack's own sandbox on this machine.
 * @throws Failure when either does not look as it must
 */
export function adminBaseUrl(credential: ICredentialDataDecryptedObject): string {
  const domain = shopDomain(credential.shop);
  const sandbox = text(credential.sandboxUrl);
  return sandbox === '' ? `https://${domain}` : sandboxBaseUrl(sandbox);
}

/** Reads what the nodes need from a decrypted credential of any of the three types. */
export function shopAccess(credential: ICredentialDataDecryptedObject): ShopAccess {
  const webhookSecrets = [text(credential.clientSecret), text(credential.previousClientSecret)].filter((secret) => secret !== '');
  const oauth = (credential.oauthTokenData ?? {}) as { access_token?: unknown; refresh_token?: unknown };
  const tokens = [text(credential.accessToken), text(oauth.access_token), text(oauth.refresh_token)].filter(
    (token) => token !== '',
  );
  return {
    shop: shopDomain(credential.shop),
    baseUrl: adminBaseUrl(credential),
    webhookSecrets,
    secrets: [...webhookSecrets, ...tokens],
  };
}

/**
 * Adds the access token to a request, but only to one that goes to the shop of the credential: whoever may use the
 * credential in another node can't send the token elsewhere.
 */
export function signRequest(credential: ICredentialDataDecryptedObject, request: IHttpRequestOptions): IHttpRequestOptions {
  const base = adminBaseUrl(credential);
  const target = URL.canParse(request.url, request.baseURL) ? new URL(request.url, request.baseURL) : undefined;
  if (target?.origin !== new URL(base).origin) {
    return refuse(
      'This Shopify credential may only be used for requests to its own shop',
      'Use another credential for other addresses.',
    );
  }
  const token = text(credential.accessToken);
  if (token === '')
    return refuse('The Shopify credential has no access token', 'Open the credential, enter the token and save it.');
  return {
    ...request,
    // A redirect would carry the token to wherever it points.
    disableFollowRedirect: true,
    headers: { ...request.headers, [shopify.tokenHeader]: token },
  };
}
