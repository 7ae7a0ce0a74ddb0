import helmet from '@fastify/helmet';
import Fastify from 'fastify';

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

/** What every answer has by itself. */
const OF_THE_ANSWER = new Set(['content-type', 'content-length', 'date', 'connection', 'keep-alive']);

/**
 * Helmet's headers for the private listener, and `no-store`: answers hold what no cache should keep. They are the same for every answer,
 * so they are taken once: the plugin would make them anew for each request, which costs as much as all the rest of a short one.
 */
export async function securityHeaders(): Promise<Readonly<Record<string, string>>> {
  const app = Fastify();
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.get('/', () => '');
  const { headers } = await app.inject('/');
  await app.close();
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_ANSWER.has(name));
  return { ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])), 'cache-control': 'no-store' };
}
