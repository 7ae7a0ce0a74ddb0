import type { DocumentReference } from '../../../../core/hub';
import { closed, deskRoute, type DeskRoute } from '../deskRoute';

const PART = { type: 'string', minLength: 1, maxLength: 300 } as const;
const DEPTH = 6;

/** Which document became which. */
export const chainRoutes: readonly DeskRoute[] = [
  deskRoute<{ Query: { text: string } }>({
    method: 'GET',
    path: '/chain/find',
    guard: 'chain.read',
    schema: { querystring: closed({ text: PART }) },
    handle: async ({ parts, query }) => {
      const text = query.text.trim();
      const words = text.startsWith('#') ? [text, text.slice(1)] : [text, `#${text}`];
      const found = new Map<string, DocumentReference>();
      for (const word of words.filter((one) => one !== '')) {
        for (const document of await parts.links.find(word)) {
          const { system, tenant, documentType, id } = document;
          found.set(JSON.stringify([system, tenant, documentType, id]), document);
        }
      }
      return { documents: [...found.values()].slice(0, 100) };
    },
  }),
  deskRoute<{ Query: DocumentReference }>({
    method: 'GET',
    path: '/chain',
    guard: 'chain.read',
    schema: { querystring: closed({ system: PART, tenant: PART, documentType: PART, id: PART }) },
    handle: async ({ parts, query }) => await parts.links.graph(query, DEPTH),
  }),
];
