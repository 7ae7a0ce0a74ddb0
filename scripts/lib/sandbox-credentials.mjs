// The credentials of the sandbox systems, as n8n imports them. They open nothing but the simulators of this repository.
import { createRequire } from 'node:module';

const { SANDBOX_CREDENTIALS, seedUsers } = createRequire(import.meta.url)('../../sandbox/dist/index.js');
const { login: user, password } = seedUsers.find(({ login }) => login === 'connector');

/** Credentials of both simulators, each with the id and name that n8n shows. */
export function sandboxCredentials(shop, erp) {
  const { clientId, clientSecret } = SANDBOX_CREDENTIALS;
  return [
    {
      id: 'medsupplySandbox1',
      name: 'Sandbox shop',
      type: 'medSupplyShopifyClientApi',
      data: { shop: shop.shop.domain, clientId, clientSecret, sandboxUrl: shop.url },
    },
    {
      id: 'medsupplySandbox2',
      name: 'Sandbox ERP',
      type: 'medSupplyTrytonApi',
      data: { url: erp.url, allowHttp: true, database: erp.database, user, password },
    },
  ];
}
