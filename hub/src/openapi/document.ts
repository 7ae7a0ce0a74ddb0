import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { SCOPES } from '../access/presets';
import { scopeOfHooks } from '../http/scope';

const INTRODUCTION = `The private API of the hub of n8n-nodes-medsupply.

Every operation under \`/v1\` takes an API key (\`Authorization: Bearer msk_…\`) with the scope that it names. Whatever goes wrong is
answered as \`application/problem+json\` (RFC 9457): 400 with a \`pointer\` to what does not fit, 401 for an unknown key, 403 with the
missing \`scope\`, 404, 405, 409 with both sides of a conflict, 413, 415, 429, 503 with \`Retry-After\` while the store cannot write, and 500 with
a \`reference\` into the log. Times are milliseconds since 1970; ids are text.

A node can say who acts for its key (workflow, execution, node) in the header \`X-MedSupply-Via\`; it is noted in the audit log.`;

const problem = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' as const, format: 'uri' },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    pointer: { type: 'string' as const, description: 'JSON pointer to the part of the body that does not fit' },
    nextStep: { type: 'string' as const, description: 'What to do now' },
    reference: { type: 'string' as const, description: 'To be found in the log of the hub' },
  },
};

/** Makes the API's description from the schemas of the routes that are registered afterwards, and serves it. */
export async function registerOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'MedSupply Hub', version, description: INTRODUCTION, license: { name: 'MIT', identifier: 'MIT' } },
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'msk_<id>_<secret>' } },
        schemas: { Problem: problem },
      },
    },
    hideUntagged: false,
    transform: ({ schema, url, route }) => {
      const scope = scopeOfHooks(route.onRequest) ?? scopeOfHooks(route.preHandler);
      const isApi = url.startsWith('/v1/');
      if (!isApi) return { schema: { ...schema, hide: true }, url };
      const needs = scope === undefined ? '' : `Needs the scope \`${scope}\`: ${SCOPES[scope]}.`;
      const description = [schema?.description, needs].filter((text) => text !== undefined && text !== '').join('\n\n');
      return {
        schema: {
          ...schema,
          description,
          operationId: schema?.operationId ?? operationId(String(route.method), url),
          ...(scope === undefined ? {} : { security: [{ bearer: [] }] }),
        },
        url,
      };
    },
    transformObject: (document) =>
      ('openapiObject' in document ? withProblems(document.openapiObject) : document.swaggerObject) as object,
  });
}

/** `POST /v1/keys/:id/rotate` → `postKeysIdRotate`. */
function operationId(method: string, url: string): string {
  const words = url.replace(/^\/v1\//, '').split(/[^A-Za-z0-9]+/);
  return [
    method.toLowerCase(),
    ...words.filter((word) => word !== '').map((word) => word[0]?.toUpperCase() + word.slice(1)),
  ].join('');
}

interface Operation {
  responses?: Record<string, unknown>;
}

/** Every operation can be answered with a problem. */
function withProblems<Document extends { paths?: unknown }>(document: Document): Document {
  const answer = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const paths = (document.paths ?? {}) as Record<string, Record<string, Operation>>;
  for (const operations of Object.values(paths)) {
    for (const operation of Object.values(operations)) operation.responses = { ...operation.responses, default: answer };
  }
  return document;
}
