import type { FastifyInstance } from 'fastify';
import { auditRoutes } from '../../../src/audit/routes';
import { createPrivateApp } from '../../../src/http';
import { mappingRoutes } from '../../../src/mappings/routes';
import { StoredMappings } from '../../../src/mappings';
import type { Scope } from '../../../src/contract';
import { openAccess, someone } from '../../access/parts';
import type { OpenLog } from './surroundings';

/** A private listener with the routes of audit and mappings, and a key with these scopes. */
export async function serve(log: OpenLog, scopes: readonly Scope[]): Promise<{ readonly app: FastifyInstance; readonly key: string; readonly headers: { authorization: string } }> {
  const { access, log: httpLog } = openAccess(log.database);
  const mappings = new StoredMappings(log);
  const options = { bodyLimitBytes: 65_536, requestTimeoutMs: 5_000, trustProxy: [], logsSuccess: false } as const;
  const { app } = await createPrivateApp({ ...options, log: httpLog }, access, async (instance) => {
    auditRoutes(instance, log);
    mappingRoutes(instance, { mappings });
    await Promise.resolve();
  });
  const { text } = await access.create('test', scopes, someone);
  return { app, key: text, headers: { authorization: `Bearer ${text}` } };
}
