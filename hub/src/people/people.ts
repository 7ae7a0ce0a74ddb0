import { randomBytes } from 'node:crypto';
import type { Actor, Audit, AuditEntry, Clock } from '../contract';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import { newName, normalisedName } from './names';
import { checkNewPassword, oneTimePassword } from './newPassword';
import { Passwords } from './password';
import { type Person, personOfRow, type PersonRow } from './person';
import type { Role } from './roles';
import { Sessions } from './sessions';
import { SignInLimit } from './signInLimit';

/** A one-time password that nobody used within a week is worth nothing any more. */
const ONE_TIME_MS = 7 * 24 * 60 * 60_000;
/** Stands for the address where a signed-in person types the current password. */
const OWN_PASSWORD = 'own password';
const HUB: Actor = { kind: 'hub', id: 'desk' };

export interface PeopleParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  /** Random bytes; those of `node:crypto` when it is not given. */
  readonly random?: (bytes: number) => Buffer;
  readonly passwords?: Passwords;
}

/** Accounts of people at the Desk: who they are, how they sign in, and what they may be. */
export class People {
  readonly sessions: Sessions;
  private readonly limit: SignInLimit;
  private readonly passwords: Passwords;
  private readonly random: (bytes: number) => Buffer;

  constructor(private readonly parts: PeopleParts) {
    this.random = parts.random ?? randomBytes;
    this.passwords = parts.passwords ?? new Passwords(this.random);
    this.sessions = new Sessions({ database: parts.database, clock: parts.clock, random: this.random });
    this.limit = new SignInLimit(parts);
  }

  /**
   * Opens a session for a name and password. Names that nobody has take as long and get the same answer as wrong passwords.
   * @param address where the request came from, for the limit on attempts
   * @throws Problem 401 `sign-in-refused`, 429 `sign-in-limited`
   */
  async signIn(typedName: string, password: string, address: string): Promise<{ readonly id: string; readonly person: Person }> {
    const name = normalisedName(typedName);
    await this.admit(name, address);
    const row = await this.parts.database.read(async (transaction) => await rowOf(transaction, name));
    const matches = await this.passwords.verify(password, row?.password ?? this.passwords.decoy());
    const refusal = this.refusalOf(row, matches);
    if (row === undefined || refusal !== undefined) {
      await this.note(entryOfRefusal(row, refusal ?? 'unknown-name'));
      throw refused();
    }
    await this.limit.forget(name, address);
    const renewed = this.passwords.isOutdated(row.password) ? await this.passwords.hash(password) : row.password;
    const now = this.parts.clock.now();
    const id = await this.parts.database.write(async (transaction) => {
      const changed = await transaction.run(
        'UPDATE people SET last_sign_in_at_ms = ?, password = ? WHERE name = ? AND password = ? AND active = 1',
        [now, renewed, row.name, row.password],
      );
      // The account was changed while the password was being checked.
      if (changed === 0) throw refused();
      await this.parts.audit.append(transaction, entry({ kind: 'person', id: row.name }, 'person.signedIn', row.name, {}));
      return await this.sessions.open(transaction, row.name);
    });
    return { id, person: personOfRow({ ...row, last_sign_in_at_ms: now }) };
  }

  async signOut(id: string): Promise<void> {
    const session = await this.sessions.find(id, false);
    await this.parts.database.write(async (transaction) => {
      await this.sessions.end(transaction, id);
      if (session === undefined) return;
      const { name } = session.person;
      await this.parts.audit.append(transaction, entry({ kind: 'person', id: name }, 'person.signedOut', name, {}));
    });
  }

  /**
   * Sets a person's own new password; all sessions end, and a new one begins.
   * @returns id of the new session
   */
  async changePassword(name: string, current: string, next: string): Promise<string> {
    // Whoever found a page that was left open shall not find the password as well.
    await this.admit(name, OWN_PASSWORD);
    const row = await this.parts.database.read(async (transaction) => await rowOf(transaction, name));
    const matches = await this.passwords.verify(current, row?.password ?? this.passwords.decoy());
    if (row === undefined || !matches) {
      await this.note(entryOfRefusal(row, 'wrong-current-password'));
      throw new Problem(403, 'wrong-current-password', 'The current password is not right.', {
        pointer: '/current',
        nextStep: 'Type it again.',
      });
    }
    await this.limit.forget(name, OWN_PASSWORD);
    checkNewPassword(next, row.name, current);
    const password = await this.passwords.hash(next);
    return await this.parts.database.write(async (transaction) => {
      await transaction.run('UPDATE people SET password = ?, must_change = 0, password_expires_at_ms = NULL WHERE name = ?', [
        password,
        row.name,
      ]);
      await this.sessions.endAll(transaction, row.name);
      await this.parts.audit.append(transaction, entry({ kind: 'person', id: row.name }, 'person.passwordChanged', row.name, {}));
      return await this.sessions.open(transaction, row.name);
    });
  }

  async list(): Promise<readonly Person[]> {
    const rows = await this.parts.database.read(async (transaction) => await transaction.all<PersonRow>('SELECT * FROM people'));
    return rows.map(personOfRow).sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /**
   * Makes an account. @returns the one-time password, shown once and kept only as a hash
   * @throws Problem 400 for a bad name, 409 `name-taken`
   */
  async add(typedName: string, role: Role, actor: Actor): Promise<{ readonly person: Person; readonly oneTimePassword: string }> {
    const name = newName(typedName);
    const text = oneTimePassword(this.random);
    const password = await this.passwords.hash(text);
    const now = this.parts.clock.now();
    return await this.parts.database.write(async (transaction) => {
      if ((await rowOf(transaction, name)) !== undefined) {
        throw new Problem(409, 'name-taken', `There is an account "${name}" already.`, { nextStep: 'Choose another name.' });
      }
      await transaction.run(
        'INSERT INTO people (name, role, password, must_change, active, created_at_ms, password_expires_at_ms) VALUES (?, ?, ?, 1, 1, ?, ?)',
        [name, role, password, now, now + ONE_TIME_MS],
      );
      await this.parts.audit.append(transaction, entry(actor, 'person.added', name, { role }));
      return { person: { name, role, mustChangePassword: true, active: true, createdAtMs: now }, oneTimePassword: text };
    });
  }

  /** Gives a new one-time password and ends all sessions of the person. */
  async resetPassword(name: string, actor: Actor): Promise<{ readonly person: Person; readonly oneTimePassword: string }> {
    const text = oneTimePassword(this.random);
    const password = await this.passwords.hash(text);
    const expires = this.parts.clock.now() + ONE_TIME_MS;
    const person = await this.change(name, actor, 'person.passwordReset', {}, async (transaction) => {
      await transaction.run('UPDATE people SET password = ?, must_change = 1, password_expires_at_ms = ? WHERE name = ?', [
        password,
        expires,
        name,
      ]);
    });
    return { person, oneTimePassword: text };
  }

  async setRole(name: string, role: Role, actor: Actor): Promise<Person> {
    return await this.change(name, actor, 'person.roleChanged', { role }, async (transaction) => {
      await transaction.run('UPDATE people SET role = ? WHERE name = ?', [role, name]);
    });
  }

  /** Accounts are never deleted, because the audit log names them; they are made unusable. */
  async setActive(name: string, active: boolean, actor: Actor): Promise<Person> {
    return await this.change(name, actor, active ? 'person.activated' : 'person.deactivated', {}, async (transaction) => {
      await transaction.run('UPDATE people SET active = ? WHERE name = ?', [active ? 1 : 0, name]);
    });
  }

  private async change(
    name: string,
    actor: Actor,
    type: string,
    body: Readonly<Record<string, unknown>>,
    work: (transaction: Transaction) => Promise<void>,
  ): Promise<Person> {
    return await this.parts.database.write(async (transaction) => {
      // All administrators are locked, or two replicas could demote the last two at once.
      await transaction.all(`SELECT name FROM people WHERE role = 'admin'${transaction.forUpdate}`);
      const before = await rowOf(transaction, name);
      if (before === undefined)
        throw new Problem(404, 'unknown-person', `There is no account "${name}".`, { nextStep: 'Look at the list of people.' });
      await work(transaction);
      const admins = await transaction.get<{ number: number }>(
        "SELECT COUNT(*) AS number FROM people WHERE role = 'admin' AND active = 1",
      );
      if (admins?.number === 0 && before.role === 'admin') {
        throw new Problem(409, 'last-admin', `"${name}" is the last active administrator.`, {
          nextStep: 'Make another person an administrator first.',
        });
      }
      await this.sessions.endAll(transaction, name);
      await this.parts.audit.append(transaction, entry(actor, type, name, { ...body, roleBefore: before.role }));
      const after = await rowOf(transaction, name);
      return personOfRow(after ?? before);
    });
  }

  /** @throws Problem 429 `sign-in-limited` */
  private async admit(name: string, address: string): Promise<void> {
    const admission = await this.limit.admit(name, address);
    if (admission.admitted) return;
    if (admission.first) await this.note(entryOfRefusal(undefined, 'too-many-attempts'));
    throw new Problem(429, 'sign-in-limited', 'There were too many attempts to sign in.', {
      retryAfterMs: admission.retryAfterMs,
      nextStep: `Wait ${Math.ceil(admission.retryAfterMs / 60_000)} min, then try again. An administrator can set a new password.`,
    });
  }

  private refusalOf(row: PersonRow | undefined, matches: boolean): string | undefined {
    if (row === undefined) return 'unknown-name';
    if (!matches) return 'wrong-password';
    if (row.active !== 1) return 'inactive';
    const expires = row.password_expires_at_ms;
    return expires !== null && this.parts.clock.now() >= expires ? 'one-time-password-expired' : undefined;
  }

  private async note(audited: AuditEntry): Promise<void> {
    await this.parts.database.write(async (transaction) => await this.parts.audit.append(transaction, audited));
  }
}

/** One answer for whatever was wrong. */
function refused(): Problem {
  return new Problem(401, 'sign-in-refused', 'The name or the password is not right.', {
    nextStep: 'Check both. An administrator can set a new password.',
  });
}

async function rowOf(transaction: Transaction, name: string): Promise<PersonRow | undefined> {
  return await transaction.get<PersonRow>('SELECT * FROM people WHERE name = ?', [name]);
}

function entry(actor: Actor, type: string, name: string, body: Readonly<Record<string, unknown>>): AuditEntry {
  return { actor, type, object: { kind: 'person', id: name }, body };
}

/** A name that nobody has is not written down: now and then it is somebody's password. */
function entryOfRefusal(row: PersonRow | undefined, reason: string): AuditEntry {
  return entry(HUB, 'access.refused', row?.name ?? 'unknown', { reason, where: 'desk' });
}
