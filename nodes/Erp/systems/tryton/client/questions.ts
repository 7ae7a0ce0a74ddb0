import { settle } from '../../../shared/settle';
import type { TrytonClient } from './client';
import { UserWarning } from './failures';

/** More questions than this about one call mean that answering does not help. */
const MAX_QUESTIONS = 10;

/**
 * Runs a call that may be answered with a question (Tryton's UserWarning) and says yes to those whose name begins with one of
 * `accepted`; every other question is thrown as the failure it is. One stored answer is good for one repetition.
 */
export async function accepting<Value>(
  client: TrytonClient,
  accepted: readonly string[],
  run: () => Promise<Value>,
): Promise<Value> {
  for (let questions = 0; ; questions++) {
    const settled = await settle(run());
    if (settled.ok) return settled.value;
    const { error } = settled;
    if (!(error instanceof UserWarning) || questions >= MAX_QUESTIONS) throw error;
    if (!accepted.some((prefix) => prefix !== '' && error.warningName.startsWith(prefix))) throw error;
    const user = await userId(client);
    await client.call('res.user.warning', 'create', [[{ name: error.warningName, user, always: false }]], 'write');
  }
}

/** Id of the signed-in user: an answer stored for anybody else is refused. */
async function userId(client: TrytonClient): Promise<number | undefined> {
  const ids = await client.call('res.user', 'search', [[['login', '=', client.options.user]], 0, 1, null], 'read');
  return Array.isArray(ids) ? (ids[0] as number | undefined) : undefined;
}
