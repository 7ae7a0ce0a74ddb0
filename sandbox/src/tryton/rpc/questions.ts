import { UserWarningError } from '../errors';
import type { Environment } from '../orm/environment';
import { remove } from '../orm/remove';
import { search } from '../orm/search';
import type { Knobs } from './knobs';

/**
 * Raises the question that a test has set for a method, unless the user has stored an answer. An answer that is not meant for
 * always serves once, and only if the call succeeds.
 */
export function askQuestion(env: Environment, { warnings }: Knobs, method: string): void {
  const warning = warnings.find((candidate) => candidate.method === method);
  if (!warning) return;
  const quiet = env.unchecked();
  const model = env.registry.model('res.user.warning');
  const answers = search(quiet, model, [
    ['user', '=', env.user],
    ['name', '=', warning.name],
  ]);
  if (answers.length === 0) throw new UserWarningError(warning.name, warning.message);
  const once = model.records(quiet, answers).filter((record) => !record.is('always'));
  remove(
    quiet,
    model,
    once.map(({ id }) => id),
  );
}
