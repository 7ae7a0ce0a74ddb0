import { Readable } from 'node:stream';
import { closed, deskRoute, type DeskRoute } from '../deskRoute';

/** The audit log: looking, checking, taking a copy away. */
export const auditRoutes: readonly DeskRoute[] = [
  deskRoute<{ Query: { before?: number; limit: number } }>({
    method: 'GET',
    path: '/audit',
    guard: 'audit.read',
    schema: {
      querystring: closed(
        { before: { type: 'integer', minimum: 1 }, limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
        ['before', 'limit'],
      ),
    },
    handle: async ({ parts, query }) => {
      const [entries, checkpoint] = await Promise.all([parts.auditReader.list(query), parts.auditReader.checkpoint()]);
      return { entries, checkpoint };
    },
  }),
  deskRoute({
    method: 'POST',
    path: '/audit/verify',
    guard: 'audit.read',
    handle: async ({ parts, actor }) => {
      const startedAtMs = parts.clock.now();
      const result = await parts.auditReader.verify();
      const atMs = parts.clock.now();
      await parts.database.write(
        async (transaction) =>
          await parts.audit.append(transaction, {
            actor,
            type: 'audit.verified',
            object: { kind: 'audit', id: 'log' },
            body: { intact: result.intact, entries: result.entries },
          }),
      );
      return { ...result, atMs, tookMs: atMs - startedAtMs };
    },
  }),
  deskRoute({
    method: 'GET',
    path: '/audit/export',
    guard: 'audit.read',
    handle: async ({ parts, actor, reply }) => {
      await parts.database.write(
        async (transaction) =>
          await parts.audit.append(transaction, {
            actor,
            type: 'audit.exported',
            object: { kind: 'audit', id: 'log' },
            body: {},
          }),
      );
      const day = new Date(parts.clock.now()).toISOString().slice(0, 10);
      return await reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="medsupply-audit-${day}.jsonl"`)
        .send(Readable.from(parts.auditReader.export()));
    },
  }),
];
