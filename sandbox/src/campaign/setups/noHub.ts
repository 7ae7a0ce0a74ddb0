import { n8nEnvironment, runN8nCommand } from '../../n8nServer';
import { erpJournal } from '../processes';
import { shippedTemplate } from '../workflows';
import type { Supervised } from '../processes';
import { JournalTail } from '../witness';
import { erpOf, n8nOf, n8nSettings, prepareOnce, registeredAddresses } from './parts';
import type { SetupContext, StartedSetup } from './setup';

/** An acknowledged order without an effect after so long is not waited for any more. */
const STALE_MS = 20_000;
/** Template that compares the shop with the ERP. */
const SWEEP = '03';
/** In life it runs every quarter of an hour. */
const MOST_SWEEPS = 6;

/** Template 01 alone: n8n receives by itself and remembers nothing; the ERP's own keys keep repeats harmless. */
export async function startNoHub(context: SetupContext): Promise<StartedSetup> {
  const { ports, folder } = context;
  const erp = erpOf(context);
  let calmErp: Supervised | undefined;
  await erp.start();
  const settings = n8nSettings(context);
  prepareOnce(context, settings, undefined, ['01'], [SWEEP]);
  const n8n = context.supervise(n8nOf(settings, 'n8n', 'main', ports.n8nMain));
  await n8n.start();

  // What was acknowledged and shows no effect after a while counts as lost here and is not waited for: the sweep repairs it.
  const open = new Map<string, number>();
  const tail = new JournalTail(erpJournal(folder.path), ({ key }) => open.delete(key));
  return {
    hubs: [],
    erps: [erp],
    n8ns: [n8n],
    zombie: n8n,
    addresses: (topic) => registeredAddresses(context, topic),
    noteAcknowledged: (key) => void open.set(key, Date.now()),
    backlog: async () => {
      tail.read();
      for (const [key, atMs] of open) if (Date.now() - atMs > STALE_MS) open.delete(key);
      return await Promise.resolve(open.size);
    },
    repair: async () => {
      // On the command line a workflow runs in a process of its own, so the server is stopped first.
      await n8n.stop();
      // Without a hub every lost answer holds the next order up for its settle time, so the storm is over when the sweep begins.
      await erp.stop();
      calmErp = erpOf(context, []);
      await calmErp.start();
      const { id } = shippedTemplate(context.root, SWEEP, { withHub: false, set: {} });
      const env = n8nEnvironment({ ...settings, port: ports.n8nMain });
      const sweep = async (): Promise<boolean> =>
        await runN8nCommand(context.paths, env, ['execute', `--id=${id}`], folder.file('sweep.log')).then(
          () => true,
          () => false, // an order met a fault: the next sweep finds it again
        );
      for (let run = 1; run <= MOST_SWEEPS; run++) {
        context.say(`sweep ${run}`);
        if (await sweep()) return;
      }
    },
    collect: async () => await Promise.resolve(),
    stop: async () => {
      await n8n.stop();
      await erp.stop();
      await calmErp?.stop();
    },
  };
}
