import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { SANDBOX_CREDENTIALS } from '../shopify';
import { CampaignFolder } from './campaignFolder';
import { drain } from './drain';
import { DeliveryConnections, Driver } from './driver';
import { planDeliveries, planEvents } from './events';
import { Killer } from './killer';
import { API_VERSION, openCampaign, type OpenCampaign } from './openCampaign';
import type { CampaignOptions } from './options';
import { Pace } from './pace';
import { erpJournal } from './processes';
import { ProgressPrinter } from './progress';
import { doneBefore, type Done } from './resumed';
import { SALES, SALES_BEFORE_REPAIR } from './judgeFolder';
import { erpLogin, type StartedSetup } from './setups';
import { connectErp, JournalTail, standingSales } from './witness';

const CONNECTIONS = 32;
/** Work may stand still for as long as a lease, a settle time and a growing pause between attempts take together. */
const PATIENCE_MS = 240_000;
/** Kills go on until only so much waits; the rest is worked off in peace. */
const QUIET_BELOW = 300;
/** n8n without hub runs every webhook at once and chokes on too many. */
const BACKLOG_WITHOUT_HUB = 40;
/** The process that is frozen has enough to do by then, and enough is left for afterwards. */
const FREEZE_AFTER = 0.3;

const sleep = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Runs one campaign to its end and leaves history and evidence in its folder; judging is another program's business.
 * @param root the repository
 */
export async function runCampaign(root: string, options: CampaignOptions, say: (line: string) => void): Promise<CampaignFolder> {
  const folder = CampaignFolder.of(root, options);
  const done = options.resume ? await doneBefore(folder.history) : NOTHING_DONE;
  const campaign = await openCampaign(root, options, say);
  const { setup, note } = campaign;
  const pace = new Pace({
    limit: options.setup === 'no-hub' ? BACKLOG_WITHOUT_HUB : options.backlog,
    backlog: setup.backlog,
    sleep,
  });
  const connections = new DeliveryConnections(CONNECTIONS);
  const driver = driverOf(campaign, options, done, pace, connections);
  const tail = new JournalTail(erpJournal(folder.path));
  const progress = new ProgressPrinter({ counts: driver.counts, tail, pace, supervised: campaign.supervised }, say);
  progress.start();
  const killer = new Killer({ seed: `${options.seed}/${done.places.size}`, sleep });
  hunt(killer, setup, options);
  const frozen = options.kills.freeze ? freezeOnce(killer, setup, driver, options, done.acknowledged) : Promise.resolve();
  const settle = async (downTo: number): Promise<number> =>
    await drain({ backlog: setup.backlog, downTo, patienceMs: PATIENCE_MS, now: Date.now, sleep });

  note({ type: 'phase', phase: 'deliver', atMs: Date.now() });
  await driver.run();
  note({ type: 'phase', phase: 'drain', atMs: Date.now() });
  await settle(QUIET_BELOW);
  await Promise.all([killer.stop(), frozen]);
  note({ type: 'phase', phase: 'rest', atMs: Date.now() });
  const left = await settle(0);
  await sleep(1_000); // commits that were late when their caller gave up
  await pace.stop();
  progress.stop();

  say('collecting the evidence');
  if (setup.repair !== undefined) {
    await collectSales(campaign, folder.file(SALES_BEFORE_REPAIR));
    note({ type: 'phase', phase: 'repair', atMs: Date.now() });
    await setup.repair();
  }
  await collectSales(campaign, folder.file(SALES));
  await setup.collect();
  const reason = left === 0 ? {} : { reason: `${left} events were left and nothing moved any more` };
  note({ type: 'end', atMs: Date.now(), complete: left === 0, ...reason });
  connections.close();
  await campaign.close();
  return folder;
}

const NOTHING_DONE: Done = { places: new Set(), events: new Set(), acknowledged: 0 };

function driverOf(
  { setup, shop, state, note }: OpenCampaign,
  options: CampaignOptions,
  done: Done,
  pace: Pace,
  connections: DeliveryConnections,
): Driver {
  const { seed, events, faults } = options;
  const { clientSecret: secret } = SANDBOX_CREDENTIALS;
  const planned = planEvents({ seed, events, shop: shop.shop, secret, apiVersion: API_VERSION, startMs: state.startMs });
  const keys = new Map<number, string>();
  return new Driver({
    announcements: planDeliveries(planned, {
      seed,
      duplicates: faults.includes('duplicates') ? 0.1 : 0,
      window: faults.includes('reorder') ? 50 : 1,
    }),
    finished: done.places,
    noted: done.events,
    addresses: setup.addresses,
    post: async (...request) => await connections.post(...request),
    connections: CONNECTIONS,
    note: (record) => {
      note(record);
      if (record.type === 'event') keys.set(record.event, record.key);
      if (record.type !== 'ack') return;
      pace.acknowledged();
      setup.noteAcknowledged?.(keys.get(record.event) ?? '');
    },
    pace: async () => await pace.wait(),
    now: Date.now,
    sleep,
  });
}

function hunt(killer: Killer, { hubs, erps, n8ns }: StartedSetup, { kills }: CampaignOptions): void {
  const { hub, erp, n8n } = kills;
  if (hub !== undefined) hubs.forEach((target) => killer.hunt(target, hub));
  if (erp !== undefined) erps.forEach((target) => killer.hunt(target, erp));
  if (n8n !== undefined) n8ns.forEach((target) => killer.hunt(target, n8n));
}

async function freezeOnce(
  killer: Killer,
  setup: StartedSetup,
  driver: Driver,
  options: CampaignOptions,
  before: number,
): Promise<void> {
  while (before + driver.counts.acknowledged < options.events * FREEZE_AFTER) await sleep(500);
  await killer.freeze(setup.zombie, (options.leaseSeconds + 5) * 1000);
}

async function collectSales({ ports }: OpenCampaign, file: string): Promise<void> {
  const { database, user, password } = erpLogin();
  const call = await connectErp(`http://127.0.0.1:${ports.erp}`, database, user, password);
  const stream = createWriteStream(file);
  for await (const sale of standingSales(call)) if (!stream.write(`${JSON.stringify(sale)}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
}
