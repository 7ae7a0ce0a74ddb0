import type { Role } from '../../people';
import { ROLES } from '../../people';
import { Problem } from '../../failures';
import { closed, deskRoute, type DeskRoute } from '../deskRoute';

const ROLE = { type: 'string', enum: ROLES } as const;

interface ByName {
  readonly Params: { readonly name: string };
}

/** Accounts, for administrators. */
export const peopleRoutes: readonly DeskRoute[] = [
  deskRoute({
    method: 'GET',
    path: '/people',
    guard: 'people.work',
    handle: async ({ parts }) => ({ people: await parts.people.list() }),
  }),
  deskRoute<{ Body: { name: string; role: Role } }>({
    method: 'POST',
    path: '/people',
    guard: 'people.work',
    schema: { body: closed({ name: { type: 'string', minLength: 1, maxLength: 200 }, role: ROLE }) },
    handle: async ({ parts, body, actor }) => await parts.people.add(body.name, body.role, actor),
  }),
  deskRoute<ByName & { Body: { role: Role } }>({
    method: 'POST',
    path: '/people/:name/role',
    guard: 'people.work',
    schema: { body: closed({ role: ROLE }) },
    handle: async ({ parts, params, body, actor }) => await parts.people.setRole(params.name, body.role, actor),
  }),
  deskRoute<ByName>({
    method: 'POST',
    path: '/people/:name/password',
    guard: 'people.work',
    handle: async ({ parts, params, actor }) => {
      if (params.name === actor.id) {
        throw new Problem(409, 'own-account', 'One does not give oneself a one-time password.', {
          nextStep: 'Use "Change password".',
        });
      }
      return await parts.people.resetPassword(params.name, actor);
    },
  }),
  deskRoute<ByName & { Body: { active: boolean } }>({
    method: 'POST',
    path: '/people/:name/active',
    guard: 'people.work',
    schema: { body: closed({ active: { type: 'boolean' } }) },
    handle: async ({ parts, params, body, actor }) => await parts.people.setActive(params.name, body.active, actor),
  }),
];
