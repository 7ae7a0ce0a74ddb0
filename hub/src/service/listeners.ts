import type { FastifyInstance } from 'fastify';
import { createPrivateApp, createPublicApp, type RouteEntry } from '../http';
import { intakeRoutes } from '../intake';
import { registerGauges, type PrometheusMeter } from '../metrics';
import { version } from '../../package.json';
import type { HubParts } from './createParts';
import { makeReadiness } from './readiness';
import { registerPrivateRoutes } from './registerRoutes';

/** Platforms give up after five seconds: a delivery that is sent more slowly is none. */
const PUBLIC_REQUEST_MS = 10_000;
const PRIVATE_REQUEST_MS = 30_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

export interface Listeners {
  readonly publicApp: FastifyInstance;
  readonly privateApp: FastifyInstance;
  readonly privateRoutes: readonly RouteEntry[];
}

/**
 * Builds both listeners, ready to listen.
 * @param isStopping whether the hub is on its way down, for `/readyz`
 */
export async function createListeners(parts: HubParts, meter: PrometheusMeter, isStopping: () => boolean): Promise<Listeners> {
  const { settings, clock, log, access, reception } = parts;
  const ops = opsOf(parts, meter, isStopping);
  const common = { log, trustProxy: settings.trustProxy, logsSuccess: settings.logLevel === 'debug' };
  const { app: privateApp, routes } = await createPrivateApp(
    { ...common, bodyLimitBytes: settings.privateBodyLimitBytes, requestTimeoutMs: PRIVATE_REQUEST_MS },
    access,
    async (app) => await registerPrivateRoutes(app, parts, ops),
  );
  const publicApp = await createPublicApp(
    {
      ...common,
      bodyLimitBytes: settings.publicBodyLimitBytes,
      requestTimeoutMs: PUBLIC_REQUEST_MS,
      requestsPerTenSeconds: settings.requestsPerTenSeconds,
    },
    async (app) => {
      await intakeRoutes(app, { intake: reception.intake, clock, meter, bodyLimitBytes: settings.publicBodyLimitBytes });
    },
  );
  await Promise.all([publicApp.ready(), privateApp.ready()]);
  return { publicApp, privateApp, privateRoutes: routes };
}

function opsOf(parts: HubParts, meter: PrometheusMeter, isStopping: () => boolean) {
  const { settings, clock, log, database, reception, opened, inbox } = parts;
  const silences = async () =>
    (await reception.sources.list())
      .filter(({ active }) => active)
      .map(({ id, silentSinceMs }) => ({ source: id, isSilent: silentSinceMs !== undefined }));
  const refreshGauges = registerGauges(meter.registry, { inbox, silences, clock, log });
  return {
    version,
    readiness: makeReadiness({ database, clock, isStopping, auditState: () => opened.checkpoints.status()?.state }),
    metrics: async () => {
      await refreshGauges();
      return await meter.registry.metrics();
    },
    metricsType: meter.registry.contentType,
    isLoopback: LOOPBACK.has(settings.privateHost),
  };
}
