// The real n8n with the pack, the templates and sandbox credentials already in it, for trying things on the canvas.
// A sandbox shop, a sandbox ERP and a hub run beside it; Enter places another order. Ctrl-C ends everything.
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { say } from './demo/print.mjs';
import { hubCredential, sandboxCredentials, withHubCredential } from './lib/sandbox-credentials.mjs';
import { startSandboxHub } from './lib/sandbox-hub.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { installN8n, n8nPaths, setUpOwner, startN8nServer, startShopifySimulator, startTrytonSimulator } = createRequire(
  import.meta.url,
)('../sandbox/dist/index.js');

const OWNER = { email: 'owner@medsupply.example', firstName: 'Sandbox', lastName: 'Owner', password: 'Sandbox-2026' };
const PORT = Number(process.env.N8N_PORT ?? 5678);
const TRIGGER_WEBHOOK = '5b6f2f0e-52a1-4a52-9d1c-6f1e4f6d0110';
const paths = n8nPaths(root);

/** Fills in what a user of the webhook check would copy from the trigger: its production address. */
function withSandboxAddress(workflow) {
  const nodes = workflow.nodes.map((node) =>
    node.parameters.address === ''
      ? { ...node, parameters: { ...node.parameters, address: `http://127.0.0.1:${PORT}/webhook/${TRIGGER_WEBHOOK}/webhook` } }
      : node,
  );
  return { ...workflow, nodes };
}

try {
  await installN8n(paths, (line) => console.log(`n8n: ${line}`));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

say('Starting the sandbox shop (Shopify), the sandbox ERP (Tryton) and a hub …');
const shop = await startShopifySimulator({});
const erp = await startTrytonSimulator({});
const hub = await startSandboxHub(root, path.join(root, '.run/n8n-hub'));
const workflows = globSync('workflows/*.json', { cwd: root })
  .sort()
  .map((file) => withHubCredential(withSandboxAddress(JSON.parse(readFileSync(path.join(root, file), 'utf8')))));
const server = await startN8nServer({
  paths,
  port: PORT,
  userFolder: path.join(root, '.run/n8n-home'),
  credentials: [...sandboxCredentials(shop, erp), hubCredential(hub)],
  workflows,
  publish: true,
  log: (line) => console.log(`n8n: ${line}`),
});
await setUpOwner(server.url, OWNER);

say(
  `n8n runs at ${server.url}\n  sign in with   ${OWNER.email} / ${OWNER.password}\n  sandbox shop   ${shop.url}\n  sandbox ERP    ${erp.url} (database ${erp.database})\n  the Desk       ${hub.url}/desk (sign in as ${hub.user.name} with the one-time password ${hub.user.oneTimePassword})\n\nPress Enter to place an order in the shop, Ctrl-C to end.`,
);

let ending = false;
async function end() {
  if (ending) return;
  ending = true;
  await server.stop();
  await Promise.all([hub.stop(), shop.close(), erp.close()]);
  process.exit();
}
process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());

process.stdin.on('data', async () => {
  const order = shop.placeOrder({
    customer: {
      email: 'dr.smith@clinic.example',
      firstName: 'Anna',
      lastName: 'Smith',
      address: { address1: '9 Care Street', city: 'Nanjing', zip: '210000', countryCode: 'CN', country: 'China' },
    },
    lines: [{ sku: 'GLOVE-M-100', quantity: 1 + Math.floor(Math.random() * 5) }],
    shipping: { title: 'SF Express', code: 'SF', price: '25.00' },
  });
  console.log(`placed ${order.name}; open the executions of "${workflows[0].name}" in n8n to follow it`);
  await shop.idle();
});
