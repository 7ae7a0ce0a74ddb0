import type { Settled, Settlement } from '../../../core/hub';
import { compareVersions } from '../../../core/keys';
import type { Actor, Links } from '../contract';
import type { Transaction } from '../store';
import { appendEffect, noteTransition, type HistoryParts } from './effectHistory';
import { EFFECT_COLUMNS, mappingOf, type EffectRow } from './effectRow';
import type { EffectToken } from './effectToken';

export interface SettlingParts extends HistoryParts {
  readonly links: Pick<Links, 'add'>;
}

const SETTLED = `UPDATE effects SET state = ?, look_first = ?, not_before_ms = ?, settled_at_ms = ?, reason = ?, mapping_id = ?,
  mapping_version = ?, mapping_hash = ?`;
const SETTLE = `${SETTLED} WHERE seq = ?`;
const SETTLE_AS_DONE = `${SETTLED}, is_done = 1, done_version = ?, done_fingerprint = ?, done_result = ?, done_at_ms = ? WHERE seq = ?`;

/** A settlement whose token and result were checked. */
export interface CheckedSettlement {
  readonly settlement: Settlement;
  readonly token: EffectToken;
  /** JSON text. */
  readonly result: string;
}

/**
 * Takes one settlement. It counts while its claim is the latest one of the effect, even after its lease has ended: the certain news
 * of a slow caller is worth more than an unknown outcome. An old one is noted and changes nothing; the same one again answers the
 * same.
 */
export async function settleEffect(
  transaction: Transaction,
  parts: SettlingParts,
  checked: CheckedSettlement,
  nowMs: number,
  actor: Actor,
): Promise<Settled> {
  const { token, settlement } = checked;
  const row = await transaction.get<EffectRow>(`SELECT ${EFFECT_COLUMNS} FROM effects WHERE seq = ?${transaction.forUpdate}`, [
    token.seq,
  ]);
  if (row === undefined) return await fence(transaction, parts, undefined, checked, actor);
  const isLatest = row.fence === token.fence && row.token === token.secret;
  if (!isLatest) {
    const isRepeat = (await settledBefore(transaction, token)) === settlement.outcome;
    return isRepeat ? { state: settlement.outcome } : await fence(transaction, parts, row, checked, actor);
  }
  if (row.state === settlement.outcome) {
    // Whoever says again that it does not know may say that it will take longer.
    if (row.state === 'unknown' && (settlement.notBeforeMs ?? 0) > row.not_before_ms) {
      await transaction.run('UPDATE effects SET not_before_ms = ? WHERE seq = ?', [settlement.notBeforeMs ?? 0, row.seq]);
    }
    return { state: row.state };
  }
  const isOpen = row.state === 'claimed' || row.state === 'unknown';
  if (!isOpen || wouldGoBack(row)) return await fence(transaction, parts, row, checked, actor);
  await apply(transaction, parts, row, checked, nowMs, actor);
  return { state: settlement.outcome };
}

async function apply(
  transaction: Transaction,
  parts: SettlingParts,
  row: EffectRow,
  { settlement, result }: CheckedSettlement,
  nowMs: number,
  actor: Actor,
): Promise<void> {
  const { outcome, reason, links = [], mapping = mappingOf(row) } = settlement;
  const isDone = outcome === 'done';
  const lookFirst = { done: 0, rejected: 0, retry: row.look_first, unknown: 1, parked: 1 }[outcome];
  const notBeforeMs = settlement.notBeforeMs ?? (outcome === 'unknown' ? nowMs + row.settle_ms : nowMs);
  await transaction.run(isDone ? SETTLE_AS_DONE : SETTLE, [
    ...[outcome, lookFirst, notBeforeMs, nowMs, reason ?? null],
    ...[mapping?.id ?? null, mapping?.version ?? null, mapping?.hash ?? null],
    ...(isDone ? [row.version, row.fingerprint, result, nowMs] : []),
    row.seq,
  ]);
  if (links.length > 0) await parts.links.add(transaction, links, actor);
  await noteTransition(transaction, parts, row, { outcome, actor, nowMs, mapping, links, ...(isDone && { result }) });
}

/** The outcome that a claim which is not the latest any more was settled with. */
async function settledBefore(transaction: Transaction, { seq, fence, secret }: EffectToken): Promise<string | undefined> {
  const row = await transaction.get<{ outcome: string }>(
    'SELECT outcome FROM effect_versions WHERE effect_seq = ? AND fence = ? AND token = ? ORDER BY seq DESC LIMIT 1',
    [seq, fence, secret],
  );
  return row?.outcome;
}

/** Cannot be while claims are decided as they are; checked because what is done must never go back. */
function wouldGoBack({ is_done: isDone, version, done_version: done }: EffectRow): boolean {
  return isDone === 1 && done !== null && (version === null || compareVersions(version, done) < 0);
}

async function fence(
  transaction: Transaction,
  { audit }: SettlingParts,
  row: EffectRow | undefined,
  { token, settlement }: CheckedSettlement,
  actor: Actor,
): Promise<Settled> {
  const body = { givenFence: token.fence, givenOutcome: settlement.outcome };
  if (row === undefined) {
    // A store that was restored from an older backup does not know younger claims.
    await audit.append(transaction, {
      actor,
      type: 'effect.fenced',
      object: { kind: 'effect', id: `unknown:${token.seq}` },
      body,
    });
    return { state: 'fenced' };
  }
  await appendEffect(transaction, audit, row, { actor, type: 'effect.fenced', body });
  return { state: 'fenced' };
}
