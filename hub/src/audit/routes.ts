import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import '../http/fastify';
import type { Actor } from '../contract';
import type { Database } from '../store';
import type { AuditLog } from './auditLog';
import type { Checkpoints } from './checkpoints';
import { createExport } from './createExport';
import { consistencyQuery, exportQuery, inclusionQuery, listQuery, logRow, madeCheckpoint, note, proof } from './schemas';
import { consistencyProofOf, inclusionProofOf } from './storeProofs';
import { Problem } from '../failures';

interface Parts {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly checkpoints: Checkpoints;
}

interface NoteBody {
  readonly type: string;
  readonly object: { readonly kind: string; readonly id: string; readonly version?: string };
  readonly body: Readonly<Record<string, unknown>>;
}

const tags = ['audit'];

/** `/v1/audit`: notes of workflows, rows, checkpoints, proofs, export. */
export function auditRoutes(app: FastifyInstance, { database, audit, checkpoints }: Parts): void {
  const read = app.requireScope('audit:read');
  const write = app.requireScope('audit:write');

  app.post<{ Body: NoteBody }>(
    '/v1/audit',
    {
      preHandler: write,
      schema: {
        tags,
        summary: 'Append a note of a workflow; its type is prefixed with "note."',
        body: note,
        response: { 201: { type: 'object', required: ['seq'], properties: { seq: { type: 'integer' } } } },
      },
    },
    async ({ body, actor }, reply) => {
      const entry = { actor, type: `note.${body.type}`, object: body.object, body: body.body };
      const seq = await refusingBadBodies(
        async () => await database.write(async (transaction) => await audit.append(transaction, entry)),
      );
      return await reply.code(201).send({ seq });
    },
  );

  app.get<{ Querystring: { after?: number; limit?: number; kind?: string; id?: string } }>(
    '/v1/audit',
    {
      preHandler: read,
      schema: {
        tags,
        summary: 'List rows, oldest first',
        querystring: listQuery,
        response: { 200: { type: 'object', required: ['rows'], properties: { rows: { type: 'array', items: logRow } } } },
      },
    },
    async ({ query: { after, limit = 100, kind, id } }) => {
      const object = kind === undefined || id === undefined ? undefined : { kind, id };
      return { rows: await audit.list({ after, limit, object }) };
    },
  );

  app.get(
    '/v1/audit/checkpoint',
    { preHandler: read, schema: { tags, summary: 'The newest checkpoint, a signed note', response: { 200: madeCheckpoint } } },
    async () => {
      const newest = await checkpoints.newest();
      if (newest === undefined) throw new Problem(404, 'no-checkpoint', 'There is no checkpoint yet.');
      return { size: newest.size, checkpoint: newest.note, madeAtMs: newest.madeAtMs };
    },
  );

  app.post(
    '/v1/audit/checkpoint',
    { preHandler: write, schema: { tags, summary: 'Make a checkpoint now', response: { 200: madeCheckpoint } } },
    async () => {
      const { size, note: checkpoint, madeAtMs } = await checkpoints.make('request');
      return { size, checkpoint, madeAtMs };
    },
  );

  app.get<{ Querystring: { seq: number; size?: number } }>(
    '/v1/audit/proof/inclusion',
    {
      preHandler: read,
      schema: { tags, summary: 'Show that a row is in the log', querystring: inclusionQuery, response: { 200: proof } },
    },
    async ({ query }) => await inclusionProofOf(database, query.seq, query.size),
  );

  app.get<{ Querystring: { first: number; second?: number } }>(
    '/v1/audit/proof/consistency',
    {
      preHandler: read,
      schema: {
        tags,
        summary: 'Show that a log is the beginning of a later one',
        querystring: consistencyQuery,
        response: { 200: proof },
      },
    },
    async ({ query }) => await consistencyProofOf(database, query.first, query.second),
  );

  app.get<{ Querystring: { from?: number; to?: number } }>(
    '/v1/audit/export',
    {
      preHandler: read,
      schema: {
        tags,
        summary: 'The log as JSON Lines, with its checkpoint; verify it with "medsupply audit verify"',
        querystring: exportQuery,
        response: { 200: { type: 'string', description: 'JSON Lines (application/jsonl)' } },
      },
    },
    async ({ query, actor }, reply) => {
      const lines = await exportOf({ database, audit, checkpoints }, query, actor);
      return await reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.jsonl"')
        .send(Readable.from(lines));
    },
  );
}

/** Notes the export in the log, makes the checkpoint that covers it, and begins to read; the first line proves the range to be right. */
async function exportOf(
  parts: Parts,
  range: { readonly from?: number; readonly to?: number },
  actor: Actor,
): Promise<AsyncIterable<string>> {
  const { database, audit, checkpoints } = parts;
  const entry = {
    actor,
    type: 'audit.exported',
    object: { kind: 'audit', id: 'log' },
    body: { from: range.from ?? 1, to: range.to ?? null },
  };
  await database.write(async (transaction) => await audit.append(transaction, entry));
  const lines = createExport({ database, checkpoint: await checkpoints.forExport(), ...range });
  const first = await lines.next(); // a wrong range is refused before the answer begins
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* lines;
  })();
}

async function refusingBadBodies<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || (error.name !== 'CanonicalJsonError' && error.name !== 'RangeError')) throw error;
    const pointer = 'pointer' in error ? `/body${String(error.pointer)}` : '/body';
    throw new Problem(400, 'bad-audit-body', `The note cannot be kept: ${error.message}`, { pointer });
  }
}
