import { NotSimulatedError, PythonError } from '../errors';
import { isList, isTruthy, type Value } from '../values/value';
import type { Clause } from './behaviour';
import { columnTest, type Predicate, type Truth } from './columnTest';
import { isComputed, type FieldDefinition, type Row } from './definition';
import type { Environment } from './environment';
import type { Model } from './model';
import { ruleDomain } from './access';

/** A search domain as it came over the wire or as server code built it. */
export type Domain = Value;

const operators = new Set([
  '=', '!=', 'like', 'not like', 'ilike', 'not ilike', 'in', 'not in', '<=', '>=', '<', '>',
  'child_of', 'not child_of', 'parent_of', 'not parent_of', 'where', 'not where',
]); // prettier-ignore

/** True for a clause; anything else is a list of domains. */
export function isLeaf(domain: Domain): domain is Clause {
  return isList(domain) && domain.length > 2 && typeof domain[1] === 'string' && operators.has(domain[1]);
}

/** Compiles a domain to a test of a row. Unknown fields and operators fail here, before any row is looked at. */
export function compileDomain(env: Environment, model: Model, domain: Domain): (row: Row) => boolean {
  const predicate = compile(env.unchecked(), model, domain, env);
  return (row) => predicate(row) === true;
}

function compile(env: Environment, model: Model, domain: Domain, ruled: Environment): Predicate {
  if (isLeaf(domain)) return compileLeaf(env, model, domain, ruled);
  if (!isTruthy(domain)) return () => true;
  // the server takes a text for a list of letters, and each letter for a list again
  if (!isList(domain)) throw new PythonError('maximum recursion depth exceeded in __instancecheck__');
  const [head] = domain;
  const isOr = head === 'OR';
  const parts = (isOr || head === 'AND' ? domain.slice(1) : domain).map((part) => compile(env, model, part, ruled));
  if (parts.length === 0) return () => true;
  return isOr ? (row) => any(parts.map((part) => part(row))) : (row) => all(parts.map((part) => part(row)));
}

function any(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(null) ? null : false;
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function compileLeaf(env: Environment, model: Model, clause: Clause, ruled: Environment): Predicate {
  const [name, operator, value] = clause;
  const dot = name.indexOf('.');
  const local = dot < 0 ? name : name.slice(0, dot);
  const rest = dot < 0 ? undefined : name.slice(dot + 1);
  const field = model.field(local);
  if (operator.endsWith('_of')) throw new NotSimulatedError(`the operator ${operator}`);

  if (isComputed(field) || field.multivalue) {
    const { searchers = {} } = model.behaviour;
    const searcher = searchers[local] ?? searchers[field.searcher ?? ''];
    if (searcher) return compile(env, model, searcher(clause, env), ruled);
    if (local === 'rec_name') return compile(env, model, [model.definition.recName, operator, value], ruled);
    if (field.searcher) throw new NotSimulatedError(`searching by ${local} of ${model.name}`);
    throw new PythonError(`Missing search function for field "${field.string}" in "${model.string}".`);
  }
  switch (field.type) {
    case 'many2one':
      return many2one(env, local, field, rest, clause, ruled);
    case 'one2many':
    case 'many2many':
      return toMany(env, model, field, rest, clause, ruled);
    case 'reference':
      if (rest !== undefined) return reference(env, local, rest, clause, ruled);
      break;
    default:
      if (rest !== undefined) throw new PythonError('');
  }
  return columnTest(field, local, operator, value);
}

function many2one(
  env: Environment,
  local: string,
  field: FieldDefinition,
  rest: string | undefined,
  [, operator, value, ...more]: Clause,
  ruled: Environment,
): Predicate {
  if (rest === undefined && !operator.endsWith('where') && typeof value !== 'string')
    return columnTest(field, local, operator, value);
  const target = env.registry.model(field.relation ?? '');
  const wanted: Domain =
    rest === undefined && operator.endsWith('where') ? value : [[rest ?? 'rec_name', operator, value, ...more]];
  const inTarget = compile(env, target, wanted, ruled);
  const table = env.store.table(target.name);
  const within = cached((id) => {
    const row = table.get(id);
    return row !== undefined && inTarget(row) === true;
  });
  const negated = operator === 'not where';
  return (row) => {
    const id = row[local];
    if (typeof id !== 'number') return null;
    return within(id) !== negated;
  };
}

function toMany(
  env: Environment,
  model: Model,
  field: FieldDefinition,
  rest: string | undefined,
  [, operator, value, ...more]: Clause,
  ruled: Environment,
): Predicate {
  const target = env.registry.model(field.relation ?? '');
  const related = relatedRows(env, model, field);
  if (rest === undefined && value === null) {
    const isEmpty = operator !== '!=';
    return (row) => (related(row).length === 0) === isEmpty;
  }
  const name = rest ?? (typeof value === 'string' ? 'rec_name' : 'id');
  const wanted: Domain = operator.endsWith('where') ? value : [[name, operator, value, ...more]];
  const own = compile(env, target, activeOnly(env, target, wanted), ruled);
  const rule = ruleDomain(ruled, target, 'read');
  const allowed = rule === undefined ? () => true : compile(env, target, rule, ruled);
  const negated = operator === 'not where';
  // "not in", "!=" and so on also hold where nothing is related
  const holdsWhenEmpty = !operator.endsWith('where') && (operator.startsWith('!') || operator.startsWith('not '));
  return (row) => {
    const rows = related(row);
    if (rows.length === 0 && holdsWhenEmpty) return true;
    return rows.some((item) => own(item) === true && allowed(item) === true) !== negated;
  };
}

function relatedRows(env: Environment, model: Model, field: FieldDefinition): (row: Row) => readonly Row[] {
  const target = env.store.table(field.relation ?? '');
  if (field.type === 'one2many') {
    const back = field.relationField ?? '';
    const backField = env.registry.model(field.relation ?? '').field(back);
    if (isComputed(backField)) throw new NotSimulatedError(`searching through ${back}`);
    const key = (row: Row) => (backField.type === 'reference' ? `${model.name},${row.id}` : row.id);
    return (row) => target.idsWhere(back, key(row)).flatMap((id) => target.get(id) ?? []);
  }
  const between = env.store.table(field.through ?? '');
  return (row) =>
    between.idsWhere(field.origin ?? '', row.id).flatMap((id) => {
      const related = between.get(id)?.[field.target ?? ''];
      return typeof related === 'number' ? (target.get(related) ?? []) : [];
    });
}

function reference(env: Environment, local: string, rest: string, clause: Clause, ruled: Environment): Predicate {
  const [, operator, value, modelName, ...more] = clause;
  if (typeof modelName !== 'string') throw new PythonError('not enough values to unpack (expected 4, got 3)');
  const target = env.registry.model(modelName);
  const inTarget = compile(env, target, [[rest, operator, value, ...more]], ruled);
  return (row) => {
    const text = row[local];
    if (typeof text !== 'string' || !text.startsWith(`${modelName},`)) return false;
    const found = env.store.table(modelName).get(Number(text.slice(modelName.length + 1)));
    return found !== undefined && inTarget(found) === true;
  };
}

/** Adds `active = true` unless the domain speaks of it or the context switches the test off. */
export function activeOnly(env: Environment, model: Model, domain: Domain): Domain {
  if (!model.hasField('active') || env.context.active_test === false || mentionsActive(domain)) return domain;
  return [domain, ['active', '=', true]];
}

function mentionsActive(domain: Domain): boolean {
  if (isLeaf(domain)) return domain[0] === 'active';
  return isList(domain) && domain.some(mentionsActive);
}

function cached(test: (id: number) => boolean): (id: number) => boolean {
  const known = new Map<number, boolean>();
  return (id) => {
    const answer = known.get(id) ?? test(id);
    known.set(id, answer);
    return answer;
  };
}
