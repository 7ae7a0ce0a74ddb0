import { Problem } from '../../failures';
import { closed, deskRoute, type DeskRoute } from '../deskRoute';

const ID = { type: 'string', minLength: 1, maxLength: 200 } as const;

/** Integrators' own mappings and their versions. */
export const mappingRoutes: readonly DeskRoute[] = [
  deskRoute({
    method: 'GET',
    path: '/mappings',
    guard: 'mappings.read',
    handle: async ({ parts }) => ({ mappings: await parts.mappings.list() }),
  }),
  deskRoute<{ Query: { id: string; version: string } }>({
    method: 'GET',
    path: '/mappings/one',
    guard: 'mappings.read',
    schema: { querystring: closed({ id: ID, version: ID }) },
    handle: async ({ parts, query }) => {
      const found = await parts.mappings.get(query.id, query.version);
      if (found === undefined)
        throw new Problem(404, 'unknown-mapping', 'There is no such version of this mapping.', { nextStep: 'Look at the list.' });
      return found;
    },
  }),
  deskRoute<{ Body: { id: string; version: string } }>({
    method: 'POST',
    path: '/mappings/activate',
    guard: 'mappings.work',
    schema: { body: closed({ id: ID, version: ID }) },
    handle: async ({ parts, body, actor }) => await parts.mappings.activate(body.id, body.version, actor),
  }),
  deskRoute<{ Body: { id: string } }>({
    method: 'POST',
    path: '/mappings/rollback',
    guard: 'mappings.work',
    schema: { body: closed({ id: ID }) },
    handle: async ({ parts, body, actor }) => await parts.mappings.rollback(body.id, actor),
  }),
];
