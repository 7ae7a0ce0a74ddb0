import { UserError } from '../errors';
import { checkModelAccess, checkRules } from './access';
import type { Environment } from './environment';
import type { Model } from './model';
import { isComputed } from './definition';
import { write, checkTimestamps } from './write';

/** Deletes records, through whatever the model does on its own when it is deleted from. */
export function remove(env: Environment, model: Model, ids: readonly number[]): void {
  const drop = () => removeRows(env, model, ids);
  if (model.behaviour.delete) model.behaviour.delete(env, ids, drop);
  else drop();
}

function removeRows(env: Environment, model: Model, ids: readonly number[]): void {
  if (ids.length === 0) return;
  checkTimestamps(env, model, ids);
  checkRules(env, model, ids, 'delete');
  followReferences(env, model, ids);
  checkModelAccess(env, model, 'delete');
  const table = env.store.table(model.name);
  for (const id of ids) table.remove(id);
}

/** Empties, deletes or refuses for what points to the records, as the pointing fields say. */
function followReferences(env: Environment, model: Model, ids: readonly number[]): void {
  const references = env.registry
    .all()
    .flatMap((other) =>
      other.fields
        .filter(
          ([, field]) => field.type === 'many2one' && field.relation === model.name && !isComputed(field) && !field.multivalue,
        )
        .map(([name, field]) => ({ other, name, field })),
    );
  const pointing = (other: Model, name: string) => ids.flatMap((id) => env.store.table(other.name).idsWhere(name, id));
  const step = (ondelete: string) => references.filter(({ field }) => (field.ondelete ?? 'SET NULL') === ondelete);

  for (const { other, name, field } of step('SET NULL')) {
    const found = field.required || name === 'create_uid' || name === 'write_uid' ? [] : pointing(other, name);
    if (found.length > 0) write(env, other, [[found, { [name]: null }]]);
  }
  for (const { other, name } of step('CASCADE')) {
    const found = pointing(other, name);
    if (found.length > 0) remove(env, other, found);
  }
  for (const { other, name, field } of step('RESTRICT')) {
    if (pointing(other, name).length > 0)
      throw new UserError(
        `The records could not be deleted because they are used by field "${field.string}" of "${other.string}".`,
      );
  }
}
