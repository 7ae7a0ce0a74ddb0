import type { Value } from '../values/value';
import { isTruthy } from '../values/value';
import type { Values } from './behaviour';
import { create, serverColumns } from './create';
import { isComputed } from './definition';
import type { Environment } from './environment';
import { fieldValue } from './fieldValue';
import type { Model } from './model';

/** Duplicates records with their parts; `given` replaces values, `lines.quantity` those of a part. */
export function copy(env: Environment, model: Model, ids: readonly number[], given: Values = {}): number[] {
  const replaced: Values = { ...model.behaviour.copyDefaults?.(env), ...given };
  const table = env.store.table(model.name);
  const list = [...new Set(ids)]
    .flatMap((id) => table.get(id) ?? [])
    .map((row) => {
      const values: { [name: string]: Value } = {};
      for (const [name, field] of model.fields) {
        if (serverColumns.has(name) || isComputed(field)) continue;
        if (name in replaced) {
          values[name] = replaced[name];
          continue;
        }
        // parts of a model that is not simulated cannot exist
        if (field.type.endsWith('2many') && !env.registry.has(field.through ?? field.relation ?? '')) continue;
        const value = fieldValue(env, model, row, name);
        if (field.type === 'one2many') values[name] = isTruthy(value) ? [['copy', value, partDefaults(replaced, name)]] : [];
        else if (field.type === 'many2many') values[name] = isTruthy(value) ? [['add', value]] : [];
        else values[name] = value;
      }
      return values;
    });
  return create(env, model, list);
}

function partDefaults(values: Values, name: string): Values {
  const prefix = `${name}.`;
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
