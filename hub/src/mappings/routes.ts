import type { FastifyInstance } from 'fastify';
import '../http/fastify';
import { Problem } from '../failures';
import type { StoredMappings } from './storedMappings';

const tags = ['mappings'];
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;
const id = { type: 'string', minLength: 1, maxLength: 200 } as const;
const version = { type: 'string', minLength: 1, maxLength: 50 } as const;

const stored = {
  type: 'object',
  required: ['id', 'version', 'hash', 'active', 'uploadedBy', 'uploadedAtMs'],
  properties: {
    id: { type: 'string' },
    version: { type: 'string' },
    hash: { type: 'string', description: 'SHA-256 of the canonical JSON of the file.' },
    active: { type: 'boolean' },
    extends: { type: 'string' },
    uploadedBy: { type: 'string' },
    uploadedAtMs: { type: 'integer' },
  },
} as const;

/** `/v1/mappings`: integrators' own mappings. */
export function mappingRoutes(app: FastifyInstance, { mappings }: { readonly mappings: StoredMappings }): void {
  const read = app.requireScope('mappings:read');
  const write = app.requireScope('mappings:write');

  app.get(
    '/v1/mappings',
    {
      preHandler: read,
      schema: {
        tags,
        summary: 'List the versions of all mappings',
        response: { 200: { type: 'object', required: ['mappings'], properties: { mappings: { type: 'array', items: stored } } } },
      },
    },
    async () => ({ mappings: await mappings.list() }),
  );

  app.get<{ Querystring: { id: string; version?: string; resolved?: boolean } }>(
    '/v1/mappings/one',
    {
      preHandler: read,
      schema: {
        tags,
        summary: 'One mapping with its file',
        querystring: {
          type: 'object',
          required: ['id'],
          additionalProperties: false,
          properties: {
            id,
            version: { ...version, description: 'Default: the active one.' },
            resolved: { type: 'boolean', description: 'Lays the mapping over the one that it extends.' },
          },
        },
        response: {
          200: {
            type: 'object',
            required: ['stored', 'file'],
            properties: { stored, file: { type: 'object', additionalProperties: true } },
          },
        },
      },
    },
    async ({ query }) => {
      const found = await mappings.get(query.id, query.version, query.resolved);
      if (found !== undefined) return found;
      const what =
        query.version === undefined
          ? `No version of ${query.id} is active.`
          : `There is no version ${query.version} of ${query.id}.`;
      throw new Problem(404, 'unknown-mapping', what);
    },
  );

  app.put<{ Body: { mapping: object; activate?: boolean } }>(
    '/v1/mappings',
    {
      preHandler: write,
      bodyLimit: BODY_LIMIT_BYTES,
      schema: {
        tags,
        summary: 'Keep a version of a mapping; it has to compile and its examples have to hold',
        body: {
          type: 'object',
          required: ['mapping'],
          additionalProperties: false,
          properties: {
            mapping: { type: 'object', additionalProperties: true, description: 'The mapping file.' },
            activate: { type: 'boolean', default: false },
          },
        },
        response: { 200: stored },
      },
    },
    async ({ body, actor }) => await mappings.upload(body.mapping, body.activate ?? false, actor),
  );

  app.post<{ Body: { id: string; version: string } }>(
    '/v1/mappings/activate',
    {
      preHandler: write,
      schema: {
        tags,
        summary: 'Make a version the active one',
        body: { type: 'object', required: ['id', 'version'], additionalProperties: false, properties: { id, version } },
        response: { 200: stored },
      },
    },
    async ({ body, actor }) => await mappings.activate(body.id, body.version, actor),
  );

  app.post<{ Body: { id: string } }>(
    '/v1/mappings/rollback',
    {
      preHandler: write,
      schema: {
        tags,
        summary: 'Go back to the version that was active before',
        body: { type: 'object', required: ['id'], additionalProperties: false, properties: { id } },
        response: { 200: stored },
      },
    },
    async ({ body, actor }) => await mappings.rollback(body.id, actor),
  );
}
