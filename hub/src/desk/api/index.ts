import type { DeskRoute } from '../deskRoute';
import { auditRoutes } from './audit';
import { chainRoutes } from './chain';
import { effectRoutes } from './effects';
import { eventRoutes } from './events';
import { mappingRoutes } from './mappings';
import { nowRoutes } from './now';
import { peopleRoutes } from './people';
import { sessionRoutes } from './session';
import { sourceRoutes } from './sources';

/** The Desk's API: a page adds its file and its line here, and its rights to `rights.ts`. */
export const deskApi: readonly DeskRoute[] = [
  ...sessionRoutes,
  ...nowRoutes,
  ...eventRoutes,
  ...effectRoutes,
  ...chainRoutes,
  ...auditRoutes,
  ...sourceRoutes,
  ...mappingRoutes,
  ...peopleRoutes,
];
