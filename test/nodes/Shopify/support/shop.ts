import type { ICredentialDataDecryptedObject, ICredentialType, IHttpRequestOptions } from 'n8n-workflow';
import { MedSupplyShopifyClientApi } from '../../../../credentials/MedSupplyShopifyClientApi.credentials';
import { MedSupplyShopifyOAuth2Api } from '../../../../credentials/MedSupplyShopifyOAuth2Api.credentials';
import { MedSupplyShopifyTokenApi } from '../../../../credentials/MedSupplyShopifyTokenApi.credentials';
import type { FakeAnswer, FakeResponse } from '../../../support/fakeHttp';
import { FakeHttp } from '../../../support/fakeHttp';
import type { FakeNode } from '../../../support/n8nContext';

export const SHOP = 'suzhou-medtrade.myshopify.com';

/** Recognisable values that must never show up in a text. */
export const TOKEN = 'shpat_sample_token_for_tests';
export const WEBHOOK_SIGNING = 'shpss_sample_signing_for_tests';

export const tokenCredential: ICredentialDataDecryptedObject = {
  shop: SHOP,
  accessToken: TOKEN,
  clientSecret: WEBHOOK_SIGNING,
  previousClientSecret: '',
  sandboxUrl: '',
};

export const credentialTypes: readonly ICredentialType[] = [
  new MedSupplyShopifyTokenApi(),
  new MedSupplyShopifyClientApi(),
  new MedSupplyShopifyOAuth2Api(),
];

/** A full answer of the Admin API; `extra` overrides the body. */
export function graphqlAnswer(data: unknown, extra: Readonly<Record<string, unknown>> = {}): FakeResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'X-Shopify-API-Version': '2026-10', 'X-Request-Id': 'request-1' },
    body: { data, ...extra },
  };
}

/** What a request asked for. */
export interface Asked {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly query: string;
}

export function asked(request: IHttpRequestOptions): Asked {
  const body = JSON.parse(String(request.body)) as { operationName?: string; variables: Record<string, unknown>; query: string };
  return { operation: body.operationName ?? '', variables: body.variables, query: body.query };
}

/** A shop that answers each operation by a function, and the node that talks to it. */
export function shopNode(
  answers: Readonly<Record<string, (asked: Asked, count: number) => FakeAnswer>>,
  node: FakeNode & { readonly parameters?: Readonly<Record<string, unknown>> } = {},
): FakeNode & { readonly http: FakeHttp } {
  const counts = new Map<string, number>();
  const http = new FakeHttp((request) => {
    const question = asked(request);
    const answer = answers[question.operation];
    if (answer === undefined) throw new Error(`The test has no answer for ${question.operation}`);
    const count = (counts.get(question.operation) ?? 0) + 1;
    counts.set(question.operation, count);
    return answer(question, count);
  });
  return { credentials: { medSupplyShopifyTokenApi: tokenCredential }, credentialTypes, ...node, http };
}

/** Names of the operations in the order in which they were asked. */
export function operations(http: FakeHttp): string[] {
  return http.requests.map((request) => asked(request).operation);
}

export function connection<Node>(nodes: readonly Node[], endCursor: string | null = null) {
  return { nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } };
}
