import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerHookHandler } from 'fastify';
import type { AccessKeys, Admission, RefusalReason } from '../access';
import type { Actor, Scope } from '../contract';
import { Problem } from '../failures';

/** Property of a hook made by `requireScope` that names its scope, for the API's description. */
export const SCOPE_OF_HOOK = Symbol('scope');

const PREFIX = 'Bearer ';
/** Who acts for a key: workflow, execution and node, as the nodes of the pack send it. */
const VIA_HEADER = 'x-medsupply-via';
const VIA_FORM = /^[\x20-\x7e]{1,200}$/;

const REASONS: Readonly<Record<Exclude<RefusalReason, 'scope'>, string>> = {
  missing: 'This route needs an API key in the header Authorization: Bearer msk_…',
  malformed: 'The API key is not known here',
  unknown: 'The API key is not known here',
  expired: 'The API key has expired',
  revoked: 'The API key was revoked',
};

/** Adds `requireScope` and `request.actor`. */
export function decorateScopes(app: FastifyInstance, access: AccessKeys): void {
  // Nobody until a hook says who it is: a handler that forgot its hook fails instead of acting for a stranger.
  app.decorateRequest('actor', null as unknown as Actor);
  app.decorate('requireScope', (scope: Scope): preHandlerHookHandler => {
    const admitted = (request: FastifyRequest, admission: Admission): Problem | undefined => {
      if (!admission.ok) return unknownKey(admission.reason);
      const { id, scopes } = admission.key;
      if (!scopes.includes(scope)) {
        access.refuse('scope', { keyId: id, scope, address: request.ip });
        return missingScope(id, scope);
      }
      request.actor = { kind: 'key', id, via: viaOf(request) };
      return undefined;
    };
    // With a callback, not a promise: while the keys are in memory, a check costs no turn of the event loop.
    const hook = (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void => {
      const { authorization } = request.headers;
      if (authorization === undefined || !authorization.startsWith(PREFIX)) {
        access.refuse('missing', { address: request.ip });
        done(unknownKey('missing'));
        return;
      }
      const admission = access.admit(authorization.slice(PREFIX.length), request.ip);
      if (!(admission instanceof Promise)) {
        done(admitted(request, admission));
        return;
      }
      admission.then((answer) => done(admitted(request, answer)), done);
    };
    return Object.assign(hook, { [SCOPE_OF_HOOK]: scope });
  });
}

/** The scope that a route's hook asks for, for documentation. */
export function scopeOfHooks(hooks: unknown): Scope | undefined {
  const list: readonly unknown[] = Array.isArray(hooks) ? hooks : [hooks];
  for (const hook of list) {
    if (typeof hook === 'function' && SCOPE_OF_HOOK in hook) return hook[SCOPE_OF_HOOK] as Scope;
  }
  return undefined;
}

function viaOf(request: FastifyRequest): string | undefined {
  const via = request.headers[VIA_HEADER];
  return typeof via === 'string' && VIA_FORM.test(via) ? via : undefined;
}

function unknownKey(reason: RefusalReason): Problem {
  const detail = reason === 'scope' ? REASONS.unknown : REASONS[reason];
  return new Problem(401, 'unknown-key', detail, {
    nextStep: 'Make a key with "medsupply hub key create --preset n8n --name NAME".',
  });
}

function missingScope(id: string, scope: Scope): Problem {
  return new Problem(403, 'missing-scope', `The API key ${id} does not have the scope ${scope}`, {
    scope,
    nextStep: `Make a key with the scope ${scope}, or use another key.`,
  });
}
