import './fastify';

export { createBaseApp, type BaseAppOptions } from './baseApp';
export { createPrivateApp, type PrivateApp } from './privateApp';
export { createPublicApp, type PublicAppOptions } from './publicApp';
export { opsRoutes, type OpsParts, type Readiness } from './opsRoutes';
export { PROBLEM_TYPE, problemBody, problemOf } from './problem';
export { collectRoutes, type RouteEntry } from './routeTable';
export { SCOPE_OF_HOOK, scopeOfHooks } from './scope';
