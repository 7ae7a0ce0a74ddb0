import type { Role } from '../people';

/** What a request to the Desk's API needs; each is granted to roles in {@link RIGHTS}. */
export type Right =
  | 'now.read'
  | 'events.read'
  | 'events.work'
  | 'payload.read'
  | 'payload.personal'
  | 'payload.prices'
  | 'effects.read'
  | 'effects.work'
  | 'incidents.work'
  | 'chain.read'
  | 'audit.read'
  | 'sources.read'
  | 'sources.addresses'
  | 'mappings.read'
  | 'mappings.work'
  | 'people.work';

const EVERYBODY: readonly Role[] = ['operator', 'auditor', 'recallOfficer', 'admin'];
const WORKERS: readonly Role[] = ['operator', 'admin'];

/** Who may do what. The server asks this table; the page asks it only to leave out what would be refused. */
export const RIGHTS: Readonly<Record<Right, readonly Role[]>> = {
  'now.read': EVERYBODY,
  'events.read': EVERYBODY,
  'events.work': WORKERS,
  'payload.read': EVERYBODY,
  'payload.personal': WORKERS,
  'payload.prices': ['operator', 'auditor', 'admin'],
  'effects.read': EVERYBODY,
  'effects.work': WORKERS,
  'incidents.work': WORKERS,
  'chain.read': EVERYBODY,
  'audit.read': ['auditor', 'recallOfficer', 'admin'],
  'sources.read': EVERYBODY,
  'sources.addresses': ['admin'],
  'mappings.read': ['operator', 'auditor', 'admin'],
  'mappings.work': ['admin'],
  'people.work': ['admin'],
};

/** Whether a role has a right. */
export function mayRole(role: Role, right: Right): boolean {
  return RIGHTS[right].includes(role);
}

/** All rights of a role, for the page. */
export function rightsOf(role: Role): readonly Right[] {
  return (Object.keys(RIGHTS) as Right[]).filter((right) => mayRole(role, right));
}
