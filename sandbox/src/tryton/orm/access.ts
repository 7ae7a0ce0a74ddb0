import access from '../models/recorded/access.json';
import { UserError } from '../errors';
import type { Value } from '../values/value';
import { compileDomain, type Domain } from './domain';
import type { Environment } from './environment';
import type { Model } from './model';

export type AccessMode = 'read' | 'write' | 'create' | 'delete';

interface Rule {
  readonly name: string;
  readonly domain: Domain;
}

interface Rules {
  readonly groups: readonly Rule[];
  readonly global: readonly Rule[];
}

interface UserAccess {
  readonly user: number;
  readonly preferences: { readonly [name: string]: Value };
  readonly rights: { readonly [model: string]: string };
  readonly rules: { readonly [model: string]: { readonly [mode: string]: Rules } };
}

const byUser: ReadonlyMap<number, UserAccess> = new Map(
  Object.values(access as unknown as { readonly [login: string]: UserAccess }).map((entry) => [entry.user, entry]),
);

/** What was recorded of a user: preferences, rights and rules. */
export function accessOf(user: number): UserAccess | undefined {
  return byUser.get(user);
}

/** Refuses a user without this right on the model. */
export function checkModelAccess(env: Environment, model: Model, mode: AccessMode): void {
  if (!env.checksAccess) return;
  const rights = accessOf(env.user)?.rights[model.name] ?? '';
  if (!rights.includes(mode.charAt(0))) throw new UserError(`You are not allowed to access "${model.string}".`);
}

/** The domain that the user's records must match; `undefined` when no rule applies. */
export function ruleDomain(env: Environment, model: Model, mode: AccessMode): Domain | undefined {
  const rules = rulesOf(env, model, mode);
  if (!rules) return undefined;
  const parts: Value[] = rules.global.map((rule) => rule.domain);
  if (rules.groups.length > 0) parts.push(['OR', ...rules.groups.map((rule) => rule.domain)]);
  return ['AND', ...parts];
}

/** Refuses ids that a rule hides; with `missing`, also ids that do not exist. */
export function checkRules(env: Environment, model: Model, ids: readonly number[], mode: AccessMode, missing = false): void {
  const domain = ruleDomain(env, model, mode);
  if (domain === undefined && !missing) return;
  const table = env.store.table(model.name);
  const allowed = domain === undefined ? () => true : compileDomain(env.with({ active_test: false }), model, domain);
  const wrong = ids.filter((id) => {
    const row = table.get(id);
    return row === undefined || !allowed(row);
  });
  if (wrong.length === 0) return;
  throw new UserError(
    message(mode, model, ids.slice(0, 5).join(', ') + (wrong.length > 5 ? '...' : ''), rulesOf(env, model, mode)),
  );
}

function rulesOf(env: Environment, model: Model, mode: AccessMode): Rules | undefined {
  return env.checksAccess ? accessOf(env.user)?.rules[model.name]?.[mode] : undefined;
}

function message(mode: AccessMode, model: Model, ids: string, rules: Rules | undefined): string {
  if (!rules) {
    const act = mode === 'write' ? 'write to' : mode;
    return `You are trying to ${act} records "${ids}" of "${model.string}" that don't exist anymore.`;
  }
  const names = [...rules.groups, ...rules.global].map((rule) => rule.name).join('\n');
  switch (mode) {
    case 'create':
      return `You are not allowed to create records of "${model.string}" because they fail on at least one of these rules:\n${names}`;
    case 'delete':
      return `You are not allowed to delete records "${ids}" of "${model.string}" because of at lease one of those rules:\n${names}`;
    default: {
      const act = mode === 'write' ? 'write to' : 'read';
      return `You are not allowed to ${act} records "${ids}" of "${model.string}" because of at least one of these rules:\n${names}`;
    }
  }
}
