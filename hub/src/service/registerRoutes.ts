import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { accessRoutes } from '../access';
import { auditRoutes } from '../audit/routes';
import { deskRoutes } from '../desk';
import { effectsRoutes } from '../effects';
import { opsRoutes, type OpsParts } from '../http';
import { inboxRoutes } from '../inbox';
import { incidentRoutes } from '../incidents';
import { kpiRoutes } from '../kpi';
import { linksRoutes } from '../links';
import { mappingRoutes } from '../mappings/routes';
import { registerOpenApi } from '../openapi';
import { sourcesRoutes } from '../sources';
import type { HubParts } from './createParts';
import { deskAudit } from './deskAudit';

/** The built page lies beside the built command line. */
const ASSETS = path.join(__dirname, 'desk');

/** Everything on the private listener. */
export async function registerPrivateRoutes(app: FastifyInstance, parts: HubParts, ops: OpsParts): Promise<void> {
  const { settings, database, clock, access, audit, opened, incidents, kpis, reception } = parts;
  await registerOpenApi(app, ops.version);
  opsRoutes(app, ops);
  accessRoutes(app, { access, now: () => clock.now() });
  await sourcesRoutes(app, { sources: reception.sources });
  await inboxRoutes(app, parts);
  await effectsRoutes(app, parts);
  await linksRoutes(app, parts);
  mappingRoutes(app, parts);
  auditRoutes(app, { database, audit, checkpoints: opened.checkpoints });
  await incidentRoutes(app, { incidents });
  await kpiRoutes(app, { ...parts, sources: reception.sources, kpis });
  await deskRoutes(app, {
    ...parts,
    sources: reception.sources,
    auditReader: deskAudit(database, opened),
    assetsFolder: ASSETS,
    isHttps: settings.privateUrl.startsWith('https:'),
  });
}
