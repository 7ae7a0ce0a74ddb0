import type { FastifyInstance } from 'fastify';
import type { EventReport, EventState, NewEvent } from '../../../core/hub';
import type { Inbox } from '../contract';
import { Problem } from '../failures';
import '../http/fastify';
import {
  eventById,
  eventList,
  eventQuery,
  eventSummary,
  fixBody,
  leaseRequest,
  leasedEvents,
  newEvent,
  reasonBody,
  reported,
  reports,
  storedEvent,
} from './schemas';

interface ById {
  readonly Params: { readonly id: string };
}

interface Listing {
  readonly Querystring: {
    readonly state?: readonly EventState[];
    readonly source?: string;
    readonly businessKey?: string;
    readonly after?: string;
    readonly newestFirst: boolean;
    readonly limit: number;
  };
}

type NewEventBody = Omit<NewEvent, 'body'> & { readonly bodyBase64: string };
const BODY_LIMIT_BYTES = 15 * 1024 * 1024;

/** `/v1/events` of the private listener. */
export async function inboxRoutes(app: FastifyInstance, parts: { readonly inbox: Inbox }): Promise<void> {
  workRoutes(app, parts.inbox);
  readingRoutes(app, parts.inbox);
  deskRoutes(app, parts.inbox);
}

/** What triggers and nodes do with events. */
function workRoutes(app: FastifyInstance, inbox: Inbox): void {
  const preHandler = app.requireScope('events:work');
  const tags = ['events'];

  app.post<{ Body: NewEventBody }>(
    '/v1/events',
    {
      preHandler,
      bodyLimit: BODY_LIMIT_BYTES,
      schema: {
        tags,
        summary: 'Store a delivery that a trigger has received and verified',
        body: newEvent,
        response: { 200: storedEvent },
      },
    },
    async ({ body: { bodyBase64, ...event } }) => await inbox.store({ ...event, body: Buffer.from(bodyBase64, 'base64') }),
  );

  app.post<{ Body: Parameters<Inbox['lease']>[0] }>(
    '/v1/events/lease',
    { preHandler, schema: { tags, summary: 'Take events that are due', body: leaseRequest, response: { 200: leasedEvents } } },
    async ({ body }) => ({ events: await inbox.lease(body) }),
  );

  app.post<{ Body: { readonly reports: readonly EventReport[] } }>(
    '/v1/events/report',
    { preHandler, schema: { tags, summary: 'Report what became of leased events', body: reports, response: { 200: reported } } },
    async ({ body, actor }) => ({ reported: await inbox.report(body.reports, actor) }),
  );
}

function readingRoutes(app: FastifyInstance, inbox: Inbox): void {
  const preHandler = app.requireScope('events:read');
  const tags = ['events'];

  app.get<Listing>(
    '/v1/events',
    { preHandler, schema: { tags, summary: 'List events', querystring: eventQuery, response: { 200: eventList } } },
    async ({ query: { state, ...query } }) => ({ events: await inbox.list({ ...query, states: state }) }),
  );

  app.get<ById>(
    '/v1/events/:id',
    { preHandler, schema: { tags, summary: 'Look at an event', params: eventById, response: { 200: eventSummary } } },
    async ({ params: { id } }) => {
      const event = await inbox.get(id);
      if (event === undefined) throw new Problem(404, 'unknown-event', `There is no event ${id}.`);
      return event;
    },
  );
}

/** What a person decides; each of it is audited. */
function deskRoutes(app: FastifyInstance, inbox: Inbox): void {
  const preHandler = app.requireScope('desk:write');
  const tags = ['events'];

  app.get<ById>(
    '/v1/events/:id/body',
    {
      preHandler,
      schema: {
        tags,
        summary: 'Read the payload of an event; that it was read is audited',
        params: eventById,
        produces: ['text/plain'],
        response: { 200: { type: 'string' } },
      },
    },
    async ({ params: { id }, actor }, reply) => {
      const body = await inbox.body(id, actor);
      if (body === undefined) throw new Problem(410, 'erased', `The payload of event ${id} was erased.`);
      // Never as what the sender called it: a page of somebody else must not come to life at the hub's address.
      return await reply.type('text/plain; charset=utf-8').send(body);
    },
  );

  app.post<ById & { Body: { readonly body: string; readonly reason: string } }>(
    '/v1/events/:id/fix',
    {
      preHandler,
      bodyLimit: BODY_LIMIT_BYTES,
      schema: {
        tags,
        summary: 'Replace the payload of a parked event and hand it out again',
        params: eventById,
        body: fixBody,
        response: { 200: eventSummary },
      },
    },
    async ({ params: { id }, body, actor }) => await inbox.fix(id, body.body, body.reason, actor),
  );

  app.post<ById & { Body: { readonly reason: string } }>(
    '/v1/events/:id/replay',
    {
      preHandler,
      schema: {
        tags,
        summary: 'Hand a parked event out again',
        params: eventById,
        body: reasonBody,
        response: { 200: eventSummary },
      },
    },
    async ({ params: { id }, body, actor }) => await inbox.replay(id, body.reason, actor),
  );

  app.post<ById & { Body: { readonly reason: string } }>(
    '/v1/events/:id/resolve',
    {
      preHandler,
      schema: { tags, summary: 'End an event by hand', params: eventById, body: reasonBody, response: { 200: eventSummary } },
    },
    async ({ params: { id }, body, actor }) => await inbox.resolve(id, body.reason, actor),
  );
}
