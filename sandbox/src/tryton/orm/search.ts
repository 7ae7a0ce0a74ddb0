import { NotSimulatedError, PythonError, UnknownKeyError } from '../errors';
import { isList, type Value } from '../values/value';
import { checkModelAccess, ruleDomain } from './access';
import { compareValues } from './compare';
import { isComputed, type OrderClause, type Row } from './definition';
import { activeOnly, compileDomain, isLeaf, type Domain } from './domain';
import type { Environment } from './environment';
import { fieldValue } from './fieldValue';
import type { Model } from './model';

export interface Window {
  readonly offset?: number;
  readonly limit?: number | null;
  readonly order?: Value;
}

/** Ids that match, in order: what `search` answers. Rights and record rules apply when the environment checks them. */
export function search(
  env: Environment,
  model: Model,
  domain: Domain,
  { offset = 0, limit = null, order = null }: Window = {},
): number[] {
  checkModelAccess(env, model, 'read');
  const clauses = order === null || order === false ? model.definition.order : orderClauses(order);
  const sort = compileOrder(env, model, clauses);
  const ids = visibleIds(env, model, domain).filter((id) => env.isVisible(model.name, id));
  const sorted = sort(ids);
  return sorted.slice(offset, limit === null ? undefined : offset + limit);
}

/** Ids that match the domain, the active test and the record rules, in ascending order. */
export function visibleIds(env: Environment, model: Model, domain: Domain): number[] {
  const wanted = compileDomain(env, model, activeOnly(env, model, domain));
  const rule = ruleDomain(env, model, 'read');
  const allowed = rule === undefined ? () => true : compileDomain(env, model, rule);
  return candidates(env, model, domain)
    .filter((row) => wanted(row) && allowed(row))
    .map((row) => row.id);
}

/** Sorts ids by order clauses. */
export function sortIds(env: Environment, model: Model, ids: readonly number[], order: readonly OrderClause[]): number[] {
  return compileOrder(env, model, order)(ids);
}

/** Rows worth looking at: an equality on a column, or a list of its values, narrows them down to those of its index. */
function candidates(env: Environment, model: Model, domain: Domain): Row[] {
  const table = env.store.table(model.name);
  const leaves = isLeaf(domain) ? [domain] : isList(domain) && domain[0] !== 'OR' ? domain.filter(isLeaf) : [];
  for (const [name, operator, value] of leaves) {
    const wanted = operator === '=' ? [value] : operator === 'in' && isList(value) ? value : undefined;
    if (wanted === undefined || !model.hasField(name) || !isIndexed(model, name, wanted)) continue;
    const ids = name === 'id' ? wanted.map(Number) : wanted.flatMap((item) => table.idsWhere(name, item));
    return [...new Set(ids)].sort((a, b) => a - b).flatMap((id) => table.get(id) ?? []);
  }
  return table.all();
}

/** True when the index of a column finds exactly the rows that a comparison with these values could match. */
function isIndexed(model: Model, name: string, wanted: readonly Value[]): boolean {
  const field = model.field(name);
  if (isComputed(field) || field.multivalue) return false;
  const type = field.type === 'many2one' || name === 'id' ? 'number' : 'string';
  if (type === 'string' && field.type !== 'char' && field.type !== 'reference') return false;
  return wanted.every((item) => typeof item === type && (type === 'string' || Number.isInteger(item)));
}

function orderClauses(order: Value): OrderClause[] {
  if (!isList(order)) throw new NotSimulatedError('an order that is no list');
  return order.map((clause) => {
    const parts = isList(clause) ? clause : [...String(clause)];
    if (parts.length !== 2)
      throw new PythonError(
        parts.length < 2
          ? `not enough values to unpack (expected 2, got ${parts.length})`
          : 'too many values to unpack (expected 2)',
      );
    return [String(parts[0]), parts[1] === null ? null : String(parts[1])] as const;
  });
}

interface SortKey {
  readonly value: (row: Row) => Value;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

function compileOrder(env: Environment, model: Model, order: readonly OrderClause[]): (ids: readonly number[]) => number[] {
  const keys = order.flatMap((clause) => sortKeys(env.unchecked(), model, clause));
  const table = env.store.table(model.name);
  return (ids) => {
    const rows = ids.flatMap((id) => table.get(id) ?? []).map((row) => ({ id: row.id, keys: keys.map((key) => key.value(row)) }));
    rows.sort((a, b) => {
      for (const [index, key] of keys.entries()) {
        const difference = compareKeys(a.keys[index], b.keys[index], key);
        if (difference !== 0) return difference;
      }
      return a.id - b.id;
    });
    return rows.map((row) => row.id);
  };
}

function compareKeys(left: Value, right: Value, { descending, nullsFirst }: SortKey): number {
  const leftIsNull = left === null || left === undefined;
  const rightIsNull = right === null || right === undefined;
  if (leftIsNull || rightIsNull) {
    if (leftIsNull === rightIsNull) return 0;
    return leftIsNull === nullsFirst ? -1 : 1;
  }
  const difference = compareValues(left, right);
  return descending ? -difference : difference;
}

function sortKeys(env: Environment, model: Model, [expression, type]: OrderClause): SortKey[] {
  const { descending, nullsFirst } = direction(type);
  return keyValues(env, model, expression).map((value) => ({ value, descending, nullsFirst }));
}

function direction(type: string | null): { descending: boolean; nullsFirst: boolean } {
  const [way = '', ...nulls] = (type || 'ASC').toUpperCase().split(' ');
  if (way !== 'ASC' && way !== 'DESC') throw new UnknownKeyError(way);
  const descending = way === 'DESC';
  const nullOrder = nulls.join(' ');
  if (nullOrder === '') return { descending, nullsFirst: !descending };
  if (nullOrder !== 'NULLS FIRST' && nullOrder !== 'NULLS LAST') throw new UnknownKeyError(nullOrder);
  return { descending, nullsFirst: nullOrder === 'NULLS FIRST' };
}

/** The values that a field expression sorts by: a relation sorts by the name of its target. */
function keyValues(env: Environment, model: Model, expression: string): ((row: Row) => Value)[] {
  const [local = '', ...restParts] = expression.split('.');
  const field = model.field(local);
  const instead = model.behaviour.orders?.[local];
  if (instead) return instead.flatMap(([other]) => keyValues(env, model, [other, ...restParts].join('.')));
  if (field.type === 'many2one' && !isComputed(field)) {
    const target = env.registry.model(field.relation ?? '');
    const rest = restParts.join('.') || defaultOrderField(target);
    if (rest === 'id') return [(row) => row[local] ?? null];
    const table = env.store.table(target.name);
    return keyValues(env, target, rest).map((value) => (row: Row) => {
      const id = row[local];
      const related = typeof id === 'number' ? table.get(id) : undefined;
      return related === undefined ? null : value(related);
    });
  }
  if (local === 'id') return [(row) => row.id];
  if (isComputed(field) || field.multivalue || field.type === 'one2many' || field.type === 'many2many')
    throw new PythonError(`no such column: a.${local}`);
  return [(row) => fieldValue(env, model, row, local)];
}

function defaultOrderField(target: Model): string {
  const { orderName, recName } = target.definition;
  if (orderName && target.hasField(orderName)) return orderName;
  return target.hasField(recName) ? recName : 'id';
}
