import type { FastifyInstance } from 'fastify';
import type { Scope } from '../contract';
import { scopeOfHooks } from './scope';

/** One route as it was registered. */
export interface RouteEntry {
  readonly method: string;
  /** Pattern: `/v1/events/:id`. */
  readonly url: string;
  /** Scope a key needs; absent for routes without a key. */
  readonly scope?: Scope;
}

/**
 * Collects every route of an app from now on, also those of its plugins. A hook of `requireScope` is moved to the front of the
 * request: nobody's body is read before it is known whether they may send one.
 */
export function collectRoutes(app: FastifyInstance): readonly RouteEntry[] {
  const routes: RouteEntry[] = [];
  app.addHook('onRoute', (route) => {
    const hooks = listOf(route.preHandler);
    const guards = hooks.filter((hook) => scopeOfHooks(hook) !== undefined);
    if (guards.length > 0) {
      route.preHandler = hooks.filter((hook) => !guards.includes(hook));
      route.onRequest = [...guards, ...listOf(route.onRequest)] as NonNullable<typeof route.onRequest>;
    }
    for (const one of listOf(route.method)) routes.push({ method: one, url: route.url, scope: scopeOfHooks(guards) });
  });
  return routes;
}

function listOf<Item>(items: Item | readonly Item[] | undefined): readonly Item[] {
  if (items === undefined) return [];
  return Array.isArray(items) ? items : [items as Item];
}

/** Methods that a path answers to, for a 405. */
export function methodsOf(routes: readonly RouteEntry[], path: string): readonly string[] {
  return [...new Set(routes.filter(({ url }) => patternOf(url).test(path)).map(({ method }) => method))].sort();
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*';
    if (part.startsWith(':')) return '[^/]+';
    return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('/')}/?$`);
}
