import Fastify, { type FastifyInstance } from 'fastify';
import type { Actor, Log, Scope } from '../../src/contract';
import { sendProblem } from '../../src/http/baseApp';
import '../../src/http/fastify';
import { makeValidatorCompiler } from '../../src/http/validators';

export const ROUTE_ACTOR: Actor = { kind: 'key', id: 'key1' };

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** One request to an app that has the routes under test only. */
export interface RouteApp {
  readonly app: FastifyInstance;
  /** Scopes that were asked for, in order. */
  readonly scopes: readonly Scope[];
  request(
    method: 'GET' | 'POST',
    url: string,
    payload?: object,
  ): Promise<{ readonly status: number; readonly type: string; readonly body: unknown }>;
}

/** Routes with the hub's validation and problems, and a key that may do everything. */
export async function routeApp(register: (app: FastifyInstance) => Promise<void>): Promise<RouteApp> {
  const scopes: Scope[] = [];
  const app = Fastify();
  app.setValidatorCompiler(makeValidatorCompiler());
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, SILENT, 'private'));
  app.decorateRequest('actor', null as unknown as Actor);
  app.decorate('requireScope', (scope) => (request, _reply, done) => {
    scopes.push(scope);
    request.actor = ROUTE_ACTOR;
    done();
  });
  await app.register(register);
  return {
    app,
    scopes,
    request: async (method, url, payload) => {
      const answer = await app.inject({ method, url, payload });
      const type = String(answer.headers['content-type'] ?? '');
      return { status: answer.statusCode, type, body: type.includes('json') ? answer.json<unknown>() : answer.body };
    },
  };
}
