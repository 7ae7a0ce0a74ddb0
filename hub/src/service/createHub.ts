import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Clock, Log, Post } from '../contract';
import { MeasuredDatabase, PrometheusMeter } from '../metrics';
import { migrate } from '../store';
import { isPostgres, openBaseParts, openStore } from './baseParts';
import { createParts, type HubParts } from './createParts';
import { createListeners, type Listeners } from './listeners';
import { SettingsError, type HubSettings } from './settings';
import { shutDown } from './shutdown';
import { lockStore, type StoreLock } from './storeLock';
import { systemClock } from './systemClock';
import { processTimers, Ticker, type Timers } from './ticker';

/** After SIGTERM the hub is gone within this time, whatever its clients do. */
const SHUTDOWN_MS = 10_000;

export interface HubOptions {
  readonly log: Log;
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** Where pushes go; axios by default. */
  readonly post?: Post;
}

export interface Started {
  readonly publicAddress: string;
  readonly privateAddress: string;
  /** False as long as nobody has made an API key. */
  readonly hasKeys: boolean;
}

/** A hub that is built; it listens once it is started. */
export interface Hub extends Listeners {
  readonly parts: HubParts;
  start(): Promise<Started>;
  /** Stops once, however often it is asked to. @returns names of the steps that failed or took too long */
  stop(): Promise<readonly string[]>;
}

/**
 * Builds a hub from its settings: store (migrated), keys (made at the first start), parts, both listeners.
 *
 * @throws SettingsError when another hub works on the SQLite file
 * @throws VaultError, Problem, StoreUnavailable, Error of the file system
 */
export async function createHub(settings: HubSettings, options: HubOptions): Promise<Hub> {
  const { log, clock = systemClock, timers = processTimers } = options;
  const meter = new PrometheusMeter(log);
  const store = openStore(settings);
  let lock: StoreLock | undefined;
  try {
    lock = isPostgres(settings.store) ? undefined : lockOrThrow(settings.store);
    const database = new MeasuredDatabase(store, meter, () => performance.now());
    await migrate(database, clock.now());
    const parts = await createParts(await openBaseParts(settings, database, { clock, log, meter }), options.post);
    let isStopping = false;
    const listeners = await createListeners(parts, meter, () => isStopping);
    const ticker = new Ticker(parts.jobs, log, timers);
    const end = async (): Promise<readonly string[]> => {
      isStopping = true;
      const left = await stopAll(parts, listeners, ticker);
      lock?.release();
      return left;
    };
    let ended: Promise<readonly string[]> | undefined;
    return {
      ...listeners,
      parts,
      start: async () => await startAll(parts, listeners, ticker),
      stop: async () => await (ended ??= end()),
    };
  } catch (error) {
    await store.close();
    lock?.release();
    throw error;
  }
}

function lockOrThrow(store: string): StoreLock {
  const lock = lockStore(store);
  if (lock === undefined)
    throw new SettingsError(`Another hub works on ${store}. For several replicas use PostgreSQL (--store postgres://…).`);
  return lock;
}

async function startAll(parts: HubParts, { publicApp, privateApp }: Listeners, ticker: Ticker): Promise<Started> {
  const { settings, access, opened, reception } = parts;
  await privateApp.listen({ host: settings.privateHost, port: settings.privatePort });
  await publicApp.listen({ host: settings.publicHost, port: settings.publicPort });
  ticker.start();
  opened.start();
  reception.start();
  const keys = await access.list();
  return { publicAddress: addressOf(publicApp), privateAddress: addressOf(privateApp), hasKeys: keys.length > 0 };
}

async function stopAll(parts: HubParts, { publicApp, privateApp }: Listeners, ticker: Ticker): Promise<readonly string[]> {
  const { access, opened, reception, database, log } = parts;
  return await shutDown(
    [
      // Both at once: a request that is under way on one of them may take as long as all the rest together.
      { name: 'listeners', run: async () => await Promise.all([publicApp.close(), privateApp.close()]) },
      { name: 'pushes', run: async () => await reception.stop() },
      { name: 'jobs', run: async () => await ticker.stop() },
      { name: 'keys', run: async () => await access.flush(true) },
      { name: 'checkpoint', run: async () => await opened.stop() },
      { name: 'store', run: async () => await database.close() },
    ],
    SHUTDOWN_MS,
    log,
    () => performance.now(),
  );
}

function addressOf(app: FastifyInstance): string {
  const { address, port, family } = app.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
