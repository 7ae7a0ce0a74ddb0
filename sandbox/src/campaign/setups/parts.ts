import path from 'node:path';
import { prepareN8n, startN8nProcess, THROUGHPUT_SETTINGS } from '../../n8nServer';
import type { EnvironmentOptions, N8nRole, QueueServices } from '../../n8nServer';
import { erpRates, type CampaignOptions, type FaultName } from '../options';
import { erpProcess } from '../processes';
import type { Startable, Supervised } from '../processes';
import { shippedTemplate, startedByHand, type TemplateChanges } from '../workflows';
import { campaignCredentials } from './credentials';
import type { SetupContext } from './setup';

/** How long the ERP simulator's writes may take to become visible: its latest commit and look-up lag, with a margin. */
const SETTLE_SECONDS = 2;
/** Orders of one batch that are written at a time: the node asks the ERP for what they need in common requests. */
const CONCURRENCY = 20;
const LOOKUP_LAG_MS = 200;
/** What the nodes take at least. */
const SHORTEST_LEASE_SECONDS = 10;

/**
 * The ERP simulator with the campaign's faults.
 * @param faults those of the command line, or none when the storm is over
 */
export function erpOf(context: SetupContext, faults: readonly FaultName[] = context.options.faults): Supervised {
  const { options, folder, ports, paths, root } = context;
  return context.supervise(
    erpProcess({
      nodeBinary: paths.nodeBinary,
      sandboxBundle: path.join(root, 'sandbox/dist/index.js'),
      folder: folder.path,
      port: ports.erp,
      seed: options.seed,
      faults: { rates: erpRates(faults), lateCommitMs: [100, 600], retryAfterSeconds: 1 },
      lateLookupMs: faults.includes('lag') ? LOOKUP_LAG_MS : 0,
    }),
  );
}

/** Settings that all n8n processes of a campaign share. */
export function n8nSettings(context: SetupContext, queue?: QueueServices): Omit<EnvironmentOptions, 'port'> {
  return {
    paths: context.paths,
    userFolder: context.folder.file('n8n'),
    webhookUrl: `http://127.0.0.1:${context.ports.n8nMain}`,
    queue,
    env: { ...THROUGHPUT_SETTINGS, N8N_WORKFLOW_AUTODEACTIVATION_ENABLED: 'false' },
  };
}

/** One process of n8n. */
export function n8nOf(settings: Omit<EnvironmentOptions, 'port'>, name: string, role: N8nRole, port: number): Startable {
  return { name, start: async () => await startN8nProcess({ ...settings, role, port, concurrency: 5 }) };
}

/** Puts credentials and templates into n8n, once in the life of a campaign. */
export function prepareOnce(
  context: SetupContext,
  settings: Omit<EnvironmentOptions, 'port'>,
  hub: { readonly url: string; readonly apiKey: string } | undefined,
  templates: readonly string[],
  /** Templates that are only imported: somebody runs them by hand. */
  idle: readonly string[] = [],
): void {
  if (context.state.prepared) return;
  const { shop, ports, root, options } = context;
  const changes = templateChanges(hub !== undefined, options);
  prepareN8n({
    ...settings,
    port: ports.n8nMain,
    credentials: campaignCredentials({
      shop: { domain: shop.shop.domain, url: shop.url },
      erpUrl: `http://127.0.0.1:${ports.erp}`,
      hub,
    }),
    workflows: [
      ...templates.map((number) => shippedTemplate(root, number, changes)),
      ...idle.map((number) => startedByHand(shippedTemplate(root, number, changes))),
    ],
    publish: templates.map((number) => shippedTemplate(root, number, changes).id),
    log: context.say,
  });
  context.saveState({ prepared: true });
}

/** A quotation can still be changed and cancelled, so the campaign stops orders there. */
function templateChanges(withHub: boolean, { batchSize, batchesInFlight, leaseSeconds }: CampaignOptions): TemplateChanges {
  const targetState = 'quotation';
  if (!withHub) return { withHub, set: { erp: { targetState } } };
  // The node has to be done before the batch is handed out again.
  const writing = {
    leaseSeconds: Math.max(SHORTEST_LEASE_SECONDS, Math.floor(leaseSeconds * 0.8)),
    settleSeconds: SETTLE_SECONDS,
    concurrency: CONCURRENCY,
  };
  const pushing = { batchSize, batchDelayMs: 200, maxInFlight: batchesInFlight, leaseSeconds };
  return {
    withHub,
    set: {
      shopifyTrigger: { hubOptions: pushing },
      hubTrigger: { hubOptions: pushing },
      erp: { targetState, hubOptions: writing },
    },
  };
}

/** Addresses that n8n has registered with the shop for a topic such as `orders/create`. */
export function registeredAddresses({ shop }: SetupContext, topic: string): readonly string[] {
  const name = topic.toUpperCase().replace('/', '_');
  return shop.webhooks.subscriptions.filter((subscription) => subscription.topic === name).map(({ uri }) => uri);
}
