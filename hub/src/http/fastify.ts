import type { preHandlerHookHandler } from 'fastify';
import type { Actor, Scope } from '../contract';

declare module 'fastify' {
  interface FastifyInstance {
    /** A hook that lets in keys with this scope only, and sets `request.actor`. Private listener only. */
    requireScope(scope: Scope): preHandlerHookHandler;
  }

  interface FastifyRequest {
    /** Who asks; set by `requireScope`, or by the Desk for a person's session. */
    actor: Actor;
  }
}

export type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
