import { NotSimulatedError, PythonError } from '../errors';
import { checkModelAccess, checkRules, type AccessMode } from '../orm/access';
import type { Method, WritePair } from '../orm/behaviour';
import { pythonType, toInteger } from '../orm/convert';
import { copy } from '../orm/copy';
import { create, valuesList } from '../orm/create';
import { defaultValues } from '../orm/defaults';
import type { Environment } from '../orm/environment';
import type { Model } from '../orm/model';
import { read } from '../orm/read';
import { remove } from '../orm/remove';
import { search } from '../orm/search';
import { write } from '../orm/write';
import { changeableModels } from '../models';
import { isList, isObject, isTruthy, type Value } from '../values/value';

interface Signature {
  /** The class that stands before the name in Python's message. */
  readonly owner: 'ModelSQL' | 'ModelStorage' | 'Model';
  readonly required: readonly string[];
  readonly optional: number;
  call(env: Environment, model: Model, parameters: readonly Value[]): Value;
}

/** Methods that every stored model has. */
const generic: { readonly [method: string]: Signature } = {
  search: {
    owner: 'ModelSQL',
    required: ['domain'],
    optional: 3,
    call: (env, model, [domain, offset, limit, order]) => search(env, model, domain, window(offset, limit, order)),
  },
  search_count: {
    owner: 'ModelStorage',
    required: ['domain'],
    optional: 0,
    call: (env, model, [domain]) => search(env, model, domain, { order: [] }).length,
  },
  search_read: {
    owner: 'ModelStorage',
    required: ['domain'],
    optional: 4,
    call(env, model, [domain, offset, limit, order, fields]) {
      const ids = search(env, model, domain, window(offset, limit, order));
      const rows = new Map(read(env, model, ids, fields ?? ['id']).map((row) => [row.id, row]));
      return ids.flatMap((id) => rows.get(id) ?? []);
    },
  },
  read: {
    owner: 'ModelSQL',
    required: ['ids', 'fields_names'],
    optional: 0,
    call: (env, model, [ids, fields]) => read(env, model, ids, fields),
  },
  create: {
    owner: 'ModelSQL',
    required: ['vlist'],
    optional: 0,
    call(env, model, [list]) {
      refuseUnchangeable(env, model, 'create');
      return create(env, model, valuesList(list));
    },
  },
  write: {
    owner: 'ModelSQL',
    required: ['records', 'values'],
    optional: Number.POSITIVE_INFINITY,
    call(env, model, parameters) {
      refuseUnchangeable(env, model, 'write');
      write(env, model, writePairs(parameters));
      return null;
    },
  },
  delete: {
    owner: 'ModelSQL',
    required: ['records'],
    optional: 0,
    call(env, model, [ids]) {
      const records = recordIds(model, ids);
      refuseUnchangeable(env, model, 'delete');
      remove(env, model, records);
      return null;
    },
  },
  copy: {
    owner: 'ModelStorage',
    required: ['records'],
    optional: 1,
    call(env, model, [ids, defaults]) {
      refuseUnchangeable(env, model, 'create');
      return copy(env, model, recordIds(model, ids, false), isObject(defaults) ? defaults : {});
    },
  },
  default_get: {
    owner: 'Model',
    required: ['fields_names'],
    optional: 1,
    call: (env, model, [names, withNames]) =>
      defaultValues(env, model, isList(names) ? names.map(String) : [], withNames === undefined || isTruthy(withNames)),
  },
};

/** Calls a method of a model with the parameters before the context. */
export function callModelMethod(env: Environment, model: Model, name: string, parameters: readonly Value[]): Value {
  const own = model.behaviour.methods?.[name];
  if (own) return callOwn(env, model, own, parameters);
  const method = Object.hasOwn(generic, name) ? generic[name] : undefined;
  if (!method) throw new NotSimulatedError(`the method ${name} of ${model.name}`);
  checkArity(name, method, parameters.length);
  return method.call(env, model, parameters);
}

function callOwn(env: Environment, model: Model, method: Method, parameters: readonly Value[]): Value {
  if (!method.onRecords) return method.call(env, parameters, model);
  const [first, ...rest] = parameters;
  const ids = recordIds(model, first);
  checkModelAccess(env, model, 'read');
  if (ids.length > 0) checkRules(env, model, ids, 'read', true);
  if (method.button) checkModelAccess(env, model, 'write');
  return method.call(env, [ids, ...rest], model);
}

/** Rights come first; only who may change the model learns that its changes are not simulated. */
function refuseUnchangeable(env: Environment, model: Model, mode: AccessMode): void {
  checkModelAccess(env, model, mode);
  if (!changeableModels.has(model.name)) throw new NotSimulatedError(`changes of ${model.name}`);
}

function checkArity(name: string, { owner, required, optional }: Signature, given: number): void {
  const missing = required.slice(given);
  if (missing.length > 0) {
    const names = missing.map((parameter) => `'${parameter}'`).join(' and ');
    throw new PythonError(
      `${owner}.${name}() missing ${missing.length} required positional argument${missing.length > 1 ? 's' : ''}: ${names}`,
    );
  }
  const most = required.length + optional;
  if (given <= most) return;
  const takes = optional > 0 ? `from ${required.length + 1} to ${most + 1}` : String(most + 1);
  throw new PythonError(`${owner}.${name}() takes ${takes} positional arguments but ${given + 1} were given`);
}

function window(offset: Value, limit: Value, order: Value) {
  return {
    offset: toInteger(offset ?? 0),
    limit: limit === null || limit === undefined ? null : toInteger(limit),
    order: order ?? null,
  };
}

function writePairs(parameters: readonly Value[]): WritePair[] {
  if (parameters.length % 2 !== 0) throw new PythonError('');
  const pairs: WritePair[] = [];
  for (let i = 0; i < parameters.length; i += 2) {
    const values = parameters[i + 1];
    if (!isObject(values)) throw new PythonError(`'${pythonType(values)}' object has no attribute 'keys'`);
    pairs.push([recordIds(undefined, parameters[i]), values]);
  }
  return pairs;
}

/** The ids of a parameter that the server turns into records. */
function recordIds(model: Model | undefined, ids: Value, unique = true): number[] {
  if (typeof ids === 'number') {
    if (model) throw new PythonError(`object of type '${model.name}' has no len()`);
    throw new NotSimulatedError('writing a single record by its bare id');
  }
  if (isObject(ids)) throw new NotSimulatedError('methods of a record that is not stored');
  if (!isList(ids) && typeof ids !== 'string') throw new PythonError(`object of type '${pythonType(ids)}' has no len()`);
  const items: readonly Value[] = [...ids];
  if (unique && new Set(items).size !== items.length) throw new PythonError('Duplicate ids');
  return items.map((id) => toInteger(id));
}
