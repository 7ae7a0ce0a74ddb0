import { ABSOLUTE_MS } from '../people';

const NAME = 'medsupply_desk';
/** 256 bits as base64url, and nothing else: there is no encoding to undo. */
const COOKIE = new RegExp(`(?:^|;) *${NAME}=([A-Za-z0-9_-]{43}) *(?:;|$)`);

/** The session id that a request's cookie carries, if it has the form of one. */
export function sessionIdOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : COOKIE.exec(header)?.[1];
}

/**
 * The cookie of a session: out of reach for scripts, sent by the Desk's own pages only, and over https only where there is https.
 * @param id `undefined` takes the cookie back
 */
export function sessionCookie(id: string | undefined, isHttps: boolean): string {
  const maxAgeSeconds = id === undefined ? 0 : ABSOLUTE_MS / 1000;
  const parts = [`${NAME}=${id ?? ''}`, `Max-Age=${maxAgeSeconds}`, 'Path=/desk', 'HttpOnly', 'SameSite=Strict'];
  return [...parts, ...(isHttps ? ['Secure'] : [])].join('; ');
}
