import { NotSimulatedError, PythonError, UnknownKeyError } from '../errors';
import { isList, isObject, isTruthy, type Value } from '../values/value';
import type { Values, WritePair } from './behaviour';
import { pythonType, toInteger } from './convert';
import { copy } from './copy';
import { create } from './create';
import { isComputed, type FieldDefinition } from './definition';
import type { Environment } from './environment';
import type { Model } from './model';
import { remove } from './remove';
import { search } from './search';
import { write } from './write';

/** A value to set on a field that is no column of the row. */
export interface RelatedChange {
  readonly name: string;
  readonly ids: readonly number[];
  readonly value: Value;
}

/** Carries out x2many commands and stores computed fields, in the order given. */
export function setRelated(env: Environment, model: Model, changes: readonly RelatedChange[]): void {
  for (const { name, ids, value } of changes) {
    const field = model.field(name);
    if (isComputed(field)) setComputed(env, model, name, field, ids, value);
    else if (field.type === 'one2many') setOne2many(env, model, field, ids, value);
    else setMany2many(env, field, ids, value);
  }
}

function setComputed(
  env: Environment,
  model: Model,
  name: string,
  field: FieldDefinition,
  ids: readonly number[],
  value: Value,
): void {
  if (!field.setter) throw new PythonError(`Missing setter for field "${field.string}" in "${model.string}".`);
  const { setters = {} } = model.behaviour;
  const setter = setters[name] ?? setters[field.setter];
  if (!setter) throw new NotSimulatedError(`setting ${name} of ${model.name}`);
  setter(env, ids, value);
}

interface Pending {
  readonly create: Values[];
  readonly write: WritePair[];
  readonly remove: number[];
}

function setOne2many(env: Environment, model: Model, field: FieldDefinition, ids: readonly number[], value: Value): void {
  const target = env.registry.model(field.relation ?? '');
  const back = field.relationField ?? '';
  const isReference = target.field(back).type === 'reference';
  const origin = (id: number): Value => (isReference ? `${model.name},${id}` : id);
  const table = env.store.table(target.name);
  const pending: Pending = { create: [], write: [], remove: [] };
  for (const [action, args] of commands(value)) {
    switch (action) {
      case 'create':
        for (const id of ids) for (const values of valueList(args[0])) pending.create.push({ ...values, [back]: origin(id) });
        break;
      case 'write':
        pending.write.push(...writePairs(args));
        break;
      case 'delete':
        pending.remove.push(...numbers(args[0]));
        break;
      case 'add':
        for (const id of ids) {
          const others = numbers(args[0]).filter((other) => table.get(other)?.[back] !== origin(id));
          if (others.length > 0) pending.write.push([others, { [back]: origin(id) }]);
        }
        break;
      case 'remove': {
        const own = search(env, target, [
          [back, 'in', ids.map(origin)],
          ['id', 'in', numbers(args[0])],
        ]);
        pending.write.push([own, { [back]: null }]);
        break;
      }
      case 'copy':
        for (const id of ids) copy(env, target, numbers(args[0]), { ...(isObject(args[1]) ? args[1] : {}), [back]: origin(id) });
        break;
      default:
        throw new UnknownKeyError(action);
    }
  }
  apply(env, target, pending);
}

function setMany2many(env: Environment, field: FieldDefinition, ids: readonly number[], value: Value): void {
  const list = commands(value);
  if (list.length === 0) return;
  const { through = '', origin = '', target = '', relation = '' } = field;
  const between = env.registry.model(through);
  const targetModel = env.registry.model(relation);
  const linksOf = (id: number) => env.store.table(through).idsWhere(origin, id);
  const linkedTo = (link: number) => Number(env.store.table(through).get(link)?.[target]);
  const link = (ids_: readonly number[], targets: readonly number[]) => {
    const rows = ids_.flatMap((id) => {
      const present = new Set(linksOf(id).map(linkedTo));
      return targets.filter((other) => !present.has(other)).map((other) => ({ [origin]: id, [target]: other }));
    });
    if (rows.length > 0) create(env, between, rows);
  };
  for (const [action, args] of list) {
    switch (action) {
      case 'add':
        link(ids, numbers(args[0]));
        break;
      case 'remove': {
        const gone = new Set(numbers(args[0]));
        const links = ids.flatMap((id) => linksOf(id).filter((row) => gone.has(linkedTo(row))));
        if (links.length > 0) remove(env, between, links);
        break;
      }
      case 'create':
        for (const id of ids) link([id], create(env, targetModel, valueList(args[0])));
        break;
      case 'write':
        write(env, targetModel, writePairs(args));
        break;
      case 'delete':
        remove(env, targetModel, numbers(args[0]));
        break;
      case 'copy':
        for (const id of ids) link([id], copy(env, targetModel, numbers(args[0]), isObject(args[1]) ? args[1] : {}));
        break;
      default:
        throw new UnknownKeyError(action);
    }
  }
}

/** Deletes first, then writes, then creates: a unique value can move from one record to another. */
function apply(env: Environment, target: Model, pending: Pending): void {
  if (pending.remove.length > 0) remove(env, target, pending.remove);
  if (pending.write.length > 0) write(env, target, pending.write);
  if (pending.create.length > 0) create(env, target, pending.create);
}

function commands(value: Value): (readonly [action: string, args: readonly Value[]])[] {
  if (!isTruthy(value)) return [];
  if (!isList(value)) throw new PythonError(`'${pythonType(value)}' object is not iterable`);
  return value.map((command) => {
    if (isObject(command)) throw new PythonError('0');
    if (!isList(command)) throw new PythonError(`'${pythonType(command)}' object is not subscriptable`);
    return [String(command[0]), command.slice(1)] as const;
  });
}

function writePairs(args: readonly Value[]): WritePair[] {
  const pairs: WritePair[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) {
    const values = args[i + 1];
    pairs.push([numbers(args[i]), isObject(values) ? values : {}]);
  }
  return pairs;
}

function valueList(value: Value): Values[] {
  return isList(value) ? value.filter(isObject) : [];
}

function numbers(value: Value): number[] {
  if (!isList(value)) throw new PythonError(`'${pythonType(value)}' object is not iterable`);
  return value.map((id) => toInteger(id));
}
