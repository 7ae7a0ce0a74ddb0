import { PythonError } from '../errors';
import { isList, isObject, type Value } from '../values/value';
import { checkModelAccess, checkRules } from './access';
import type { Values } from './behaviour';
import { pythonType, toColumn } from './convert';
import { defaultsToCreate } from './defaults';
import { isComputed, isStored, type FieldDefinition } from './definition';
import type { Environment } from './environment';
import type { Model } from './model';
import { setRelated, type RelatedChange } from './related';
import { validate } from './validate';

/** Columns that only the server fills. */
export const serverColumns: ReadonlySet<string> = new Set(['create_uid', 'create_date', 'write_uid', 'write_date', 'id']);

/** Creates records and returns their ids, through whatever the model does on its own when it creates. */
export function create(env: Environment, model: Model, list: readonly Values[]): number[] {
  const store = (values: readonly Values[]) => createRows(env, model, values);
  return model.behaviour.create ? model.behaviour.create(env, list, store) : store(list);
}

/** Checks the parameter of a client's `create`. */
export function valuesList(value: Value): Values[] {
  if (!isList(value)) {
    if (isObject(value)) {
      if (Object.keys(value).length === 0) return [];
      throw new PythonError("'str' object has no attribute 'copy'");
    }
    throw new PythonError(`'${pythonType(value)}' object is not iterable`);
  }
  return value.map((item) => {
    if (!isObject(item))
      throw new PythonError(`'${pythonType(item)}' object has no attribute '${isList(item) ? 'keys' : 'copy'}'`);
    return item;
  });
}

function createRows(env: Environment, model: Model, list: readonly Values[]): number[] {
  checkModelAccess(env, model, 'create');
  const table = env.store.table(model.name);
  const complete = list.map((values) => withDefaults(env, model, values));
  const ids = complete.map((values) => {
    const row: { [column: string]: Value } = emptyRow(model);
    for (const [name, value] of Object.entries(values)) {
      const field = model.field(name);
      if (isStored(field)) row[name] = toColumn(field, value);
    }
    const id = table.nextId();
    table.put({ ...row, id, create_uid: env.user, create_date: env.now, write_uid: null, write_date: null });
    return id;
  });
  setRelated(env, model, changesOf(model, complete, ids));
  checkRules(env, model, ids, 'create');
  validate(env, model, ids);
  return ids;
}

function withDefaults(env: Environment, model: Model, given: Values): Values {
  const values = Object.fromEntries(Object.entries(given).filter(([name]) => !serverColumns.has(name)));
  for (const name of Object.keys(values)) model.field(name);
  const missing = model.fields.filter(([name, field]) => !(name in values) && !serverColumns.has(name) && hasDefault(field));
  return {
    ...values,
    ...defaultsToCreate(
      env,
      model,
      missing.map(([name]) => name),
    ),
  };
}

function hasDefault(field: FieldDefinition): boolean {
  if (isComputed(field) && !field.setter) return false;
  return field.default === true || field.type === 'boolean';
}

function emptyRow(model: Model): { [column: string]: Value } {
  return Object.fromEntries(model.fields.filter(([, field]) => isStored(field)).map(([name]) => [name, null]));
}

/** The x2many commands and computed values among the values, by field. */
export function changesOf(model: Model, list: readonly Values[], ids: readonly number[]): RelatedChange[] {
  return list.flatMap((values, index) =>
    Object.entries(values).flatMap(([name, value]) => {
      const id = ids[index];
      return isStored(model.field(name)) || id === undefined ? [] : [{ name, ids: [id], value }];
    }),
  );
}
