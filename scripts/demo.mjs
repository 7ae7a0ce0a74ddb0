// The demo: a sandbox shop, a sandbox ERP and the shipped workflow template on n8n's own engine, all in this process.
// It shows what happens to each document. `npm run demo -- --once` ends by itself; otherwise the sandbox stays up in a terminal.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const { Engine, startShopifySimulator, startTrytonSimulator } = createRequire(import.meta.url)('../sandbox/dist/index.js');
const { scenes } = await import('./demo/scenes.mjs');
const { printTable, say } = await import('./demo/print.mjs');
const { sandboxCredentials } = await import('./lib/sandbox-credentials.mjs');
const started = Date.now();

say("Starting the sandbox shop (Shopify), the sandbox ERP (Tryton) and n8n's engine …");
const shop = await startShopifySimulator({});
const erp = await startTrytonSimulator({});
const engine = await Engine.start({
  packFolder: root,
  credentials: Object.fromEntries(sandboxCredentials(shop, erp).map(({ type, data }) => [type, data])),
});

const template = JSON.parse(readFileSync(path.join(root, 'workflows/01-order-sync-shopify.json'), 'utf8'));
say(`Publishing "${template.name}": its trigger registers a webhook with the shop …`);
await engine.activate(template);

const rows = [];
for (const scene of scenes) {
  const before = engine.executions.length;
  const order = await scene.play(shop);
  await shop.idle();
  await engine.idle();
  const runs = engine.executions.slice(before);
  rows.push(await scene.report({ order, runs, erp }));
}

say('What happened to each order:');
printTable(rows, [
  'What the buyer did',
  'Shop order',
  'Webhooks',
  'Sales in ERP',
  'ERP sale',
  'State',
  'Shop total',
  'ERP total',
  'Outcome',
]);

const sales = erp.listSales();
say(
  `${rows.length} orders placed, ${sales.length} sales in the ERP, ${engine.executions.length} executions, ${((Date.now() - started) / 1000).toFixed(1)} s.`,
);

const expected = scenes.filter(({ reachesErp }) => reachesErp).length;
const ok = sales.length === expected && rows.every(({ good }) => good);
if (!ok) {
  console.error(`The demo did not go as it should: ${expected} sales were expected. Please report this with the table above.`);
  process.exitCode = 1;
}

const stay = process.stdin.isTTY && !process.argv.includes('--once');
if (stay) {
  say(`The sandbox stays up: shop ${shop.url}, ERP ${erp.url} (database ${erp.database}). Press Enter to end.`);
  await new Promise((resolve) => process.stdin.once('data', resolve));
}
await engine.close();
await shop.close();
await erp.close();
process.exit();
