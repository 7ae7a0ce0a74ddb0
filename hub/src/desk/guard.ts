import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../failures';
import type { Session } from '../people';
import { sessionIdOf } from './cookie';
import type { DeskParts } from './parts';
import { mayRole, type Right } from './rights';

/** Who may call a route: somebody with a right, anybody who is signed in, or anybody. */
export type Guard = Right | 'signedIn' | 'anybody';

/** A session and the id in its cookie. */
export interface SignedIn {
  readonly id: string;
  readonly session: Session;
}

const CSRF_HEADER = 'x-desk-token';
/** The page sends it with what it asks for by itself: such requests do not keep a person signed in. */
const BACKGROUND_HEADER = 'x-desk-background';
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Decides about a request before its body is read.
 * @throws Problem 401 `signed-out`, 403 `foreign-origin`, `bad-desk-token`, `password-change-required`, `missing-right`
 */
export async function admit(request: FastifyRequest, guard: Guard, parts: DeskParts): Promise<SignedIn | undefined> {
  const changes = CHANGING.has(request.method);
  if (changes && !isOwnOrigin(request)) {
    throw new Problem(403, 'foreign-origin', 'The request does not come from a page of this Desk.', {
      nextStep: 'Open the Desk by its own address. A proxy in front of it has to pass the Host header on.',
    });
  }
  if (guard === 'anybody') return undefined;
  const id = sessionIdOf(request.headers.cookie);
  const session =
    id === undefined ? undefined : await parts.people.sessions.find(id, request.headers[BACKGROUND_HEADER] === undefined);
  if (id === undefined || session === undefined) {
    throw new Problem(401, 'signed-out', 'Nobody is signed in, or the session has ended.', { nextStep: 'Sign in.' });
  }
  if (changes && !isToken(request.headers[CSRF_HEADER], session.csrf)) {
    await noteRefusal(parts, session, 'bad-desk-token', request);
    throw new Problem(403, 'bad-desk-token', 'The request does not carry the token of this session.', {
      nextStep: 'Load the page again.',
    });
  }
  if (guard === 'signedIn') return { id, session };
  if (session.person.mustChangePassword) {
    throw new Problem(403, 'password-change-required', 'The one-time password has to be changed first.', {
      nextStep: 'Choose a password of your own.',
    });
  }
  if (!mayRole(session.person.role, guard)) {
    await noteRefusal(parts, session, guard, request);
    throw new Problem(403, 'missing-right', `The role ${session.person.role} may not do this.`, {
      right: guard,
      nextStep: 'Ask an administrator, or somebody whose role allows it.',
    });
  }
  return { id, session };
}

/** Browsers name the origin of every request that changes something, and no page can make it up. */
function isOwnOrigin(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}

function isToken(given: string | readonly string[] | undefined, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function noteRefusal(parts: DeskParts, session: Session, right: string, request: FastifyRequest): Promise<void> {
  const { name, role } = session.person;
  await parts.database.write(
    async (transaction) =>
      await parts.audit.append(transaction, {
        actor: { kind: 'person', id: name, via: 'desk' },
        type: 'access.refused',
        object: { kind: 'route', id: `${request.method} ${request.routeOptions.url ?? ''}` },
        body: { where: 'desk', role, right },
      }),
  );
}
