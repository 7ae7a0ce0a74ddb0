import { Failure } from '../../../../core/failure';
import { SYSTEM } from './client/failures';

/** JSON-RPC body of the sign-in; answered with the user's id and a session. */
export function loginBody(user: string, password: string): string {
  return JSON.stringify({ id: 0, method: 'common.db.login', params: [user, { password }, 'en'] });
}

/**
 * Reads the answer to the sign-in.
 * @returns the text that goes behind `Session ` in the Authorization header: base64 of `login:userid:session`
 * @throws Failure that names what to check, never the answer's text
 */
export function readLogin(user: string, status: number, body: string): string {
  if (status === 401) {
    throw refused(
      'The ERP does not accept user and password',
      'Check user and password of the credential, and that the user is active.',
      401,
    );
  }
  if (status === 404 || /^Database '.*' doesn't exist!$/.test(firstError(body))) {
    throw refused('The ERP has no such database', 'Check the database name and the URL of the credential.', 404);
  }
  if (status === 429) {
    throw new Failure('RetryLater', 'The ERP refuses further sign-ins for now: too many have failed', {
      system: SYSTEM,
      httpStatus: 429,
      nextStep: 'Correct user and password of the credential, wait some minutes, then run the item again.',
    });
  }
  if (status >= 500) {
    throw new Failure('RetryLater', `The ERP or a proxy before it failed at the sign-in (HTTP ${status})`, {
      system: SYSTEM,
      httpStatus: status,
    });
  }
  const result = parse(body)?.result;
  const [userId, session] = Array.isArray(result) ? (result as readonly unknown[]) : [];
  if (status !== 200 || typeof userId !== 'number' || typeof session !== 'string' || session === '') {
    throw refused(
      'The ERP answered the sign-in in an unknown way',
      'Check that the URL of the credential is a Tryton server and that the user signs in with a password alone.',
      status,
    );
  }
  return Buffer.from(`${user}:${userId}:${session}`, 'utf8').toString('base64');
}

/** The header separates its parts with colons, so a login that holds one can never be recognised by the server. */
export function checkLoginName(user: string): void {
  if (user.trim() !== '' && !/[:\p{Cc}]/u.test(user)) return;
  throw refused(
    'The user of the credential cannot be used',
    'Use a login name without colons and control characters.',
    undefined,
  );
}

function refused(message: string, nextStep: string, httpStatus: number | undefined): Failure {
  return new Failure('NeedsHuman', message, { system: SYSTEM, nextStep, httpStatus });
}

function parse(body: string): { readonly result?: unknown; readonly error?: unknown } | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function firstError(body: string): string {
  const error = parse(body)?.error;
  return Array.isArray(error) ? String(error[0]) : '';
}
