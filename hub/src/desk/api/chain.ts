import type { DocumentReference } from '../../../../core/hub';
import { findDocuments } from '../findDocuments';
import { closed, deskRoute, type DeskRoute } from '../deskRoute';

const PART = { type: 'string', minLength: 1, maxLength: 300 } as const;
const DEPTH = 6;
const MAX_FOUND = 100;

/** Which document became which. */
export const chainRoutes: readonly DeskRoute[] = [
  deskRoute<{ Query: { text: string } }>({
    method: 'GET',
    path: '/chain/find',
    guard: 'chain.read',
    schema: { querystring: closed({ text: PART }) },
    handle: async ({ parts, query }) => ({ documents: (await findDocuments(parts.links, query.text)).slice(0, MAX_FOUND) }),
  }),
  deskRoute<{ Query: DocumentReference }>({
    method: 'GET',
    path: '/chain',
    guard: 'chain.read',
    schema: { querystring: closed({ system: PART, tenant: PART, documentType: PART, id: PART }) },
    handle: async ({ parts, query }) => await parts.links.graph(query, DEPTH),
  }),
];
