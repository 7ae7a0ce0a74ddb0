// The demo: a sandbox shop, a sandbox ERP and the shipped workflow template on n8n's own engine in this process, and the hub as a
// process of its own. It shows what happens to each document. `npm run demo -- --once` ends by itself; otherwise the sandbox stays up in a terminal.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const { Engine, startShopifySimulator, startTrytonSimulator } = createRequire(import.meta.url)('../sandbox/dist/index.js');
const { scenes } = await import('./demo/scenes.mjs');
const { printTable, say } = await import('./demo/print.mjs');
const { hubCredential, sandboxCredentials, withHubCredential } = await import('./lib/sandbox-credentials.mjs');
const { startSandboxHub } = await import('./lib/sandbox-hub.mjs');
const started = Date.now();

say("Starting the sandbox shop (Shopify), the sandbox ERP (Tryton), the hub and n8n's engine …");
const shop = await startShopifySimulator({});
const erp = await startTrytonSimulator({});
const hub = await startSandboxHub(root, path.join(root, '.run/demo-hub'));
const engine = await Engine.start({
  packFolder: root,
  credentials: Object.fromEntries([...sandboxCredentials(shop, erp), hubCredential(hub)].map(({ type, data }) => [type, data])),
});

const template = withHubCredential(JSON.parse(readFileSync(path.join(root, 'workflows/01-order-sync-shopify.json'), 'utf8')));
say(`Publishing "${template.name}": its trigger registers the hub's intake with the shop, and its own address with the hub …`);
await engine.activate(template);

/** Resolves when shop, hub and engine have nothing left to do. */
async function settled() {
  const deadline = Date.now() + 60_000;
  for (;;) {
    await shop.idle();
    await engine.idle();
    const left = await hub.unfinished();
    if (left.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`${left.length} events were not finished within a minute: ${left[0].reason ?? left[0].state}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const rows = [];
for (const scene of scenes) {
  const before = engine.executions.length;
  const order = await scene.play(shop, hub);
  await settled();
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
const parked = (await hub.get('/v1/events?state=parked&limit=500')).events;
say('What waits for a person at the Desk:');
printTable(
  parked.map(({ businessKey, topic, reason, nextStep }) => ({
    Order: decodeURIComponent(businessKey ?? '')
      .split('/')
      .at(-1),
    Topic: topic,
    Reason: reason,
    'What to do': nextStep,
  })),
  ['Order', 'Topic', 'Reason', 'What to do'],
);

say(`The audit log, exported and verified with nothing but the file and the public key:\n${hub.verifyAudit()}`);
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
  say(
    `The Desk is open: ${hub.url}/desk\n  sign in as ${hub.user.name} with the one-time password ${hub.user.oneTimePassword}\n` +
      `Shop ${shop.url}, ERP ${erp.url} (database ${erp.database}). Press Enter to end.`,
  );
  await new Promise((resolve) => process.stdin.once('data', resolve));
}
await engine.close();
await hub.stop();
await shop.close();
await erp.close();
process.exit();
