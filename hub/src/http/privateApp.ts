import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { AccessKeys } from '../access';
import { Problem } from '../failures';
import { createBaseApp, type BaseAppOptions } from './baseApp';
import { PROBLEM_TYPE, problemBody } from './problem';
import { collectRoutes, methodsOf, type RouteEntry } from './routeTable';
import { decorateScopes } from './scope';
import { securityHeaders } from './securityHeaders';
import './fastify';

export interface PrivateApp {
  readonly app: FastifyInstance;
  readonly routes: readonly RouteEntry[];
}

/**
 * The private listener: API, Desk, metrics. No CORS: a page of another origin gets nothing.
 * @param register registers the parts' routes; called before the app is ready
 */
export async function createPrivateApp(
  options: Omit<BaseAppOptions, 'listener'>,
  access: AccessKeys,
  register: (app: FastifyInstance, routes: readonly RouteEntry[]) => Promise<void>,
): Promise<PrivateApp> {
  const app = createBaseApp({ ...options, listener: 'private' });
  const routes = collectRoutes(app);
  decorateScopes(app, access);
  takeJsonOnly(app);
  const headers = await securityHeaders();
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  // For single routes only (signing in): they ask for it in their config.
  await app.register(rateLimit, { global: false });
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const methods = methodsOf(routes, path);
    reply.header('content-type', PROBLEM_TYPE);
    if (methods.length === 0) return reply.code(404).send(text(404, 'unknown-route', 'There is no such route'));
    const detail = `This route answers to ${methods.join(', ')}`;
    return reply
      .code(405)
      .header('allow', methods.join(', '))
      .send(text(405, 'method-not-allowed', detail));
  });
  try {
    await register(app, routes);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, routes };
}

/** The API takes JSON; Fastify would take plain text as well. Clients that name a type for no body at all are let through. */
function takeJsonOnly(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) done(null, null);
    else done(new Problem(415, 'unsupported-media-type', 'This route takes application/json only'));
  });
}

function text(status: number, code: string, detail: string): string {
  return JSON.stringify(problemBody(status, code, detail));
}
