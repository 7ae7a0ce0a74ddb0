import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { Failure } from '../../core/failure';
import { adminBaseUrl } from './access';
import { shopify } from './platform';

interface TokenAnswer {
  readonly statusCode?: number;
  readonly body?: unknown;
}

/**
 * Exchanges client id and secret for an access token of 24 hours (client credentials grant: only for apps of one's own
 * organisation on shops one owns). n8n calls it when there is no token and when Shopify answers 401.
 *
 * @returns the new value of the expirable property `accessToken`
 * @throws Failure whose text names neither id, secret nor anything that Shopify answered
 */
export async function exchangeToken(
  this: IHttpRequestHelper,
  credential: ICredentialDataDecryptedObject,
): Promise<{ accessToken: string }> {
  const url = `${adminBaseUrl(credential)}${shopify.exchangePath}`;
  const form = new URLSearchParams({
    client_id: String(credential.clientId ?? ''),
    client_secret: String(credential.clientSecret ?? ''),
    grant_type: 'client_credentials',
  });
  // The error of the transport holds the request and with it the secret: only the fact that it failed is kept.
  const answer: TokenAnswer | undefined = await this.helpers
    .httpRequest({
      method: 'POST',
      url,
      body: form,
      json: true,
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
      timeout: shopify.limits.timeoutMs,
    })
    .then(
      (response: TokenAnswer) => response,
      () => undefined,
    );

  if (answer === undefined) {
    throw new Failure('RetryLater', 'Shopify could not be reached to exchange the client ID and secret for a token', {
      system: shopify.name,
      nextStep: 'Nothing was sent to the shop. Check the connection of this server, then run the item again.',
    });
  }
  const status = answer.statusCode ?? 0;
  if (status === 429 || status >= 500) {
    throw new Failure('RetryLater', 'Shopify is too busy to hand out an access token', {
      system: shopify.name,
      httpStatus: status,
      nextStep: 'Run the item again in a few minutes.',
    });
  }
  const token = tokenOf(answer.body);
  if (status !== 200 || token === '') {
    throw new Failure('NeedsHuman', 'Shopify does not accept the client ID and secret of this credential', {
      system: shopify.name,
      httpStatus: status,
      nextStep: 'Compare both with the app in the Dev Dashboard; the app must be installed in a shop of the same organisation.',
    });
  }
  return { accessToken: token };
}

function tokenOf(body: unknown): string {
  const token = (body as { access_token?: unknown } | null | undefined)?.access_token;
  return typeof token === 'string' ? token : '';
}
