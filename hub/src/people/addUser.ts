import type { Actor, Audit, Clock } from '../contract';
import { Problem } from '../failures';
import type { Database } from '../store';
import { People } from './people';
import { isRole, ROLES, type Role } from './roles';

/** What `medsupply hub user add` answers. */
export interface AddedUser {
  readonly name: string;
  readonly role: Role;
  /** Printed once on the terminal; it must be changed at the first sign-in and ends after a week. */
  readonly oneTimePassword: string;
}

/**
 * Makes an account from the command line: the way to the first administrator. Whoever can write the store's file may do it.
 *
 * @param role one of {@link ROLES}; `admin` when it is not given and nobody has an account yet
 * @throws Problem 400 for an unknown role or a bad name, 409 when the name is taken
 */
export async function addUser(
  parts: { readonly database: Database; readonly clock: Clock; readonly audit: Audit },
  user: { readonly name: string; readonly role?: string },
): Promise<AddedUser> {
  const people = new People(parts);
  const role = user.role ?? ((await people.list()).length === 0 ? 'admin' : undefined);
  if (role === undefined || !isRole(role)) {
    throw new Problem(400, 'bad-role', `An account needs a role: ${ROLES.join(', ')}.`, {
      pointer: '/role',
      nextStep: 'Add --role with one of them.',
    });
  }
  const actor: Actor = { kind: 'hub', id: 'command-line' };
  const { person, oneTimePassword } = await people.add(user.name, role, actor);
  return { name: person.name, role: person.role, oneTimePassword };
}

/** Gives a person a new one-time password from the command line, for an administrator who forgot theirs. */
export async function resetUser(
  parts: { readonly database: Database; readonly clock: Clock; readonly audit: Audit },
  name: string,
): Promise<AddedUser> {
  const { person, oneTimePassword } = await new People(parts).resetPassword(name, { kind: 'hub', id: 'command-line' });
  return { name: person.name, role: person.role, oneTimePassword };
}
