// The credentials of the sandbox systems, as n8n imports them. They open nothing but the simulators of this repository.
import { createRequire } from 'node:module';

const { SANDBOX_CREDENTIALS, SANDBOX_ERP_USER } = createRequire(import.meta.url)('../../sandbox/dist/index.js');

export function sandboxCredentials(shop, erp) {
  return [
    { id: 'medsupplySandbox1', name: 'Sandbox shop', type: 'medSupplyShopifyClientApi', data: { shop: shop.shop.domain, clientId: SANDBOX_CREDENTIALS.clientId, clientSecret: SANDBOX_CREDENTIALS.clientSecret, sandboxUrl: shop.url } },
    { id: 'medsupplySandbox2', name: 'Sandbox ERP', type: 'medSupplyTrytonApi', data: { url: erp.url, allowHttp: true, database: erp.database, ...SANDBOX_ERP_USER } },
  ];
}
