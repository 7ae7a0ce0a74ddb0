import type { FastifyInstance } from 'fastify';
import '../http/fastify';
import { Problem } from '../failures';
import { deskApi } from './api';
import { readAssets } from './assets';
import { actorOf, type DeskCall, mayOf } from './deskRoute';
import { admit, type SignedIn } from './guard';
import type { DeskParts } from './parts';

const API = '/desk/api';
/** Payloads are at most a few megabytes; an order of 500 lines is about half of one. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * The Desk: its page under `/desk/`, and what the page asks for under `/desk/api`, with people's sessions instead of keys. To be
 * registered on the private listener only; that one sends the content security policy.
 */
export async function deskRoutes(app: FastifyInstance, parts: DeskParts): Promise<void> {
  servePage(app, parts.assetsFolder);
  const signedIn = new WeakMap<object, SignedIn>();
  for (const { method, path, guard, schema, handle } of deskApi) {
    app.route({
      method,
      url: `${API}${path}`,
      bodyLimit: BODY_LIMIT_BYTES,
      schema: { ...schema, hide: true },
      onRequest: async (request, reply) => {
        void reply.header('cache-control', 'no-store');
        const found = await admit(request, guard, parts);
        if (found === undefined) return;
        signedIn.set(request, found);
        request.actor = actorOf(found.session.person);
      },
      handler: async (request, reply) => {
        const found = signedIn.get(request);
        const call: DeskCall<unknown, unknown, unknown> = {
          body: request.body,
          query: request.query,
          params: request.params,
          parts,
          address: request.ip,
          reply,
          get signedIn() {
            return present(found);
          },
          get actor() {
            return actorOf(present(found).session.person);
          },
          may: found === undefined ? () => false : mayOf(found.session.person),
        };
        const answer = await handle(call);
        if (reply.sent || answer === reply) return reply;
        return answer === undefined ? await reply.code(204).send() : answer;
      },
    });
  }
}

function present(found: SignedIn | undefined): SignedIn {
  if (found === undefined) throw new Error('A route for anybody asked who is signed in.');
  return found;
}

function servePage(app: FastifyInstance, folder: string): void {
  const assets = readAssets(folder);
  const serve = async (path: string, tag: string | undefined) => {
    const asset = (await assets).get(path);
    if (asset === undefined) {
      throw new Problem(404, 'unknown-page', 'The Desk has no such file.', { nextStep: 'Open /desk/.' });
    }
    return { asset, isKnown: tag === asset.etag };
  };
  app.get('/desk', { schema: { hide: true } }, async (_request, reply) => await reply.redirect('/desk/', 308));
  app.get<{ Params: { '*': string } }>('/desk/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.params['*'];
    const { asset, isKnown } = await serve(path === '' ? 'index.html' : path, request.headers['if-none-match']);
    void reply.header('cache-control', 'no-cache').header('etag', asset.etag).type(asset.type);
    return isKnown ? await reply.code(304).send() : await reply.send(asset.bytes);
  });
}
