import { NotSimulatedError, PythonError } from '../errors';
import { Moment } from '../values/time';
import { isList, type Value } from '../values/value';
import { checkModelAccess, checkRules } from './access';
import { pythonType, toInteger } from './convert';
import type { FieldDefinition, Row } from './definition';
import type { Environment } from './environment';
import { fieldValue } from './fieldValue';
import type { Model } from './model';

/** One record as `read` answers it. */
export type ReadRow = { [field: string]: Value };

/** Fields of the server's own that are no fields of the model. */
const virtualFields = new Set(['_timestamp', '_write', '_delete']);

/**
 * Reads fields of records, in the order of their ids; a dotted name asks for a field of the related record.
 * Hidden and missing records fail the whole call.
 */
export function read(env: Environment, model: Model, ids: Value, names: Value): ReadRow[] {
  checkModelAccess(env, model, 'read');
  const wanted = idList(ids);
  if (wanted.length === 0) return [];
  const own = new Set<string>();
  const related = new Map<string, string[]>();
  for (const name of nameList(names)) {
    const dot = name.indexOf('.');
    if (dot < 0) own.add(name);
    else related.set(name.slice(0, dot), [...(related.get(name.slice(0, dot)) ?? []), name.slice(dot + 1)]);
    if (!virtualFields.has(name)) model.field(dot < 0 ? name : name.slice(0, dot));
  }
  checkRules(env, model, wanted, 'read', true);
  const table = env.store.table(model.name);
  return [...new Set(wanted)]
    .sort((a, b) => a - b)
    .flatMap((id) => table.get(id) ?? [])
    .map((row) => {
      const result: ReadRow = { id: row.id };
      for (const name of own)
        result[name] = virtualFields.has(name) ? virtualValue(row, name) : fieldValue(env, model, row, name);
      for (const [name, rest] of related)
        result[`${name}.`] = readRelated(env, model.field(name), fieldValue(env, model, row, name), rest);
      return result;
    });
}

/** Seconds since 1970 as text: what a client sends back to find out whether somebody else wrote meanwhile. */
export function timestampOf(row: Row): string | null {
  const changed = row.write_date ?? row.create_date;
  return changed instanceof Moment ? String(changed.epochSeconds) : null;
}

function virtualValue(row: Row, name: string): Value {
  return name === '_timestamp' ? timestampOf(row) : 1;
}

function readRelated(env: Environment, field: FieldDefinition, value: Value, names: readonly string[]): Value {
  if (field.type === 'reference') {
    if (typeof value !== 'string') return null;
    const [model = '', id = ''] = value.split(',');
    return read(env, env.registry.model(model), [Number(id)], names)[0] ?? null;
  }
  if (!field.relation) throw new NotSimulatedError(`reading through a field of type ${field.type}`);
  const target = env.registry.model(field.relation);
  if (!isList(value)) return value === null ? null : (read(env, target, [value], names)[0] ?? null);
  const rows = new Map(read(env, target, value, names).map((row) => [row.id, row]));
  return value.flatMap((id) => rows.get(id) ?? []);
}

/** A list of ids as the server takes it: texts of digits are ids too. */
export function idList(ids: Value): number[] {
  if (!isList(ids)) {
    if (typeof ids === 'string') return [...ids].map((character) => toInteger(character));
    throw new PythonError(`object of type '${pythonType(ids)}' has no len()`);
  }
  return ids.map((id) => toInteger(id));
}

function nameList(names: Value): string[] {
  if (isList(names) || typeof names === 'string') return [...names].map(String);
  throw new PythonError(`'${pythonType(names)}' object is not iterable`);
}
