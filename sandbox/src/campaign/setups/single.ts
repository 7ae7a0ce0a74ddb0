import path from 'node:path';
import { hubProcess, type HubOptions } from '../processes';
import { HubReader } from './hubClient';
import { erpOf, n8nOf, n8nSettings, prepareOnce, registeredAddresses } from './parts';
import type { SetupContext, StartedSetup } from './setup';
import { collectHub, hubKeys } from './withHub';

/** One n8n on SQLite, one hub on SQLite. */
export async function startSingle(context: SetupContext): Promise<StartedSetup> {
  const { ports, folder, root, paths } = context;
  const [hubPorts] = ports.hubs;
  const hubOptions: HubOptions = {
    nodeBinary: paths.nodeBinary,
    cli: path.join(root, 'hub/dist/cli.js'),
    folder: folder.path,
    store: path.join(folder.file('hub'), 'hub.sqlite'),
    publicUrl: `http://127.0.0.1:${hubPorts.publicPort}`,
  };
  const keys = hubKeys(context, hubOptions);
  const erp = erpOf(context);
  const hub = context.supervise(hubProcess(hubOptions, { name: 'hub', ...hubPorts }));
  await Promise.all([erp.start(), hub.start()]);

  const hubUrl = `http://127.0.0.1:${hubPorts.privatePort}`;
  const settings = n8nSettings(context);
  prepareOnce(context, settings, { url: hubUrl, apiKey: keys.n8n }, ['01', '02', '99']);
  const n8n = context.supervise(n8nOf(settings, 'n8n', 'main', ports.n8nMain));
  await n8n.start();
  const reader = new HubReader(hubUrl, keys.reader);
  return {
    hubs: [hub],
    erps: [erp],
    n8ns: [n8n],
    zombie: n8n,
    addresses: (topic) => registeredAddresses(context, topic),
    backlog: async () => await reader.backlog(),
    collect: async () => await collectHub(context, hubOptions, reader),
    stop: async () => {
      await n8n.stop();
      await Promise.all([hub.stop(), erp.stop()]);
    },
  };
}
