import { NotSimulatedError } from '../errors';
import { isTruthy, type Value } from '../values/value';
import { isComputed, type FieldDefinition, type Row } from './definition';
import type { Domain } from './domain';
import type { Environment } from './environment';
import type { Model } from './model';
import { sortIds, visibleIds } from './search';

/** Values of these models do not depend on the company. */
const companyIndependent = new Set(['Party Lang']);

/** The value of one field of one row. */
export function fieldValue(env: Environment, model: Model, row: Row, name: string): Value {
  if (name === 'id') return row.id;
  const field = model.field(name);
  if (isComputed(field)) return computed(env, model, row, name, field);
  if (field.type === 'one2many') {
    // some lists are found faster than by a search through all records of the other model
    const own = model.behaviour.getters?.[name];
    return own ? own(model.record(env, row.id), name) : one2many(env, model, row, name, field);
  }
  if (field.type === 'many2many') return many2many(env, row, name, field);
  // without a company no value that is stored for one applies, and the default takes its place
  if (field.multivalue && !companyIndependent.has(field.multivalue) && !isTruthy(env.context.company))
    return model.behaviour.defaults?.[name]?.(env) ?? null;
  return row[name] ?? null;
}

function computed(env: Environment, model: Model, row: Row, name: string, field: FieldDefinition): Value {
  const { getters = {} } = model.behaviour;
  const getter = getters[name] ?? getters[field.getter ?? ''];
  if (getter) return getter(model.record(env, row.id), name);
  if (name === 'rec_name') {
    const { recName } = model.definition;
    return model.hasField(recName) ? fieldValue(env, model, row, recName) : String(row.id);
  }
  throw new NotSimulatedError(`the field ${name} of ${model.name}`);
}

function one2many(env: Environment, model: Model, row: Row, name: string, field: FieldDefinition): Value {
  if (!field.relation || !field.relationField) throw new NotSimulatedError(`the field ${name} of ${model.name}`);
  const target = env.registry.model(field.relation);
  const back = target.field(field.relationField);
  const clause = [field.relationField, '=', back.type === 'reference' ? `${model.name},${row.id}` : row.id];
  // a computed way back (the sale of a move) cannot be looked up in an index
  const domain: Domain = field.filter ? [clause, field.filter as Domain] : [clause];
  return sortIds(env, target, visibleIds(env, target, domain), field.order ?? target.definition.order);
}

function many2many(env: Environment, row: Row, name: string, field: FieldDefinition): Value {
  const { through, origin, target } = field;
  if (!through || !origin || !target) throw new NotSimulatedError(`the many2many field ${name}`);
  const between = env.registry.model(through);
  const table = env.store.table(through);
  const links = sortIds(env, between, visibleIds(env, between, [[origin, '=', row.id]]), field.order ?? between.definition.order);
  const ids = links.flatMap((id) => {
    const related = table.get(id)?.[target];
    return typeof related === 'number' ? [related] : [];
  });
  if (field.order) return ids;
  // without an order of its own the field follows that of its target
  const targetModel = env.registry.model(field.relation ?? '');
  return sortIds(env, targetModel, ids, targetModel.definition.order);
}
