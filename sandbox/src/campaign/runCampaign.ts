import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { n8nPaths } from '../n8nServer';
import { portBlock } from '../services';
import { SANDBOX_CREDENTIALS, startShopifySimulator, type ShopifySimulator } from '../shopify';
import { CampaignFolder, type CampaignState } from './campaignFolder';
import { drain } from './drain';
import { DeliveryConnections, Driver } from './driver';
import { planDeliveries, planEvents } from './events';
import { HistoryWriter, type HistoryRecord } from './history';
import { Killer } from './killer';
import type { CampaignOptions } from './options';
import { Pace } from './pace';
import { campaignPorts, PORT_COUNT } from './ports';
import { erpJournal, Supervised, type Startable } from './processes';
import { progressLine } from './progress';
import { doneBefore } from './resumed';
import { erpLogin, SETUP_STARTS, type StartedSetup } from './setups';
import { connectErp, JournalTail, standingSales } from './witness';

const API_VERSION = '2026-10';
const CONNECTIONS = 32;
const PROGRESS_MS = 5_000;
/** Work may stand still for as long as a lease, a settle time and a growing pause between attempts take together. */
const PATIENCE_MS = 240_000;
/** Kills go on until only so much waits; the rest is worked off in peace. */
const QUIET_BELOW = 300;

const sleep = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Runs one campaign to its end and leaves history and evidence in its folder; judging is another program's business.
 * @param root the repository
 */
export async function runCampaign(root: string, options: CampaignOptions, say: (line: string) => void): Promise<CampaignFolder> {
  const folder = CampaignFolder.of(root, options);
  let state = await openState(folder, options);
  const saveState = (change: Partial<CampaignState>): void => {
    state = { ...state, ...change };
    folder.write(state);
  };
  const done = await doneBefore(folder.history);
  const history = new HistoryWriter(folder.history);
  const note = (record: HistoryRecord): void => history.write(record);
  const startedAtMs = Date.now();
  note({ type: 'start', atMs: startedAtMs, startMs: state.startMs, options: { ...options } });

  const ports = campaignPorts(state.firstPort);
  const shop = await startShopifySimulator({ port: ports.shop, apiVersion: API_VERSION });
  restoreSubscriptions(shop, state);
  const supervised: Supervised[] = [];
  const supervise = (startable: Startable): Supervised => {
    const process = new Supervised(startable, note, Date.now);
    supervised.push(process);
    return process;
  };
  let setup: StartedSetup | undefined;
  const endChildren = (): void => {
    for (const pid of [...supervised.flatMap(({ pid: one }) => one ?? []), ...(setup?.pids?.() ?? [])]) endProcess(pid);
  };
  process.on('exit', endChildren);
  const context = { root, paths: n8nPaths(root), options, folder, ports, shop, note, supervise, say, saveState, get state() {
    return state;
  } };
  setup = await SETUP_STARTS[options.setup](context);
  await registered(setup, say);
  saveState({ subscriptions: shop.webhooks.subscriptions.map(({ topic, uri }) => ({ topic, uri })) });

  const running = setup;
  const pace = new Pace({ limit: options.setup === 'no-hub' ? 40 : options.backlog, backlog: running.backlog, sleep });
  const connections = new DeliveryConnections(CONNECTIONS);
  const events = planEvents({
    seed: options.seed,
    events: options.events,
    shop: shop.shop,
    secret: SANDBOX_CREDENTIALS.clientSecret,
    apiVersion: API_VERSION,
    startMs: state.startMs,
  });
  const keys = new Map<number, string>();
  const driver = new Driver({
    announcements: planDeliveries(events, {
      seed: options.seed,
      duplicates: options.faults.includes('duplicates') ? 0.1 : 0,
      window: options.faults.includes('reorder') ? 50 : 1,
    }),
    finished: done.places,
    noted: done.events,
    addresses: running.addresses,
    post: async (...request) => await connections.post(...request),
    connections: CONNECTIONS,
    note: (record) => {
      note(record);
      if (record.type === 'event') keys.set(record.event, record.key);
      if (record.type !== 'ack') return;
      pace.acknowledged();
      running.noteAcknowledged?.(keys.get(record.event) ?? '');
    },
    pace: async () => await pace.wait(),
    now: Date.now,
    sleep,
  });

  const tail = new JournalTail(erpJournal(folder.path));
  let [salesBefore, lineAtMs] = [0, Date.now()];
  const printProgress = (): void => {
    tail.read();
    const now = Date.now();
    say(
      progressLine(
        { elapsedMs: now - startedAtMs, counts: driver.counts, sales: tail.created, backlog: pace.backlog, supervised },
        salesBefore,
        now - lineAtMs,
      ),
    );
    [salesBefore, lineAtMs] = [tail.created, now];
  };
  const ticker = setInterval(printProgress, PROGRESS_MS);

  const killer = new Killer({ seed: `${options.seed}/${done.places.size}`, sleep });
  const { hub, erp, n8n, freeze } = options.kills;
  if (hub !== undefined) running.hubs.forEach((target) => killer.hunt(target, hub));
  if (erp !== undefined) running.erps.forEach((target) => killer.hunt(target, erp));
  if (n8n !== undefined) running.n8ns.forEach((target) => killer.hunt(target, n8n));
  const frozen = freeze ? freezeOnce(killer, running, driver, options, done.acknowledged) : Promise.resolve();

  note({ type: 'phase', phase: 'deliver', atMs: Date.now() });
  await driver.run();
  note({ type: 'phase', phase: 'drain', atMs: Date.now() });
  await drain({ backlog: running.backlog, downTo: QUIET_BELOW, patienceMs: PATIENCE_MS, now: Date.now, sleep });
  await Promise.all([killer.stop(), frozen]);
  note({ type: 'phase', phase: 'rest', atMs: Date.now() });
  const left = await drain({ backlog: running.backlog, downTo: 0, patienceMs: PATIENCE_MS, now: Date.now, sleep });
  await sleep(1_000); // commits that were late when their caller gave up
  await pace.stop();
  clearInterval(ticker);
  printProgress();

  say('collecting the evidence');
  await collectSales(`http://127.0.0.1:${ports.erp}`, folder.file('erp-sales.jsonl'));
  await running.collect();
  note({ type: 'end', atMs: Date.now(), complete: left === 0, ...(left === 0 ? {} : { reason: `${left} events were left and nothing moved any more` }) });
  await running.stop();
  await Promise.all([history.close(), shop.close()]);
  connections.close();
  process.off('exit', endChildren);
  return folder;
}

async function openState(folder: CampaignFolder, { resume }: CampaignOptions): Promise<CampaignState> {
  const known = resume ? folder.read() : undefined;
  if (known !== undefined) return known;
  folder.reset();
  const state: CampaignState = { startMs: Date.now(), firstPort: await portBlock(PORT_COUNT), prepared: false, subscriptions: [] };
  folder.write(state);
  return state;
}

/** The shop lives in this process: what n8n had registered before an interruption would be forgotten otherwise. */
function restoreSubscriptions({ shop }: ShopifySimulator, { subscriptions }: CampaignState): void {
  for (const { topic, uri } of subscriptions) {
    const id = shop.nextId('WebhookSubscription');
    const now = Date.now();
    shop.subscriptions.set(id, {
      id,
      topic,
      uri,
      includeFields: [],
      name: null,
      apiVersion: API_VERSION,
      createdAtMs: now,
      updatedAtMs: now,
      consecutiveFailures: 0,
    });
  }
}

async function registered({ addresses }: StartedSetup, say: (line: string) => void): Promise<void> {
  const topics = ['orders/create', 'orders/updated', 'orders/cancelled'];
  for (let attempt = 0; attempt < 120 && !topics.every((topic) => addresses(topic).length > 0); attempt++) await sleep(500);
  const missing = topics.filter((topic) => addresses(topic).length === 0);
  if (missing.includes('orders/create')) throw new Error('n8n has registered no address with the shop for orders/create');
  if (missing.length > 0) say(`no address is registered for ${missing.join(', ')}: those deliveries go nowhere`);
}

async function freezeOnce(killer: Killer, setup: StartedSetup, driver: Driver, options: CampaignOptions, before: number): Promise<void> {
  while (before + driver.counts.acknowledged < options.events * 0.3) await sleep(500);
  await killer.freeze(setup.zombie, (options.leaseSeconds + 5) * 1000);
}

async function collectSales(url: string, file: string): Promise<void> {
  const { database, user, password } = erpLogin();
  const call = await connectErp(url, database, user, password);
  const stream = createWriteStream(file);
  for await (const sale of standingSales(call)) if (!stream.write(`${JSON.stringify(sale)}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
