import type { Values } from '../orm/behaviour';
import { isStored } from '../orm/definition';
import type { Environment } from '../orm/environment';
import type { Value } from '../values/value';

/** Stores a row that the server makes itself, without defaults and checks, and returns its id. */
export function insert(env: Environment, modelName: string, values: Values): number {
  const model = env.registry.model(modelName);
  const row: { [column: string]: Value } = {};
  for (const [name, field] of model.fields) if (isStored(field)) row[name] = field.type === 'boolean' ? 0 : null;
  for (const [name, value] of Object.entries(values)) {
    model.field(name);
    row[name] = value;
  }
  const table = env.store.table(modelName);
  const id = table.nextId();
  table.put({ ...row, id, create_uid: env.user, create_date: env.now, write_uid: null, write_date: null });
  return id;
}

/** Changes columns of a row that the server keeps itself. */
export function update(env: Environment, modelName: string, id: number, values: Values): void {
  const table = env.store.table(modelName);
  const row = table.get(id);
  if (row) table.put({ ...row, ...values, write_uid: env.user, write_date: env.now });
}
