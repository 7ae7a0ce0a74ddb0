import { MedSupplyHubApi } from '../../../../credentials/MedSupplyHubApi.credentials';
import { FakeHttp } from '../../../support/fakeHttp';
import { FakeHub, HUB_URL, hubCredential } from '../../../support/fakeHub';
import type { FakeNode } from '../../../support/n8nContext';
import { credentialTypes, tokenCredential } from './shop';
import { subscriptionShop } from './subscriptionShop';

/** A trigger with the hub credential, between a shop that knows subscriptions and a hub in memory. */
export function hubTrigger(
  options: Parameters<typeof subscriptionShop>[0] = {},
  parameters: Readonly<Record<string, unknown>> = { topics: ['ORDERS_CREATE', 'ORDERS_UPDATED'] },
  hub = new FakeHub(),
) {
  const shop = subscriptionShop(options, { parameters });
  const http = new FakeHttp(async (request) =>
    String(request.url).startsWith(HUB_URL) ? hub.respond(request) : await shop.fake.http.send(request),
  );
  const fake: FakeNode = {
    parameters,
    http,
    credentialTypes: [...credentialTypes, new MedSupplyHubApi()],
    credentials: { medSupplyShopifyTokenApi: tokenCredential, medSupplyHubApi: hubCredential },
    node: { id: 'node-1', name: 'Shopify Order', credentials: { medSupplyHubApi: { id: '1', name: 'Hub' } } },
    workflow: { id: 'workflow-1', name: '01 Order sync' },
  };
  return { hub, shop, fake, topics: () => shop.topics() };
}
