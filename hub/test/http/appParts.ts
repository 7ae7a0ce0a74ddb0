import type { FastifyInstance } from 'fastify';
import { createPrivateApp, createPublicApp } from '../../src/http';
import type { Database } from '../../src/store';
import { openAccess, someone } from '../access/parts';

const common = { bodyLimitBytes: 4_096, requestTimeoutMs: 5_000, trustProxy: [], logsSuccess: true } as const;

/** A private listener with the routes of a test, and a key that may do `events:read`. */
export async function openPrivate(database: Database, register: (app: FastifyInstance) => void) {
  const parts = openAccess(database);
  const { app, routes } = await createPrivateApp({ ...common, log: parts.log }, parts.access, async (instance) => {
    register(instance);
    await Promise.resolve();
  });
  const { text } = await parts.access.create('test', ['events:read'], someone);
  return { ...parts, app, routes, text, headers: { authorization: `Bearer ${text}` } };
}

/** A public listener with the routes of a test. */
export async function openPublic(
  log: Parameters<typeof createPublicApp>[0]['log'],
  register: (app: FastifyInstance) => void,
  requestsPerTenSeconds = 1_000,
) {
  return await createPublicApp({ ...common, log, requestsPerTenSeconds }, async (instance) => {
    register(instance);
    await Promise.resolve();
  });
}
