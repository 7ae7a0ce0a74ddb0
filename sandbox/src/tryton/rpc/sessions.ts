import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import { seedUsers } from '../seed/seed';

/** Failed logins after which a login name is refused without looking at the password. */
const maxFailedAttempts = 5;

export type LoginOutcome = { readonly kind: 'user'; readonly user: number } | { readonly kind: 'refused' | 'tooMany' };

interface Session {
  readonly user: number;
  usedAtMs: number;
}

/** Who is logged in. A session lives as long as it is used. */
export class Sessions {
  private sessions = new Map<string, Session>();
  private readonly failed = new Map<string, number[]>();

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  /** Checks a password and counts what fails. */
  checkPassword(login: string, password: string): LoginOutcome {
    const since = this.clock.now() - this.timeoutMs;
    const failures = (this.failed.get(login) ?? []).filter((atMs) => atMs > since);
    if (failures.length > maxFailedAttempts) {
      this.failed.set(login, [...failures, this.clock.now()]);
      return { kind: 'tooMany' };
    }
    const user = seedUsers.find((candidate) => candidate.login === login && candidate.password === password);
    if (!user) {
      this.failed.set(login, [...failures, this.clock.now()]);
      return { kind: 'refused' };
    }
    this.failed.delete(login);
    return { kind: 'user', user: user.id };
  }

  /** Opens a session and returns its key, 64 hexadecimal digits. */
  open(user: number): string {
    const key = randomBytes(32).toString('hex');
    this.sessions.set(key, { user, usedAtMs: this.clock.now() });
    return key;
  }

  /** The user of a session, and notes its use; undefined when there is no such session or it was idle too long. */
  use(user: number, key: string): number | undefined {
    const session = this.sessions.get(key);
    if (!session || session.user !== user) return undefined;
    if (this.clock.now() - session.usedAtMs > this.timeoutMs) {
      this.sessions.delete(key);
      return undefined;
    }
    session.usedAtMs = this.clock.now();
    return session.user;
  }

  close(key: string): void {
    this.sessions.delete(key);
  }

  /** Ends every session at once. */
  expireAll(): void {
    this.sessions.clear();
  }
}

/** What an Authorization header says. */
export type Credentials =
  | { readonly kind: 'session'; readonly user: number; readonly key: string }
  | { readonly kind: 'basic'; readonly login: string; readonly password: string };

/** Reads `Session base64(login:user:key)` and `Basic base64(login:password)`; anything else counts as no header. */
export function readAuthorization(header: string | undefined): Credentials | undefined {
  const match = /^(\w+)\s+(\S+)$/.exec(header?.trim() ?? '');
  if (!match) return undefined;
  const [, scheme = '', encoded = ''] = match;
  const decoded = Buffer.from(encoded, 'base64').toString('latin1');
  if (scheme.toLowerCase() === 'basic') {
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    return colon < 0 ? undefined : { kind: 'basic', login: text.slice(0, colon), password: text.slice(colon + 1) };
  }
  const parts = decoded.split(':');
  const [, user = '', key = ''] = parts;
  if (scheme.toLowerCase() !== 'session' || parts.length !== 3 || !/^\d+$/.test(user)) return undefined;
  return { kind: 'session', user: Number(user), key };
}
