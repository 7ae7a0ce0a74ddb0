import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { AccessKeys } from '../access';
import { createBaseApp, type BaseAppOptions } from './baseApp';
import { PROBLEM_TYPE, problemBody } from './problem';
import { collectRoutes, methodsOf, type RouteEntry } from './routeTable';
import { decorateScopes } from './scope';
import './fastify';

/** The Desk loads nothing from elsewhere, runs no inline script and is shown in no frame. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

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
  // The API takes JSON; Fastify would take plain text as well.
  app.removeContentTypeParser('text/plain');
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
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

function text(status: number, code: string, detail: string): string {
  return JSON.stringify(problemBody(status, code, detail));
}
