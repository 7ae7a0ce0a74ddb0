import { deskRoute, type DeskRoute } from '../deskRoute';

/** Who sends to the hub. The last part of an intake address is known to the platform and the hub only, so it is shown to few. */
export const sourceRoutes: readonly DeskRoute[] = [
  deskRoute({
    method: 'GET',
    path: '/sources',
    guard: 'sources.read',
    handle: async ({ parts, may }) => {
      const sources = await parts.sources.list();
      return {
        sources: sources.map(({ id, profile, tenant, topics, workflow, active, lastDeliveryAtMs, silentSinceMs, intakeUrl }) => ({
          id,
          profile,
          tenant,
          topics,
          workflow,
          active,
          lastDeliveryAtMs,
          silentSinceMs,
          intakeUrl: may('sources.addresses') ? intakeUrl : intakeUrl.replace(/[^/]+$/, '…'),
        })),
      };
    },
  }),
];
