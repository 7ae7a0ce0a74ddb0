import type { ImportedCredential } from '../../n8nServer';
import { SANDBOX_CREDENTIALS } from '../../shopify';
import { seedUsers } from '../../tryton';

/** The ERP's database and the user that n8n and the checker sign in as. */
export function erpLogin(): { readonly database: string; readonly user: string; readonly password: string } {
  const connector = seedUsers.find(({ login }) => login === 'connector');
  if (connector === undefined) throw new Error('The seed has no user connector');
  return { database: 'erp', user: connector.login, password: connector.password };
}

/** Credentials of a campaign; they open nothing but its own processes. */
export function campaignCredentials(systems: {
  readonly shop: { readonly domain: string; readonly url: string };
  readonly erpUrl: string;
  readonly hub?: { readonly url: string; readonly apiKey: string };
}): readonly ImportedCredential[] {
  const { shop, erpUrl, hub } = systems;
  const { clientId, clientSecret } = SANDBOX_CREDENTIALS;
  const { database, user, password } = erpLogin();
  return [
    {
      id: 'medsupplySandbox1',
      name: 'Sandbox shop',
      type: 'medSupplyShopifyClientApi',
      data: { shop: shop.domain, clientId, clientSecret, sandboxUrl: shop.url },
    },
    {
      id: 'medsupplySandbox2',
      name: 'Sandbox ERP',
      type: 'medSupplyTrytonApi',
      data: { url: erpUrl, allowHttp: true, database, user, password },
    },
    ...(hub === undefined
      ? []
      : [
          {
            id: 'medsupplySandbox3',
            name: 'Sandbox hub',
            type: 'medSupplyHubApi',
            data: { url: hub.url, apiKey: hub.apiKey, allowHttp: false },
          },
        ]),
  ];
}
