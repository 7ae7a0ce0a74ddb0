import type { FastifyReply } from 'fastify';
import type { Actor } from '../contract';
import type { Person } from '../people';
import type { Guard, SignedIn } from './guard';
import type { DeskParts } from './parts';
import { mayRole, type Right } from './rights';

/** What a handler of the Desk's API gets. */
export interface DeskCall<Body, Query, Params> {
  readonly body: Body;
  readonly query: Query;
  readonly params: Params;
  readonly parts: DeskParts;
  /** Address of the caller, for the limit on sign-ins. */
  readonly address: string;
  readonly reply: FastifyReply;
  /** Throws for routes that anybody may call. */
  readonly signedIn: SignedIn;
  readonly actor: Actor;
  readonly may: (right: Right) => boolean;
}

/** One route under `/desk/api`; a page's routes are one file, and one line in the table of `api/index.ts`. */
export interface DeskRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly guard: Guard;
  readonly schema?: Readonly<Record<'body' | 'querystring' | 'params', unknown>> | Readonly<Record<string, unknown>>;
  readonly handle: (call: DeskCall<unknown, unknown, unknown>) => Promise<unknown>;
}

/** Gives the handler the types that the route's schemas promise. */
export function deskRoute<Types extends { readonly Body?: unknown; readonly Query?: unknown; readonly Params?: unknown }>(
  route: Omit<DeskRoute, 'handle'> & {
    readonly handle: (call: DeskCall<Types['Body'], Types['Query'], Types['Params']>) => Promise<unknown>;
  },
): DeskRoute {
  return route as DeskRoute;
}

/** The person of a call as an actor of the audit log. */
export function actorOf(person: Person): Actor {
  return { kind: 'person', id: person.name, via: 'desk' };
}

/** `may` of a call. */
export function mayOf(person: Person): (right: Right) => boolean {
  return (right) => mayRole(person.role, right);
}

/** Parts of schemas that many routes use. */
export const REASON = { type: 'string', minLength: 3, maxLength: 500, pattern: '\\S' } as const;

/** A closed object schema in which every property is required unless it is named. */
export function closed(properties: Readonly<Record<string, unknown>>, optional: readonly string[] = []) {
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
  } as const;
}
