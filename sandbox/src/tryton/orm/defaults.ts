import { NotSimulatedError } from '../errors';
import { isList, isObject, type Value } from '../values/value';
import type { Values } from './behaviour';
import type { Environment } from './environment';
import type { Model } from './model';

/** Default values of fields: what `default_get` answers. With `withNames`, relations come with the name of their record. */
export function defaultValues(env: Environment, model: Model, names: readonly string[], withNames: boolean): Values {
  const values: { [name: string]: Value } = {};
  for (const name of names) {
    const field = model.field(name);
    if (field.default) values[name] = defaultOf(env, model, name);
    if (field.type === 'boolean' && !(name in values)) values[name] = false;
    const value = values[name];
    if (withNames && field.type === 'many2one' && typeof value === 'number')
      values[`${name}.`] = { rec_name: env.registry.model(field.relation ?? '').record(env, value).recName };
  }
  return values;
}

/** Defaults in the form that `create` takes: lists of related values become commands. */
export function defaultsToCreate(env: Environment, model: Model, names: readonly string[]): Values {
  return cleaned(env, model, defaultValues(env, model, names, false));
}

function defaultOf(env: Environment, model: Model, name: string): Value {
  const method = model.behaviour.defaults?.[name];
  if (!method) throw new NotSimulatedError(`the default of ${name} of ${model.name}`);
  return method(env);
}

function cleaned(env: Environment, model: Model, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = model.field(name);
      if (field.type === 'many2many') return [name, [['add', value ?? []]]];
      if (field.type !== 'one2many' || !isList(value)) return [name, value];
      const target = env.registry.model(field.relation ?? '');
      return [name, value.filter(isObject).map((row) => ['create', [cleaned(env, target, row)]])];
    }),
  );
}
