import type { FastifyInstance } from 'fastify';
import { auditRoutes } from '../../../src/audit/routes';
import { createPrivateApp } from '../../../src/http';
import { mappingRoutes } from '../../../src/mappings/routes';
import { StoredMappings } from '../../../src/mappings';
import type { Scope } from '../../../src/contract';
import { openAccess, someone } from '../../access/parts';
import type { OpenLog } from './surroundings';

export interface Served {
  readonly app: FastifyInstance;
  readonly key: string;
  readonly headers: { readonly authorization: string };
  /** A further key. */
  readonly keyFor: (scopes: readonly Scope[]) => Promise<string>;
}

/** A private listener with the routes of audit and mappings, and a key with these scopes. */
export async function serve(log: OpenLog, scopes: readonly Scope[]): Promise<Served> {
  const { access, log: httpLog } = openAccess(log.database);
  const mappings = new StoredMappings(log);
  const options = { bodyLimitBytes: 65_536, requestTimeoutMs: 5_000, trustProxy: [], logsSuccess: false } as const;
  const { app } = await createPrivateApp({ ...options, log: httpLog }, access, async (instance) => {
    auditRoutes(instance, log);
    mappingRoutes(instance, { mappings });
    await Promise.resolve();
  });
  const keyFor = async (wanted: readonly Scope[]) => (await access.create('test', wanted, someone)).text;
  const key = await keyFor(scopes);
  return { app, key, headers: { authorization: `Bearer ${key}` }, keyFor };
}
