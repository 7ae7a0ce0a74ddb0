import type { Actor } from '../contract';
import { Problem } from '../failures';
import type { Transaction } from '../store';
import { noteTransition, type HistoryParts } from './effectHistory';
import { EFFECT_COLUMNS, type EffectRow } from './effectRow';

/** What a person has found out about an effect. */
export interface Resolution {
  readonly key: string;
  /** `done`: it stands in the target; `retry`: it does not, and may be claimed again. */
  readonly outcome: 'done' | 'retry';
  readonly reason: string;
  readonly actor: Actor;
  readonly nowMs: number;
  readonly secret: string;
}

/**
 * Ends an unknown or parked effect by a person's word. The fence moves on, so that a caller who comes back late changes nothing;
 * whoever claims it afterwards looks before writing, because people err too.
 *
 * @throws Problem 404, 409
 */
export async function resolveEffect(transaction: Transaction, parts: HistoryParts, resolution: Resolution): Promise<EffectRow> {
  const { key, outcome, reason, actor, nowMs, secret } = resolution;
  const select = `SELECT ${EFFECT_COLUMNS} FROM effects WHERE effect_key = ?${transaction.forUpdate}`;
  const row = await transaction.get<EffectRow>(select, [key]);
  if (row === undefined) throw new Problem(404, 'unknown-effect', `There is no effect ${key}.`);
  const isExpired = row.state === 'claimed' && row.lease_until_ms <= nowMs;
  if (row.state !== 'unknown' && row.state !== 'parked' && !isExpired) {
    const nextStep = row.state === 'claimed' ? 'Wait until its claim is settled or has run out.' : 'Load the list again.';
    throw new Problem(409, 'not-open', `Effect ${key} is ${row.state}: there is nothing to decide.`, {
      state: row.state,
      nextStep,
    });
  }
  const isDone = outcome === 'done';
  await transaction.run(
    `UPDATE effects SET state = ?, fence = fence + 1, token = ?, look_first = ?, not_before_ms = ?, settled_at_ms = ?, reason = ?
     WHERE seq = ?`,
    [isDone ? 'resolved' : 'retry', secret, isDone ? 0 : 1, nowMs, nowMs, reason, row.seq],
  );
  if (isDone) {
    // The result of an earlier version stays: it names the same document of the target.
    await transaction.run(
      'UPDATE effects SET is_done = 1, done_version = ?, done_fingerprint = ?, done_at_ms = ? WHERE seq = ?',
      [...[row.version, row.fingerprint, nowMs, row.seq]],
    );
  }
  const facts = { from: isExpired ? 'unknown' : row.state, decided: outcome };
  await noteTransition(transaction, parts, row, { outcome: 'resolved', actor, nowMs, facts, reason });
  return (await transaction.get<EffectRow>(select, [key])) ?? row;
}
