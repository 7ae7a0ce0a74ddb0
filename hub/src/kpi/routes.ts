import type { FastifyInstance } from 'fastify';
import '../http/fastify';
import { Problem } from '../failures';
import { type AttentionParts, attentionOf } from './attention';
import { HOUR_MS, KPI_KINDS } from './kpi';
import type { Kpis } from './kpis';

const DAY_MS = 24 * HOUR_MS;
const MAX_DAYS = 92;

const ITEM = {
  type: 'object',
  required: ['kind', 'id', 'state', 'atMs', 'count'],
  properties: {
    kind: { type: 'string', enum: ['event', 'effect', 'incident', 'source'] },
    id: { type: 'string' },
    state: { type: 'string', enum: ['parked', 'unknown', 'open', 'silent'] },
    atMs: { type: 'integer' },
    origin: { type: 'string' },
    businessKey: { type: 'string' },
    code: { type: 'string' },
    reason: { type: 'string' },
    nextStep: { type: 'string' },
    count: { type: 'integer' },
  },
} as const;

const COUNTS = [
  'parkedEvents',
  'unknownEvents',
  'waitingEvents',
  'parkedEffects',
  'unknownEffects',
  'openIncidents',
  'silentSources',
] as const;

const ATTENTION = {
  type: 'object',
  required: ['atMs', 'counts', 'items'],
  properties: {
    atMs: { type: 'integer' },
    counts: {
      type: 'object',
      required: COUNTS,
      properties: Object.fromEntries(COUNTS.map((name) => [name, { type: 'integer' }])),
    },
    oldestUnfinishedAtMs: { type: 'integer' },
    items: { type: 'array', items: ITEM },
  },
} as const;

const HOURS = {
  type: 'object',
  required: ['hours'],
  properties: {
    hours: {
      type: 'array',
      items: {
        type: 'object',
        required: ['hourAtMs', 'values'],
        properties: {
          hourAtMs: { type: 'integer' },
          values: {
            type: 'object',
            description: 'A figure that nobody knows is absent, never zero.',
            properties: Object.fromEntries(KPI_KINDS.map((kind) => [kind, { type: 'integer' }])),
          },
        },
      },
    },
  },
} as const;

/** Routes of what needs a person, and of the figures, under `/v1`. */
export async function kpiRoutes(app: FastifyInstance, parts: AttentionParts & { readonly kpis: Kpis }): Promise<void> {
  app.get<{ Querystring: { limit: number } }>(
    '/v1/attention',
    {
      preHandler: app.requireScope('desk:read'),
      schema: {
        summary: 'What needs a person: parked events, unknown and parked effects, open incidents, silent sources',
        tags: ['desk'],
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: { limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 } },
        },
        response: { 200: ATTENTION },
      },
    },
    async (request) => await attentionOf(parts, request.query.limit),
  );
  app.get<{ Querystring: { from?: string; to?: string } }>(
    '/v1/kpis',
    {
      preHandler: app.requireScope('desk:read'),
      schema: {
        summary: 'Hourly figures; without times those of the last day',
        tags: ['desk'],
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: { from: { type: 'string', format: 'date-time' }, to: { type: 'string', format: 'date-time' } },
        },
        response: { 200: HOURS },
      },
    },
    async (request) => {
      const toMs = request.query.to === undefined ? parts.clock.now() + 1 : Date.parse(request.query.to);
      const fromMs = request.query.from === undefined ? toMs - DAY_MS + HOUR_MS : Date.parse(request.query.from);
      if (fromMs > toMs || toMs - fromMs > MAX_DAYS * DAY_MS) {
        throw new Problem(
          400,
          'bad-interval',
          `The figures of at most ${MAX_DAYS} days are answered at a time, oldest time first.`,
          {
            parameter: 'from',
            nextStep: 'Ask for a shorter interval, with from before to.',
          },
        );
      }
      return { hours: await parts.kpis.hours(fromMs, toMs) };
    },
  );
}
