import type { FastifyInstance } from 'fastify';
import type { DocumentReference, Link } from '../../../core/hub';
import '../http/fastify';
import type { DocumentLinks } from './documentLinks';
import { findQuery, foundDocuments, graphQuery, linkGraph, linksBody } from './schemas';

/** `/v1/links` of the private listener. */
export async function linksRoutes(
  app: FastifyInstance,
  parts: { readonly links: Pick<DocumentLinks, 'record' | 'graph' | 'find'> },
): Promise<void> {
  const { links } = parts;
  const canRead = app.requireScope('links:read');
  const tags = ['links'];

  app.post<{ Body: { readonly links: readonly Link[] } }>(
    '/v1/links',
    {
      preHandler: app.requireScope('links:write'),
      schema: {
        tags,
        summary: 'Note which document became which; links that are there already change nothing',
        body: linksBody,
        response: { 204: { type: 'null', description: 'Noted' } },
      },
    },
    async ({ body, actor }, reply) => {
      await links.record(body.links, actor);
      return await reply.code(204).send();
    },
  );

  app.get<{ Querystring: DocumentReference & { readonly depth: number } }>(
    '/v1/links/graph',
    {
      preHandler: canRead,
      schema: {
        tags,
        summary: 'Everything connected with a document, in both directions',
        querystring: graphQuery,
        response: { 200: linkGraph },
      },
    },
    async ({ query: { depth, ...document } }) => await links.graph(document, depth),
  );

  app.get<{ Querystring: { readonly text: string } }>(
    '/v1/links/find',
    {
      preHandler: canRead,
      schema: { tags, summary: 'Find documents by id or number', querystring: findQuery, response: { 200: foundDocuments } },
    },
    async ({ query: { text } }) => ({ documents: await links.find(text) }),
  );
}
