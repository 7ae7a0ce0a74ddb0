import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { QueueServices } from '../../n8nServer';
import { startFailoverProxy, startPostgres, startRedis } from '../../services';
import { hubProcess, type HubOptions } from '../processes';
import { HubReader } from './hubClient';
import { erpOf, n8nOf, n8nSettings, prepareOnce, registeredAddresses } from './parts';
import type { SetupContext, StartedSetup } from './setup';
import { collectHub, hubKeys } from './withHub';

const N8N_DATABASE = 'n8n';
const HUB_DATABASE = 'hub';

/** n8n in queue mode (main, two workers, Redis, PostgreSQL) and two hub replicas on PostgreSQL. */
export async function startQueue(context: SetupContext): Promise<StartedSetup> {
  const { ports, folder, root, paths } = context;
  // Another user has to reach it, so it does not lie in the folder of the campaign.
  const postgresFolder = context.state.postgresFolder ?? mkdtempSync(path.join(tmpdir(), 'medsupply-campaign-'));
  context.saveState({ postgresFolder });
  const postgres = await startPostgres({ port: ports.postgres, folder: postgresFolder, settings: { max_connections: '200' } });
  const redis = await startRedis({ port: ports.redis });
  for (const database of [N8N_DATABASE, HUB_DATABASE]) postgres.createDatabase(database);

  const hubOptions: HubOptions = {
    nodeBinary: paths.nodeBinary,
    cli: path.join(root, 'hub/dist/cli.js'),
    folder: folder.path,
    store: postgres.url(HUB_DATABASE),
    publicUrl: `http://127.0.0.1:${ports.publicProxy}`,
  };
  const keys = hubKeys(context, hubOptions);
  const erp = erpOf(context);
  const hubs = ports.hubs.map((pair, place) => context.supervise(hubProcess(hubOptions, { name: `hub-${place + 1}`, ...pair })));
  await Promise.all([erp.start(), ...hubs.map(async (hub) => await hub.start())]);
  const proxies = await Promise.all([
    startFailoverProxy(
      ports.hubs.map(({ publicPort }) => publicPort),
      ports.publicProxy,
    ),
    startFailoverProxy(
      ports.hubs.map(({ privatePort }) => privatePort),
      ports.privateProxy,
    ),
  ]);

  const hubUrl = `http://127.0.0.1:${ports.privateProxy}`;
  const { user, password } = postgres;
  const queue: QueueServices = { redis, postgres: { port: postgres.port, user, password, database: N8N_DATABASE } };
  const settings = n8nSettings(context, queue);
  prepareOnce(context, settings, { url: hubUrl, apiKey: keys.n8n }, ['01', '02', '99']);
  const main = context.supervise(n8nOf(settings, 'n8n-main', 'main', ports.n8nMain));
  const workers = ports.workers.map((port, place) =>
    context.supervise(n8nOf(settings, `n8n-worker-${place + 1}`, 'worker', port)),
  );
  await main.start();
  await Promise.all(workers.map(async (worker) => await worker.start()));
  const reader = new HubReader(hubUrl, keys.reader);
  const n8ns = [main, ...workers];
  return {
    hubs,
    erps: [erp],
    n8ns,
    zombie: workers[0] ?? main,
    addresses: (topic) =>
      registeredAddresses(context, topic).flatMap((address) =>
        ports.hubs.map(({ publicPort }) => address.replace(`:${ports.publicProxy}/`, `:${publicPort}/`)),
      ),
    backlog: async () => await reader.backlog(),
    collect: async () => await collectHub(context, hubOptions, reader),
    pids: () => [redis.pid, postgres.pid],
    stop: async () => {
      await Promise.all(n8ns.map(async (process) => await process.stop()));
      await Promise.all([...hubs, erp].map(async (process) => await process.stop()));
      await Promise.all(proxies.map(async (proxy) => await proxy.close()));
      await Promise.all([redis.stop(), postgres.stop()]);
    },
  };
}
