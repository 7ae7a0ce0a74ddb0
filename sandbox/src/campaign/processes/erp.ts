import { connect } from 'node:net';
import path from 'node:path';
import type { FaultPlanOptions } from '../../faults';
import { startNodeProcess } from './nodeProcess';
import type { Startable } from './running';

export interface ErpProcessOptions {
  readonly nodeBinary: string;
  /** The bundle of the sandbox, whose Tryton simulator is run. */
  readonly sandboxBundle: string;
  readonly folder: string;
  readonly port: number;
  readonly seed: string;
  readonly faults: FaultPlanOptions;
  readonly lateLookupMs: number;
}

/** Where the ERP simulator keeps its database: the witness of everything that took effect. */
export function erpJournal(folder: string): string {
  return path.join(folder, 'erp-journal.jsonl');
}

/** The ERP simulator as a process of its own, with its data in a journal that outlives it. */
export function erpProcess(options: ErpProcessOptions): Startable {
  const { nodeBinary, folder, port } = options;
  const settings = {
    port: String(port),
    journal: erpJournal(folder),
    seed: options.seed,
    faults: JSON.stringify(options.faults),
    'late-lookup-ms': String(options.lateLookupMs),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const program = `require(${JSON.stringify(options.sandboxBundle)}).runTrytonProcess(process.argv.slice(1)).catch((error) => { console.error(error); process.exit(1); })`;
  return {
    name: 'erp',
    start: async () =>
      await startNodeProcess({
        name: 'the ERP simulator',
        nodeBinary,
        args: ['--max-old-space-size=6144', '-e', program, '--', ...flags],
        logFile: path.join(folder, 'erp.log'),
        isReady: async () => await listens(port),
      }),
  };
}

async function listens(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => finish(true));
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('error', () => finish(false));
  });
}
