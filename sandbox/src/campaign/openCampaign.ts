import { n8nPaths } from '../n8nServer';
import { portBlock } from '../services';
import { startShopifySimulator, type ShopifySimulator } from '../shopify';
import { CampaignFolder, type CampaignState } from './campaignFolder';
import { HistoryWriter, type HistoryRecord } from './history';
import type { CampaignOptions } from './options';
import { campaignPorts, PORT_COUNT, type CampaignPorts } from './ports';
import { Supervised, type Startable } from './processes';
import { SETUP_STARTS, type SetupContext, type StartedSetup } from './setups';

/** Version of the payloads that the shop sends. */
export const API_VERSION = '2026-10';

/** A campaign whose processes run, before anything is ordered. */
export interface OpenCampaign {
  readonly folder: CampaignFolder;
  readonly state: CampaignState;
  readonly ports: CampaignPorts;
  readonly shop: ShopifySimulator;
  readonly setup: StartedSetup;
  readonly supervised: readonly Supervised[];
  readonly note: (record: HistoryRecord) => void;
  /** Ends all processes in good order and writes the history to its end. */
  readonly close: () => Promise<void>;
}

/** Shopify Plus: a sweep reads ten orders a second; with the standard plan it would be one. */
const PLAN = { maximumAvailable: 20_000, restoreRate: 1_000 };
const TOPICS = ['orders/create', 'orders/updated', 'orders/cancelled'];
const REGISTRATION_LOOKS = 120;
const LOOK_EVERY_MS = 500;

/**
 * Starts everything that takes part in a campaign, on the data of an interrupted run when it is resumed.
 * @throws Error when a process does not start or n8n registers nothing with the shop
 */
export async function openCampaign(root: string, options: CampaignOptions, say: (line: string) => void): Promise<OpenCampaign> {
  const folder = CampaignFolder.of(root, options);
  let state = await openState(folder, options);
  const saveState = (change: Partial<CampaignState>): void => {
    state = { ...state, ...change };
    folder.write(state);
  };
  const history = new HistoryWriter(folder.history);
  const note = (record: HistoryRecord): void => history.write(record);
  note({ type: 'start', atMs: Date.now(), startMs: state.startMs, options: { ...options } });

  const ports = campaignPorts(state.firstPort);
  const shop = await startShopifySimulator({ port: ports.shop, apiVersion: API_VERSION, plan: PLAN });
  restoreSubscriptions(shop, state);
  const supervised: Supervised[] = [];
  const unsupervised: (() => readonly number[])[] = [];
  const endChildren = (): void => {
    for (const pid of [...supervised.flatMap(({ pid: one }) => one ?? []), ...unsupervised.flatMap((pids) => pids())])
      endProcess(pid);
  };
  process.on('exit', endChildren);
  const context: SetupContext = {
    root,
    paths: n8nPaths(root),
    options,
    folder,
    ports,
    shop,
    note,
    say,
    saveState,
    get state() {
      return state;
    },
    supervise: (startable: Startable) => {
      const made = new Supervised(startable, note, Date.now);
      supervised.push(made);
      return made;
    },
  };
  const started = await SETUP_STARTS[options.setup](context);
  if (started.pids !== undefined) unsupervised.push(started.pids);
  await registered(started, say);
  saveState({ subscriptions: shop.webhooks.subscriptions.map(({ topic, uri }) => ({ topic, uri })) });
  return {
    folder,
    get state() {
      return state;
    },
    ports,
    shop,
    setup: started,
    supervised,
    note,
    close: async () => {
      await started.stop();
      await Promise.all([history.close(), shop.close()]);
      process.off('exit', endChildren);
    },
  };
}

async function openState(folder: CampaignFolder, { resume }: CampaignOptions): Promise<CampaignState> {
  const known = resume ? folder.read() : undefined;
  if (known !== undefined) return known;
  folder.reset();
  const state: CampaignState = {
    startMs: Date.now(),
    firstPort: await portBlock(PORT_COUNT),
    prepared: false,
    subscriptions: [],
  };
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
  const missing = (): readonly string[] => TOPICS.filter((topic) => addresses(topic).length === 0);
  for (let look = 0; look < REGISTRATION_LOOKS && missing().length > 0; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  if (missing().length === TOPICS.length) throw new Error('n8n has registered no address with the shop');
  if (missing().length > 0) say(`no address is registered for ${missing().join(', ')}: the shop announces them to nobody`);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
