import type { FastifyInstance } from 'fastify';
import type { Scope } from '../contract';
import '../http/fastify';
import { isPreset, PRESETS, SCOPES } from './presets';
import type { AccessKeys } from './accessKeys';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DEFAULT_GRACE_MS = 24 * HOUR_MS;

const scopes = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', enum: Object.keys(SCOPES) } } as const;

const apiKey = {
  type: 'object',
  required: ['id', 'name', 'scopes', 'createdAtMs'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    scopes: { type: 'array', items: { type: 'string' } },
    createdAtMs: { type: 'integer' },
    expiresAtMs: { type: 'integer' },
    revokedAtMs: { type: 'integer' },
    lastUsedAtMs: { type: 'integer', description: 'Noted about once a minute.' },
  },
} as const;

const madeKey = {
  type: 'object',
  required: ['key', 'text'],
  additionalProperties: false,
  properties: { key: apiKey, text: { type: 'string', description: 'The whole key: shown this once, kept as a hash only.' } },
} as const;

const byId = { type: 'object', required: ['id'], properties: { id: { type: 'string', minLength: 1, maxLength: 64 } } } as const;

interface CreateBody {
  readonly name: string;
  readonly scopes?: readonly Scope[];
  readonly preset?: string;
  readonly expiresInDays?: number;
}

/** `/v1/keys`: API keys. */
export function accessRoutes(app: FastifyInstance, parts: { readonly access: AccessKeys; readonly now: () => number }): void {
  const { access, now } = parts;
  const preHandler = app.requireScope('keys:admin');
  const tags = ['keys'];

  app.get(
    '/v1/keys',
    {
      preHandler,
      schema: {
        tags,
        summary: 'List API keys',
        response: { 200: { type: 'object', required: ['keys'], properties: { keys: { type: 'array', items: apiKey } } } },
      },
    },
    async () => ({ keys: await access.list() }),
  );

  app.post<{ Body: CreateBody }>(
    '/v1/keys',
    {
      preHandler,
      schema: {
        tags,
        summary: 'Make an API key; its text is answered this once',
        body: {
          type: 'object',
          required: ['name'],
          additionalProperties: false,
          properties: {
            name: { type: 'string', minLength: 1, maxLength: 100 },
            scopes,
            preset: { type: 'string', enum: Object.keys(PRESETS), description: 'Instead of scopes.' },
            expiresInDays: { type: 'integer', minimum: 1, maximum: 3650 },
          },
          oneOf: [{ required: ['scopes'] }, { required: ['preset'] }],
        },
        response: { 201: madeKey },
      },
    },
    async ({ body, actor }, reply) => {
      const { name, preset, expiresInDays } = body;
      const wanted = preset !== undefined && isPreset(preset) ? PRESETS[preset] : (body.scopes ?? []);
      const expiresAtMs = expiresInDays === undefined ? undefined : now() + expiresInDays * DAY_MS;
      return await reply.code(201).send(await access.create(name, wanted, actor, expiresAtMs));
    },
  );

  app.post<{ Params: { id: string }; Body: { graceMs?: number } | null }>(
    '/v1/keys/:id/rotate',
    {
      preHandler,
      schema: {
        tags,
        summary: 'Give a key a new secret; the old one works for a while',
        params: byId,
        body: {
          type: ['object', 'null'],
          additionalProperties: false,
          properties: { graceMs: { type: 'integer', minimum: 0, maximum: 30 * DAY_MS, default: DEFAULT_GRACE_MS } },
        },
        response: { 200: madeKey },
      },
    },
    async ({ params, body, actor }) => await access.rotate(params.id, body?.graceMs ?? DEFAULT_GRACE_MS, actor),
  );

  app.delete<{ Params: { id: string } }>(
    '/v1/keys/:id',
    { preHandler, schema: { tags, summary: 'Revoke a key', params: byId, response: { 204: { type: 'null' } } } },
    async ({ params, actor }, reply) => {
      await access.revoke(params.id, actor);
      return await reply.code(204).send(null);
    },
  );
}
