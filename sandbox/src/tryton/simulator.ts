import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '../clock';
import { Witness, type FaultPlan } from '../faults';
import { Journal, type JournalOptions } from './journal';
import { behaviours } from './models';
import { Registry } from './orm/registry';
import { Store } from './orm/store';
import { Dispatcher } from './rpc/dispatcher';
import { Knobs, type ForcedWarning } from './rpc/knobs';
import { createTrytonServer } from './rpc/server';
import { Sessions } from './rpc/sessions';
import { seed } from './seed/seed';
import { TrytonState, type SaleView } from './state';

/** How long a session may be idle before it ends: what the test server sets for the real one. */
const defaultSessionTimeoutMs = 86_400_000;

export interface TrytonSimulatorOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** The database's name, `erp` by default. */
  readonly database?: string;
  /** Company dates, record times, session ends and delays follow it. */
  readonly clock?: Clock;
  /** Lost answers, server errors and late commits, by seed or one after the other. */
  readonly faults?: FaultPlan;
  readonly sessionTimeoutMs?: number;
  /** Keeps the database in a file: what was answered survives the end of the process. Without it everything is in memory. */
  readonly journal?: JournalOptions;
  /** See {@link Knobs}; all of them can be turned later as well. */
  readonly slowMs?: number;
  readonly lateLookupMs?: number;
  readonly overlapMs?: number;
  readonly warnings?: readonly ForcedWarning[];
}

/** A running simulator of Tryton 6.0 with the modules and records of the live test server. */
export interface TrytonSimulator {
  /** Address without a trailing slash, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly database: string;
  readonly state: TrytonState;
  readonly knobs: Knobs;
  /** Counts what was committed: sales as `sale.sale/web_id/<web id>`, parties as `party.party/code/<code>`. */
  readonly witness: Witness;
  /** Every sale with lines and amounts, for a demo to print. */
  listSales(): SaleView[];
  /** Ends all sessions, as a restart of a real server with a lost session table does. */
  expireSessions(): void;
  close(): Promise<void>;
}

/** Which field of a model is the business key that the witness counts by. */
const witnessedKeys: { readonly [model: string]: string } = { 'sale.sale': 'web_id', 'party.party': 'code' };

/** Reads a database back; the witness counts what its earlier lives have created. */
function openJournal(options: JournalOptions, store: Store, clock: Clock, witness: Witness): Journal {
  let isRecovering = true;
  const journal = Journal.open(
    options,
    store,
    () => clock.now(),
    (atMs) => seed(store, atMs),
    ({ what, webId }) => {
      if (isRecovering && what === 'create' && webId !== null) witness.record(`sale.sale/web_id/${webId}`);
    },
  );
  isRecovering = false;
  return journal;
}

/** Starts a simulator with freshly seeded records on the loopback interface. */
export async function startTrytonSimulator(options: TrytonSimulatorOptions = {}): Promise<TrytonSimulator> {
  const { clock = systemClock, database = 'erp', faults } = options;
  const store = new Store();
  const witness = new Witness();
  const journal = options.journal && openJournal(options.journal, store, clock, witness);
  if (!journal) seed(store, clock.now());
  const registry = new Registry(behaviours);
  const sessions = new Sessions(clock, options.sessionTimeoutMs ?? defaultSessionTimeoutMs);
  const knobs = new Knobs();
  knobs.slowMs = options.slowMs ?? 0;
  knobs.lateLookupMs = options.lateLookupMs ?? 0;
  knobs.overlapMs = options.overlapMs ?? knobs.overlapMs;
  knobs.warnings = [...(options.warnings ?? [])];
  const onCreated = (model: string, ids: readonly number[]) => {
    for (const id of ids) {
      knobs.created(model, id, clock.now());
      const field = witnessedKeys[model];
      const key = field === undefined ? undefined : store.table(model).get(id)?.[field];
      if (typeof key === 'string' && key !== '') witness.record(`${model}/${field}/${key}`);
    }
  };
  const dispatcher = new Dispatcher({ database, store, registry, sessions, clock, knobs, onCreated });
  const server = createTrytonServer({ dispatcher, clock, knobs, faults });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const state = new TrytonState(store, registry, () => clock.now());
  return {
    url: `http://127.0.0.1:${port}`,
    database,
    state,
    knobs,
    witness,
    listSales: () => state.sales(),
    expireSessions: () => sessions.expireAll(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          journal?.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
