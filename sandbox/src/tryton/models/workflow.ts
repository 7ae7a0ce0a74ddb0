import type { Environment } from '../orm/environment';
import type { Model } from '../orm/model';
import type { ModelRecord } from '../orm/record';
import { write } from '../orm/write';
import { currentUser } from './shared';

/**
 * Runs a step of a workflow. Records whose state does not allow it are left out silently: that is how a button on a record in
 * the wrong state comes to answer null and change nothing.
 */
export function transition(
  env: Environment,
  model: Model,
  ids: readonly number[],
  state: string,
  step: (records: readonly ModelRecord[]) => void = () => undefined,
): void {
  const allowed = model.definition.transitions ?? [];
  const records = model
    .records(env, ids)
    .filter((record) => allowed.some(([from, to]) => from === record.text('state') && to === state));
  const moving = records.filter((record) => record.text('state') !== state);
  step(records);
  if (moving.length > 0) write(env.unchecked(), model, [[moving.map(({ id }) => id), { state }]]);
}

/** Notes the user's employee in a field of the records where it is still empty. */
export function setEmployee(env: Environment, model: Model, records: readonly ModelRecord[], field: string): void {
  const employee = currentUser(env.unchecked()).one('employee');
  const open = records.filter((record) => !record.is(field) && record.value('company') === employee?.value('company'));
  if (employee && open.length > 0) write(env.unchecked(), model, [[open.map(({ id }) => id), { [field]: employee.id }]]);
}
