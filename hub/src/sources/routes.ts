import type { FastifyInstance } from 'fastify';
import type { SourceRegistration, SubscriptionRegistration } from '../../../core/hub';
import type { Sources } from '../contract';
import { Problem } from '../failures';
import '../http/fastify';
import { byId, registeredSource, sourceRegistration, subscriptionRegistration } from './schemas';

interface ById {
  readonly Params: { readonly id: string };
}

const noContent = { 204: { type: 'null', description: 'It is no longer there, or was not there before.' } } as const;

/** `/v1/sources` and `/v1/subscriptions` of the private listener. */
export async function sourcesRoutes(app: FastifyInstance, parts: { readonly sources: Sources }): Promise<void> {
  const { sources } = parts;
  const canWrite = app.requireScope('sources:write');
  const canRead = app.requireScope('events:read');
  const tags = ['sources'];

  app.put<ById & { Body: SourceRegistration }>(
    '/v1/sources/:id',
    {
      preHandler: canWrite,
      schema: {
        tags,
        summary: 'Register a source, or change it',
        params: byId,
        body: sourceRegistration,
        response: { 200: registeredSource },
      },
    },
    async ({ params, body, actor }) => await sources.register(params.id, body, actor),
  );

  app.get(
    '/v1/sources',
    {
      preHandler: canRead,
      schema: {
        tags,
        summary: 'List sources',
        response: {
          200: { type: 'object', required: ['sources'], properties: { sources: { type: 'array', items: registeredSource } } },
        },
      },
    },
    async () => ({ sources: await sources.list() }),
  );

  app.get<ById>(
    '/v1/sources/:id',
    { preHandler: canRead, schema: { tags, summary: 'Look at a source', params: byId, response: { 200: registeredSource } } },
    async ({ params }) => {
      const source = await sources.get(params.id);
      if (source !== undefined) return source;
      throw new Problem(404, 'unknown-source', 'The hub has no source with this id', {
        nextStep: 'Publish the workflow again: its trigger registers the source.',
      });
    },
  );

  app.delete<ById>(
    '/v1/sources/:id',
    {
      preHandler: canWrite,
      schema: { tags, summary: 'Deactivate a source; stored events stay', params: byId, response: noContent },
    },
    async ({ params, actor }, reply) => {
      await sources.deactivate(params.id, actor);
      return await reply.code(204).send();
    },
  );

  app.put<ById & { Body: SubscriptionRegistration }>(
    '/v1/subscriptions/:id',
    {
      preHandler: canWrite,
      schema: {
        tags,
        summary: 'Subscribe to hub events, or change a subscription',
        params: byId,
        body: subscriptionRegistration,
        response: { 200: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } },
      },
    },
    async ({ params, body, actor }) => await sources.subscribe(params.id, body, actor),
  );

  app.delete<ById>(
    '/v1/subscriptions/:id',
    { preHandler: canWrite, schema: { tags, summary: 'End a subscription', params: byId, response: noContent } },
    async ({ params, actor }, reply) => {
      await sources.unsubscribe(params.id, actor);
      return await reply.code(204).send();
    },
  );
}
