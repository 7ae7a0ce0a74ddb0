import type { Effects, Erasable, Inbox, Links, Notices } from '../contract';
import { DurableInbox, inboxRoutes } from '../inbox';
import { StoredMappings } from '../mappings';
import { mappingRoutes } from '../mappings/routes';
import type { BaseParts } from './baseParts';
import type { FastifyInstance } from 'fastify';

export interface StoreParts {
  readonly inbox: DurableInbox;
  readonly effects: Effects;
  readonly links: Links;
  readonly mappings: StoredMappings;
  readonly erasables: readonly Erasable[];
}

/** TEMPORARY */
export function storeParts(base: BaseParts, notices: Notices): StoreParts {
  const no = async (): Promise<never> => await Promise.reject(new Error('not built yet'));
  const { database, clock, audit, vault, meter } = base;
  const inbox = new DurableInbox({ database, clock, audit, vault, notices, meter });
  const effects = {
    claim: no,
    settle: no,
    get: no,
    list: async () => await Promise.resolve([]),
    resolve: no,
  } as unknown as Effects;
  const links = { add: no, graph: no, find: no } as unknown as Links;
  const mappings = new StoredMappings({ database, clock, audit });
  return { inbox, effects, links, mappings, erasables: [inbox] };
}
/** Routes of the parts that keep events, effects, links and mappings. */
export async function storeRoutes(
  app: FastifyInstance,
  parts: { readonly inbox: Inbox; readonly mappings: StoredMappings },
): Promise<void> {
  await inboxRoutes(app, parts);
  mappingRoutes(app, parts);
}
