import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { CredentialType, ShopAccess } from '../access';
import type { ApiVersion } from '../platform';
import { shopify } from '../platform';
import type { WireAnswer } from './answer';
import { classifyThrown } from './classifyThrown';

/** The part of n8n's contexts that sends requests. */
export type RequestContext = Pick<IAllExecuteFunctions, 'helpers'>;

/**
 * Sends GraphQL bodies with n8n's request helper, which signs them with the credential and renews its token on 401.
 * The body travels and arrives as text: n8n's own JSON parsing would round long ids.
 */
export function createTransport(
  context: RequestContext,
  credentialType: CredentialType,
  access: ShopAccess,
  version: ApiVersion,
): (body: string) => Promise<WireAnswer> {
  return async (body) => {
    const options: IHttpRequestOptions = {
      method: 'POST',
      url: `${access.baseUrl}${shopify.graphqlPath(version)}`,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body,
      encoding: 'text',
      returnFullResponse: true,
      // 401 has to surface as an error, because that is where n8n fetches a new token and tries once more.
      ignoreHttpStatusErrors: { ignore: true, except: [401] },
      disableFollowRedirect: true,
      timeout: shopify.limits.timeoutMs,
    };
    return await context.helpers.httpRequestWithAuthentication
      .call(context as IAllExecuteFunctions, credentialType, options, {
        // OAuth2 credentials are signed by n8n itself: Shopify wants the token in a header of its own.
        oauth2: { keyToIncludeInAccessTokenHeader: shopify.tokenHeader },
      })
      .then(toWireAnswer, classifyThrown);
  };
}

function toWireAnswer(response: { statusCode?: number; headers?: Record<string, unknown>; body?: unknown }): WireAnswer {
  const body = typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? '');
  return { kind: 'response', status: response.statusCode ?? 0, headers: response.headers ?? {}, body };
}
