import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../failures';
import { createBaseApp, type BaseAppOptions } from './baseApp';
import { PROBLEM_TYPE, problemBody } from './problem';
import './fastify';

const WINDOW_MS = 10_000;
/** Addresses and tokens that are counted at a time; the ones seen least recently are forgotten. */
const COUNTED = 20_000;

export interface PublicAppOptions extends Omit<BaseAppOptions, 'listener'> {
  /** Requests that one address, and one intake token, may send in ten seconds. */
  readonly requestsPerTenSeconds: number;
}

/**
 * The public listener: what platforms call, and nothing else. It says nothing about what else the hub has: whatever it does not
 * know is 404, for every method.
 */
export async function createPublicApp(
  options: PublicAppOptions,
  register: (app: FastifyInstance) => Promise<void>,
): Promise<FastifyInstance> {
  const app = createBaseApp({ ...options, listener: 'public' });
  await app.register(rateLimit, { global: false, cache: COUNTED, timeWindow: WINDOW_MS, max: options.requestsPerTenSeconds });
  const byAddress = app.createRateLimit();
  const byToken = app.createRateLimit({ keyGenerator: tokenOf });
  app.addHook('onRequest', async (request) => {
    const limits = [await byAddress(request), await byToken(request)];
    for (const limit of limits) {
      if (limit.isAllowed || !limit.isExceeded) continue;
      throw new Problem(429, 'too-many-requests', 'Too many requests; wait before the next one', { retryAfterMs: limit.ttl });
    }
  });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .header('content-type', PROBLEM_TYPE)
      .send(JSON.stringify(problemBody(404, 'unknown-route', 'There is no such route'))),
  );
  try {
    await register(app);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/** Requests without a token share one count; each address has its own beside it. */
function tokenOf(request: FastifyRequest): string {
  const { token } = request.params as { readonly token?: unknown };
  return typeof token === 'string' ? token : '';
}
