import { sessionCookie } from '../cookie';
import { closed, deskRoute, type DeskRoute } from '../deskRoute';
import type { Session } from '../../people';
import { rightsOf } from '../rights';

const PASSWORD = { type: 'string', minLength: 1, maxLength: 1024 } as const;

/** What the page knows about who uses it. */
function view({ person, csrf, endsAtMs }: Session) {
  return {
    name: person.name,
    role: person.role,
    rights: person.mustChangePassword ? [] : rightsOf(person.role),
    mustChangePassword: person.mustChangePassword,
    token: csrf,
    endsAtMs,
  };
}

/** Signing in and out, and one's own password. */
export const sessionRoutes: readonly DeskRoute[] = [
  deskRoute<{ Body: { name: string; password: string } }>({
    method: 'POST',
    path: '/session',
    guard: 'anybody',
    schema: { body: closed({ name: { type: 'string', minLength: 1, maxLength: 200 }, password: PASSWORD }) },
    handle: async ({ body, parts, address, reply }) => {
      const { id } = await parts.people.signIn(body.name, body.password, address);
      return await begin(id, parts, reply);
    },
  }),
  deskRoute({
    method: 'GET',
    path: '/session',
    guard: 'signedIn',
    handle: async ({ signedIn }) => await Promise.resolve(view(signedIn.session)),
  }),
  deskRoute({
    method: 'DELETE',
    path: '/session',
    guard: 'signedIn',
    handle: async ({ signedIn, parts, reply }) => {
      await parts.people.signOut(signedIn.id);
      void reply.header('set-cookie', sessionCookie(undefined, parts.isHttps));
    },
  }),
  deskRoute<{ Body: { current: string; next: string } }>({
    method: 'POST',
    path: '/session/password',
    guard: 'signedIn',
    schema: { body: closed({ current: PASSWORD, next: PASSWORD }) },
    handle: async ({ body, parts, signedIn, reply }) => {
      const id = await parts.people.changePassword(signedIn.session.person.name, body.current, body.next);
      return await begin(id, parts, reply);
    },
  }),
];

async function begin(
  id: string,
  parts: Parameters<DeskRoute['handle']>[0]['parts'],
  reply: Parameters<DeskRoute['handle']>[0]['reply'],
): Promise<unknown> {
  const session = await parts.people.sessions.find(id, false);
  if (session === undefined) throw new Error('A session that was just opened is not there.');
  void reply.header('set-cookie', sessionCookie(id, parts.isHttps));
  return view(session);
}
