import type { Role } from './roles';

/** A local account. */
export interface Person {
  /** Sign-in name, lower case; it stands in the audit log, so it is never given to somebody else. */
  readonly name: string;
  readonly role: Role;
  /** True while the password is the one-time password that somebody else has seen. */
  readonly mustChangePassword: boolean;
  readonly active: boolean;
  readonly createdAtMs: number;
  readonly lastSignInAtMs?: number;
}

/** The columns of `people` as both stores answer them. */
export interface PersonRow {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  readonly must_change: number;
  readonly active: number;
  readonly created_at_ms: number;
  readonly password_expires_at_ms: number | null;
  readonly last_sign_in_at_ms: number | null;
}

/** The account without its password. */
export function personOfRow(row: PersonRow): Person {
  return {
    name: row.name,
    role: row.role,
    mustChangePassword: row.must_change === 1,
    active: row.active === 1,
    createdAtMs: row.created_at_ms,
    ...(row.last_sign_in_at_ms === null ? {} : { lastSignInAtMs: row.last_sign_in_at_ms }),
  };
}
