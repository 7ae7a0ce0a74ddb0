import type { FastifyInstance } from 'fastify';
import type { IncidentReport } from '../contract';
import '../http/fastify';
import type { IncidentDesk } from './incidentDesk';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;

const INCIDENT = {
  type: 'object',
  required: ['id', 'workflow', 'message', 'count', 'firstAtMs', 'lastAtMs', 'state', 'isNew'],
  properties: {
    id: { type: 'string' },
    workflow: { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } } },
    node: { type: 'string' },
    code: { type: 'string' },
    message: { type: 'string', description: 'Without values: numbers, ids, addresses and quoted text are masked.' },
    nextStep: { type: 'string' },
    lastEvent: { type: 'string' },
    lastExecution: { type: 'string' },
    count: { type: 'integer' },
    firstAtMs: { type: 'integer' },
    lastAtMs: { type: 'integer' },
    state: { type: 'string', enum: ['open', 'closed'] },
    isNew: { type: 'boolean', description: 'True for the report that opened it: only then an alert is due.' },
  },
} as const;

const REPORT = {
  type: 'object',
  additionalProperties: false,
  required: ['workflow', 'message'],
  properties: {
    workflow: {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'name'],
      properties: { id: text(100), name: text(200) },
    },
    execution: text(100),
    node: text(200),
    message: text(4000),
    nextStep: text(1000),
    code: text(100),
    event: text(50),
  },
} as const;

/** Routes of incidents under `/v1`. */
export async function incidentRoutes(app: FastifyInstance, parts: { readonly incidents: IncidentDesk }): Promise<void> {
  const { incidents } = parts;
  app.post<{ Body: IncidentReport }>(
    '/v1/incidents',
    {
      preHandler: app.requireScope('desk:write'),
      schema: {
        summary: 'Report an error; repeats become one incident',
        tags: ['incidents'],
        body: REPORT,
        response: { 200: INCIDENT },
      },
    },
    async (request) => await incidents.report(request.body, request.actor),
  );
  app.get<{ Querystring: { state: 'open' | 'closed' | 'any'; limit: number } }>(
    '/v1/incidents',
    {
      preHandler: app.requireScope('desk:read'),
      schema: {
        summary: 'List incidents, newest report first',
        tags: ['incidents'],
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            state: { type: 'string', enum: ['open', 'closed', 'any'], default: 'open' },
            limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
          },
        },
        response: {
          200: { type: 'object', required: ['incidents'], properties: { incidents: { type: 'array', items: INCIDENT } } },
        },
      },
    },
    async (request) => ({ incidents: await incidents.list(request.query.state, request.query.limit) }),
  );
  app.post<{ Params: { id: string }; Body: { reason: string } }>(
    '/v1/incidents/:id/close',
    {
      preHandler: app.requireScope('desk:write'),
      schema: {
        summary: 'Close an incident; a new report opens it again',
        tags: ['incidents'],
        params: { type: 'object', required: ['id'], properties: { id: { type: 'string', pattern: '^[0-9]{1,15}$' } } },
        body: { type: 'object', additionalProperties: false, required: ['reason'], properties: { reason: text(500) } },
        response: { 200: INCIDENT },
      },
    },
    async (request) => await incidents.close(request.params.id, request.body.reason, request.actor),
  );
}
