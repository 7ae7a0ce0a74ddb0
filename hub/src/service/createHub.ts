import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Clock, Log, Post } from '../contract';
import { createPrivateApp, createPublicApp, type RouteEntry } from '../http';
import { intakeRoutes } from '../intake';
import { MeasuredDatabase, PrometheusMeter, registerGauges } from '../metrics';
import { migrate } from '../store';
import { version } from '../../package.json';
import { isPostgres, openBaseParts, openStore } from './baseParts';
import { createParts, type HubParts } from './createParts';
import { makeReadiness } from './readiness';
import { registerPrivateRoutes } from './registerRoutes';
import { SettingsError, type HubSettings } from './settings';
import { shutDown } from './shutdown';
import { lockStore, type StoreLock } from './storeLock';
import { systemClock } from './systemClock';
import { processTimers, Ticker, type Timers } from './ticker';

/** After SIGTERM the hub is gone within this time, whatever its clients do. */
const SHUTDOWN_MS = 10_000;
/** Platforms give up after five seconds: a delivery that is sent more slowly is none. */
const PUBLIC_REQUEST_MS = 10_000;
const PRIVATE_REQUEST_MS = 30_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

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
export interface Hub {
  readonly publicApp: FastifyInstance;
  readonly privateApp: FastifyInstance;
  readonly privateRoutes: readonly RouteEntry[];
  readonly parts: HubParts;
  start(): Promise<Started>;
  /** Stops once, however often it is asked to. @returns names of the steps that failed or took too long */
  stop(): Promise<readonly string[]>;
}

/**
 * Builds a hub from its settings: store (migrated), keys (made at the first start), parts, both listeners.
 *
 * @throws SettingsError when another hub works on the SQLite file
 * @throws VaultError, StoreUnavailable, Error of the file system
 */
export async function createHub(settings: HubSettings, options: HubOptions): Promise<Hub> {
  const { log, clock = systemClock, timers = processTimers } = options;
  const meter = new PrometheusMeter(log);
  const opened = openStore(settings);
  let lock: StoreLock | undefined;
  try {
    lock = isPostgres(settings.store) ? undefined : lockOrThrow(settings.store);
    const database = new MeasuredDatabase(opened, meter, () => performance.now());
    await migrate(database, clock.now());
    const parts = await createParts(await openBaseParts(settings, database, { clock, log, meter }), options.post);
    return await assemble(parts, meter, lock, timers);
  } catch (error) {
    await opened.close();
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

async function assemble(parts: HubParts, meter: PrometheusMeter, lock: StoreLock | undefined, timers: Timers): Promise<Hub> {
  const { settings, clock, log, access, database, reception, opened } = parts;
  let isStopping = false;
  const silences = async () =>
    (await reception.sources.list())
      .filter(({ active }) => active)
      .map(({ id, silentSinceMs }) => ({ source: id, isSilent: silentSinceMs !== undefined }));
  const refreshGauges = registerGauges(meter.registry, { inbox: parts.inbox, silences, clock, log });
  const ops = {
    version,
    readiness: makeReadiness({
      ...{ database, clock },
      isStopping: () => isStopping,
      auditState: () => opened.checkpoints.status()?.state,
    }),
    metrics: async () => {
      await refreshGauges();
      return await meter.registry.metrics();
    },
    metricsType: meter.registry.contentType,
    isLoopback: LOOPBACK.has(settings.privateHost),
  };
  const common = { log, trustProxy: settings.trustProxy, logsSuccess: settings.logLevel === 'debug' };
  const privateOptions = { ...common, bodyLimitBytes: settings.privateBodyLimitBytes, requestTimeoutMs: PRIVATE_REQUEST_MS };
  const { app: privateApp, routes } = await createPrivateApp(
    privateOptions,
    access,
    async (app) => await registerPrivateRoutes(app, parts, ops),
  );
  const publicOptions = {
    ...common,
    bodyLimitBytes: settings.publicBodyLimitBytes,
    requestTimeoutMs: PUBLIC_REQUEST_MS,
    requestsPerTenSeconds: settings.requestsPerTenSeconds,
  };
  const publicApp = await createPublicApp(publicOptions, async (app) => {
    await intakeRoutes(app, { intake: reception.intake, clock, meter, bodyLimitBytes: settings.publicBodyLimitBytes });
  });
  await Promise.all([publicApp.ready(), privateApp.ready()]);
  const ticker = new Ticker(parts.jobs, log, timers);

  const start = async (): Promise<Started> => {
    await privateApp.listen({ host: settings.privateHost, port: settings.privatePort });
    await publicApp.listen({ host: settings.publicHost, port: settings.publicPort });
    ticker.start();
    opened.start();
    reception.start();
    const keys = await access.list();
    return { publicAddress: addressOf(publicApp), privateAddress: addressOf(privateApp), hasKeys: keys.length > 0 };
  };
  const end = async (): Promise<readonly string[]> => {
    isStopping = true;
    const left = await shutDown(
      [
        // Close both at once: a request that is under way on one of them may take as long as all the rest together.
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
    lock?.release();
    return left;
  };
  let ended: Promise<readonly string[]> | undefined;
  const stop = async (): Promise<readonly string[]> => await (ended ??= end());
  return { publicApp, privateApp, privateRoutes: routes, parts, start, stop };
}

function addressOf(app: FastifyInstance): string {
  const { address, port, family } = app.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
