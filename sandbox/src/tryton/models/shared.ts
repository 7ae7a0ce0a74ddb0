import type { Clause } from '../orm/behaviour';
import type { Environment } from '../orm/environment';
import type { ModelRecord } from '../orm/record';
import type { Value } from '../values/value';
import type { Domain } from '../orm/domain';

/** True for operators such as `!=` and `not ilike`, which must hold for every part. */
export function isNegated(operator: string): boolean {
  return operator.startsWith('!') || operator.startsWith('not ');
}

/** Finds a text in any of several fields (in none of them for a negated operator). */
export function searchIn(...fields: readonly string[]): (clause: Clause) => Domain {
  return ([, operator, value]) => [isNegated(operator) ? 'AND' : 'OR', ...fields.map((field) => [field, operator, value])];
}

/** `%12%` without the leading wildcard: codes are searched from their beginning. */
export function withoutLeadingWildcard(operator: string, value: Value): Value {
  return operator.endsWith('like') && typeof value === 'string' ? value.replace(/^[%_]+/, '') : value;
}

/** The company of the context. */
export function contextCompany(env: Environment): number | null {
  return typeof env.context.company === 'number' ? env.context.company : null;
}

/** The currency of the company in the context. */
export function companyCurrency(env: Environment): ModelRecord | null {
  const company = contextCompany(env);
  return company === null ? null : env.registry.model('company.company').record(env, company).one('currency');
}

/** The record of the user who calls. */
export function currentUser(env: Environment): ModelRecord {
  return env.registry.model('res.user').record(env, env.user);
}

/** Ids of records without doubles, in the order of first appearance. */
export function idsOf(records: readonly (ModelRecord | null)[]): number[] {
  return [...new Set(records.flatMap((record) => (record ? [record.id] : [])))];
}
