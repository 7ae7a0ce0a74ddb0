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

/** The credential of a sandbox hub. */
export function hubCredential({ url, apiKey }) {
  return { id: 'medsupplySandbox3', name: 'Sandbox hub', type: 'medSupplyHubApi', data: { url, apiKey, allowHttp: false } };
}

const TAKES_HUB = ['shopify', 'shopifyTrigger', 'erp', 'fieldMapping', 'hub', 'hubTrigger'].map(
  (name) => `n8n-nodes-medsupply.${name}`,
);

/** The same template with the hub's credential chosen wherever a node takes it: what a user clicks once per node. */
export function withHubCredential(template) {
  const nodes = template.nodes.map((node) =>
    TAKES_HUB.includes(node.type)
      ? { ...node, credentials: { ...node.credentials, medSupplyHubApi: { id: '', name: 'Hub' } } }
      : node,
  );
  return { ...template, nodes };
}
