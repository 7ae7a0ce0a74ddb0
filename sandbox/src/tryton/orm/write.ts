import { ConcurrencyError } from '../errors';
import type { Value } from '../values/value';
import { checkModelAccess, checkRules } from './access';
import type { WritePair } from './behaviour';
import { toColumn } from './convert';
import { serverColumns } from './create';
import { isStored } from './definition';
import type { Environment } from './environment';
import type { Model } from './model';
import { timestampOf } from './read';
import { setRelated, type RelatedChange } from './related';
import { validate } from './validate';

/** Changes records, through whatever the model does on its own when it is written. */
export function write(env: Environment, model: Model, pairs: readonly WritePair[]): void {
  const store = (given: readonly WritePair[]) => writeRows(env, model, given);
  if (model.behaviour.write) model.behaviour.write(env, pairs, store);
  else store(pairs);
}

function writeRows(env: Environment, model: Model, pairs: readonly WritePair[]): void {
  checkModelAccess(env, model, 'write');
  const all = [...new Set(pairs.flatMap(([ids]) => ids))];
  checkTimestamps(env, model, all);
  checkRules(env, model, all, 'write', true);
  const table = env.store.table(model.name);
  const related: RelatedChange[] = [];
  const changed = new Set<string>();
  for (const [ids, values] of pairs) {
    const columns: { [column: string]: Value } = {};
    for (const [name, value] of Object.entries(values)) {
      if (serverColumns.has(name)) continue;
      const field = model.field(name);
      if (isStored(field)) columns[name] = toColumn(field, value);
      else related.push({ name, ids, value });
      changed.add(name);
    }
    for (const id of ids) {
      const row = table.get(id);
      if (row) table.put({ ...row, ...columns, write_uid: env.user, write_date: env.now });
    }
  }
  setRelated(env, model, related);
  checkRules(env, model, all, 'write');
  validate(env, model, all, changed);
}

/** Refuses when a record changed since the client read its timestamp. Each timestamp is looked at once. */
export function checkTimestamps(env: Environment, model: Model, ids: readonly number[]): void {
  for (const id of ids) {
    const key = `${model.name},${id}`;
    const expected = env.timestamps.get(key);
    env.timestamps.delete(key);
    if (expected === undefined || expected === null) continue;
    const row = env.store.table(model.name).get(id);
    if (row && timestampOf(row) !== expected) throw new ConcurrencyError();
  }
}
