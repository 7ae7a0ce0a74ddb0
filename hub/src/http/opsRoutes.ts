import type { FastifyInstance, FastifyRequest, preHandlerHookHandler } from 'fastify';
import { problemBody, PROBLEM_TYPE } from './problem';
import './fastify';

/** What `/readyz` says about one thing that the hub needs. */
export interface Readiness {
  readonly isReady: boolean;
  /** `store`, `audit` … → `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

export interface OpsParts {
  readonly version: string;
  /** Never throws. */
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: () => Promise<string>;
  readonly metricsType: string;
  /** Whether the private listener can be reached from this machine only. */
  readonly isLoopback: boolean;
}

/** Headers of proxies: a request with one of them comes from somewhere else, even where the listener is on loopback. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/** Routes for whoever operates the hub: health, readiness, metrics, the API's description. */
export function opsRoutes(app: FastifyInstance, parts: OpsParts): void {
  const { version, readiness, metrics, metricsType, isLoopback } = parts;

  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok', version }));

  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const { isReady, checks } = await readiness();
    if (isReady) return { status: 'ready', checks };
    return await reply
      .code(503)
      .header('content-type', PROBLEM_TYPE)
      .header('retry-after', '5')
      .send(JSON.stringify(problemBody(503, 'not-ready', 'The hub cannot take deliveries now', { checks })));
  });

  const needsKey = app.requireScope('metrics:read');
  const guard: preHandlerHookHandler = function (request, reply, done) {
    if (isLoopback && !isForwarded(request)) done();
    else needsKey.call(this, request, reply, done);
  };
  app.get('/metrics', { preHandler: guard, schema: { hide: true } }, async (_request, reply) => {
    return await reply.header('content-type', metricsType).send(await metrics());
  });

  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

function isForwarded({ headers }: FastifyRequest): boolean {
  return FORWARDED.some((name) => headers[name] !== undefined);
}
