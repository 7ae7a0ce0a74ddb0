// Orders a second through one real n8n: stock nodes, template 01 without hub, template 01 with hub. Side by side in one run, all of them
// writing to one ERP simulator with the same look-ups. Then a burst of webhooks at the hub, and queue mode beside it.
import { cpus, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { stockFlow } from './stockFlow.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const sandbox = createRequire(import.meta.url)(path.join(root, 'sandbox/dist/index.js'));
const PORTS = 8;
const IN_FLIGHT = 20;
const BATCH = 150;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Follows the ERP's journal: which orders stand as quotations. */
function watchErp(folder) {
  const quoted = new Set();
  const tail = new sandbox.JournalTail(sandbox.erpJournal(folder), ({ key, state }) => {
    if (state === 'quotation') quoted.add(key);
  });
  return {
    count() {
      tail.read();
      return quoted.size;
    },
  };
}

/** New orders as signed deliveries, one after the other. */
function* orders(shop, startMs) {
  const options = {
    seed: 'bench',
    events: 1e9,
    shop: shop.shop,
    secret: sandbox.SANDBOX_CREDENTIALS.clientSecret,
    apiVersion: '2026-10',
    startMs,
  };
  for (const { kind, deliveries } of sandbox.planEvents(options)) if (kind === 'create') yield deliveries[0];
}

/** Keeps so many orders under way until all of them stand in the ERP. @returns orders a second */
async function closedLoop(count, watch, send) {
  const before = watch.count();
  const startedAt = performance.now();
  let sent = 0;
  for (let done = 0; done < count; done = watch.count() - before) {
    while (sent < count && sent - done < IN_FLIGHT) {
      sent++;
      void send();
    }
    if (performance.now() - startedAt > 60_000 + count * 1_000) throw new Error(`Only ${done} of ${count} orders came through`);
    await sleep(5);
  }
  return (count / (performance.now() - startedAt)) * 1000;
}

/** Hands over everything at once and waits for the last one. @returns orders a second */
async function allAtOnce(count, watch, send) {
  const before = watch.count();
  const startedAt = performance.now();
  let sent = 0;
  const sender = async () => {
    while (sent < count) {
      sent++;
      await send();
    }
  };
  await Promise.all(Array.from({ length: 16 }, sender));
  while (watch.count() - before < count) {
    if (performance.now() - startedAt > 60_000 + count * 300)
      throw new Error(`Only ${watch.count() - before} of ${count} orders came through`);
    await sleep(20);
  }
  return (count / (performance.now() - startedAt)) * 1000;
}

/** Fires webhooks evenly over ten seconds whatever comes back. */
async function burst(count, seconds, send) {
  const startedAt = performance.now();
  const answers = [];
  for (let fired = 0; fired < count; ) {
    const due = Math.min(count, Math.ceil(((performance.now() - startedAt) / 1000 / seconds) * count));
    for (; fired < due; fired++) answers.push(send());
    await sleep(2);
  }
  const firedInMs = performance.now() - startedAt;
  const all = await Promise.all(answers);
  const times = all.map(({ tookMs }) => tookMs).sort((one, other) => one - other);
  return {
    firedInMs,
    refused: all.filter(({ status }) => status !== 200).length,
    p50: times[Math.floor(times.length / 2)],
    p99: times[Math.floor(times.length * 0.99)],
    slowest: times.at(-1),
  };
}

/** A copy of template 01 that can stand beside another one in one n8n. */
function copyOfTemplate(place, withHub) {
  const erp = { targetState: 'quotation' };
  const trigger = withHub ? { hubOptions: { batchSize: BATCH, batchDelayMs: 100, maxInFlight: 2, leaseSeconds: 120 } } : {};
  const template = sandbox.shippedTemplate(root, '01', { withHub, set: { erp, shopifyTrigger: trigger } });
  const renamed = (text) => text?.replace(/\d{4}$/, `9${place}00`);
  return {
    ...template,
    id: `MedSupplyBench${place}0`,
    nodes: template.nodes.map((node) => ({
      ...node,
      id: renamed(node.id) + node.id.slice(-4),
      webhookId: renamed(node.webhookId),
    })),
  };
}

async function stockParties(call, count) {
  const [existing] = await call('party.party.search_read', [[['code', '=', 'STOCK-buyer0@clinic.example']], 0, 1, null, ['id']]);
  if (existing !== undefined) return;
  const parties = Array.from({ length: count }, (_, number) => ({
    name: `Buyer No ${number}`,
    code: `STOCK-buyer${number}@clinic.example`,
    addresses: [['create', [{ street: `${number} Care Street`, city: 'Nanjing', postal_code: '210000' }]]],
  }));
  await call('party.party.create', [parties]);
}

function endProcess(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** Signs in once, as an integrator would paste a session into a header credential. */
async function erpSession(url) {
  const { database, user, password } = sandbox.erpLogin();
  const ask = async (body, headers = {}) => {
    const response = await fetch(`${url}/${database}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ id: 1, ...body }),
    });
    return (await response.json()).result;
  };
  const [id, session] = await ask({ method: 'common.db.login', params: [user, { password }, 'en'] });
  const authorization = `Session ${Buffer.from(`${user}:${id}:${session}`).toString('base64')}`;
  const context = await ask({ method: 'model.res.user.get_preferences', params: [true, {}] }, { authorization });
  return { address: `${url}/${database}/`, authorization, context };
}

async function startSide(folder, log) {
  const paths = sandbox.n8nPaths(root);
  const first = await sandbox.portBlock(PORTS);
  const [n8nPort, publicPort, privatePort, erpPort] = [first, first + 2, first + 3, first + 4];
  const shop = await sandbox.startShopifySimulator({ apiVersion: '2026-10' });
  const note = () => {};
  const supervised = [];
  const supervise = (startable) => {
    const made = new sandbox.Supervised(startable, note, Date.now);
    supervised.push(made);
    return made;
  };
  // A bench that breaks off leaves nothing running.
  let n8nPid = 0;
  process.on('exit', () => {
    for (const pid of [n8nPid, ...supervised.map((one) => one.pid ?? 0)]) if (pid > 0) endProcess(pid);
  });
  const { nodeBinary } = paths;
  const erp = supervise(
    sandbox.erpProcess({
      nodeBinary,
      sandboxBundle: path.join(root, 'sandbox/dist/index.js'),
      folder,
      port: erpPort,
      seed: 'bench',
      faults: {},
      lateLookupMs: 0,
    }),
  );
  const publicUrl = `http://127.0.0.1:${publicPort}`;
  const hubOptions = {
    nodeBinary,
    cli: path.join(root, 'hub/dist/cli.js'),
    folder,
    store: path.join(folder, 'hub/hub.sqlite'),
    publicUrl,
  };
  const key = sandbox.prepareHub(hubOptions, 'n8n');
  const reader = new sandbox.HubReader(`http://127.0.0.1:${privatePort}`, sandbox.createHubKey(hubOptions, 'admin'));
  const hub = supervise(sandbox.hubProcess(hubOptions, { name: 'hub', publicPort, privatePort }));
  await Promise.all([erp.start(), hub.start()]);

  const erpUrl = `http://127.0.0.1:${erpPort}`;
  const session = await erpSession(erpUrl);
  const { database, user, password } = sandbox.erpLogin();
  await stockParties(await sandbox.connectErp(erpUrl, database, user, password), 2_000);
  const stock = stockFlow(session.address, session.context);
  const header = { name: 'Authorization', value: session.authorization };
  const workflows = [stock.workflow, copyOfTemplate(2, false), copyOfTemplate(3, true)];
  log('preparing n8n');
  const n8n = await sandbox.startN8nServer({
    paths,
    port: n8nPort,
    userFolder: path.join(folder, 'n8n'),
    credentials: [
      { id: 'medsupplySandbox0', name: 'ERP session', type: 'httpHeaderAuth', data: header },
      ...sandbox.campaignCredentials({
        shop: { domain: shop.shop.domain, url: shop.url },
        erpUrl,
        hub: { url: `http://127.0.0.1:${privatePort}`, apiKey: key },
      }),
    ],
    workflows,
    publish: true,
    env: sandbox.THROUGHPUT_SETTINGS,
  });
  n8nPid = n8n.pid;
  const registered = () => shop.webhooks.subscriptions.filter(({ topic }) => topic === 'ORDERS_CREATE').map(({ uri }) => uri);
  await sandbox.waitFor('both templates have registered with the shop', () => registered().length >= 2);
  return {
    shop,
    reader,
    addresses: {
      stock: `${n8n.url}/webhook/${stock.path}`,
      plain: registered().find((uri) => uri.startsWith(n8n.url)),
      hub: registered().find((uri) => uri.startsWith(publicUrl)),
    },
    stop: async () => {
      await n8n.stop();
      await Promise.all([hub.stop(), erp.stop(), shop.close()]);
    },
  };
}

/** Two workers, Redis, PostgreSQL, two hub replicas: the campaign's own set-up without faults. */
async function queueMode(count, connections, log) {
  const options = {
    ...sandbox.parseCampaignOptions({ setup: 'queue', events: String(count), seed: 'bench', faults: 'none' }),
    batchSize: BATCH,
  };
  const campaign = await sandbox.openCampaign(root, options, log);
  try {
    const watch = watchErp(campaign.folder.path);
    const source = orders(campaign.shop, Date.now());
    const addresses = campaign.setup.addresses('orders/create');
    let turn = 0;
    const send = async () => {
      const { headers, body } = source.next().value;
      await connections.post(addresses[turn++ % addresses.length], headers, body, 5_000);
    };
    await allAtOnce(Math.ceil(count / 4), watch, send);
    return await allAtOnce(count, watch, send);
  } finally {
    await campaign.close();
    campaign.folder.thin();
  }
}

/** Measures the three ways, the burst and queue mode. */
export async function run({ rounds }) {
  const isQuick = rounds < 10;
  const log = (line) => console.error(`throughput: ${line}`);
  await sandbox.installN8n(sandbox.n8nPaths(root), log);
  const folder = mkdtempSync(path.join(tmpdir(), 'medsupply-throughput-'));
  const side = await startSide(folder, log);
  const connections = new sandbox.DeliveryConnections(64);
  const watch = watchErp(folder);
  const source = orders(side.shop, Date.now());
  const sender = (address) => async () => {
    const { headers, body } = source.next().value;
    const startedAt = performance.now();
    const { status } = await connections.post(address, headers, body, 60_000);
    return { status, tookMs: performance.now() - startedAt };
  };
  const send = { stock: sender(side.addresses.stock), plain: sender(side.addresses.plain), hub: sender(side.addresses.hub) };
  const [single, batched] = isQuick ? [60, 600] : [200, 2_000];
  const rates = { stock: [], plain: [], hub: [] };
  let fired;
  let processedPerSecond;
  const burstSize = isQuick ? 2_000 : 10_000;
  try {
    log('warming up');
    for (const name of ['stock', 'plain']) await closedLoop(Math.ceil(single / 3), watch, send[name]);
    await allAtOnce(Math.ceil(batched / 3), watch, send.hub);
    for (let round = 1; round <= (isQuick ? 1 : 3); round++) {
      rates.stock.push(await closedLoop(single, watch, send.stock));
      rates.plain.push(await closedLoop(single, watch, send.plain));
      rates.hub.push(await allAtOnce(batched, watch, send.hub));
      log(
        `round ${round}: ${Object.entries(rates)
          .map(([name, list]) => `${name} ${list.at(-1).toFixed(1)}/s`)
          .join(', ')}`,
      );
    }
    const before = watch.count();
    const startedAt = performance.now();
    fired = await burst(burstSize, isQuick ? 2 : 10, send.hub);
    log(`burst: slowest answer ${fired.slowest.toFixed(0)} ms, ${fired.refused} refused`);
    await sandbox.waitFor('the burst is processed', () => watch.count() - before >= burstSize, {
      timeoutMs: burstSize * 300,
      everyMs: 200,
    });
    processedPerSecond = (burstSize / (performance.now() - startedAt)) * 1000;
  } finally {
    await side.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const queue = sandbox.missingServices().length === 0 ? await queueMode(batched, connections, log) : undefined;
  connections.close();

  const best = Object.fromEntries(Object.entries(rates).map(([name, list]) => [name, Math.max(...list)]));
  const row = (name, rate) =>
    `| ${name.padEnd(58)} | ${rate.toFixed(1).padStart(8)} | ${(rate / best.stock).toFixed(2).padStart(8)} |`;
  return {
    title: 'Throughput',
    text: [
      `Orders a second through one real n8n 2.41.1 on ${cpus().length} cores (shop, ERP simulator and hub beside it), until the order stands in the ERP as a`,
      `quotation. (a) and (b) run one execution an order with ${IN_FLIGHT} under way; (c) gets batches of up to ${BATCH}. Settings: docs/queue-mode.md.`,
      '',
      `| ${'way'.padEnd(58)} | orders/s |    x (a) |`,
      `| ${'-'.repeat(58)} | ---: | ---: |`,
      row('(a) stock nodes, no duplicate protection', best.stock),
      row('(b) template 01 without hub', best.plain),
      row('(c) template 01 with hub', best.hub),
      ...(queue === undefined ? [] : [row('    the same in queue mode: 2 workers, 2 hub replicas', queue)]),
      '',
      `Burst: ${burstSize} webhooks fired at the hub in ${(fired.firedInMs / 1000).toFixed(1)} s; answers p50 ${fired.p50.toFixed(0)} ms, p99 ${fired.p99.toFixed(0)} ms,`,
      `slowest ${fired.slowest.toFixed(0)} ms; all of them in the ERP ${processedPerSecond.toFixed(0)} a second later on.`,
    ].join('\n'),
    goals: [
      { what: '(b) template 01 without hub, in (a)', value: best.plain / best.stock, limit: 0.8, kind: 'min' },
      { what: '(c) template 01 with hub, in (a)', value: best.hub / best.stock, limit: 4, kind: 'min' },
      { what: 'slowest answer of the burst', value: fired.slowest, limit: 5_000, kind: 'max', unit: ' ms' },
      { what: 'webhooks of the burst that were refused', value: fired.refused, limit: 0, kind: 'max' },
    ],
  };
}
