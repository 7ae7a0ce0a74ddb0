import type { Claim, ClaimRequest } from '../../../core/hub';
import type { Actor } from '../contract';
import type { Transaction } from '../store';
import { decideClaim } from './decideClaim';
import { appendEffect, noteTransition, type HistoryParts } from './effectHistory';
import { EFFECT_COLUMNS, type EffectRow } from './effectRow';
import { tokenText } from './effectToken';

const INSERT = `INSERT INTO effects (effect_key, state, version, fingerprint, fence, token, attempts, look_first, owner, event_id,
  claimed_at_ms, lease_until_ms, settle_ms, not_before_ms, mapping_id, mapping_version, mapping_hash)
  VALUES (?, 'claimed', ?, ?, 1, ?, 1, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (effect_key) DO NOTHING RETURNING seq`;
const TAKE = `UPDATE effects SET state = 'claimed', version = ?, fingerprint = ?, fence = fence + 1, token = ?, attempts = attempts + 1,
  look_first = ?, owner = ?, event_id = ?, claimed_at_ms = ?, lease_until_ms = ?, settle_ms = ?, not_before_ms = ?, settled_at_ms = NULL,
  reason = NULL, mapping_id = ?, mapping_version = ?, mapping_hash = ? WHERE seq = ?`;

/** One claim on its way. */
export interface ClaimAttempt {
  readonly request: ClaimRequest;
  readonly nowMs: number;
  /** Random part of the token. */
  readonly secret: string;
  readonly actor: Actor;
}

/** Carries out one claim. Most keys are new: then it is a single insert. */
export async function claimEffect(transaction: Transaction, parts: HistoryParts, attempt: ClaimAttempt): Promise<Claim> {
  const { request, nowMs, secret } = attempt;
  const { key, version, fingerprint } = request;
  const leaseUntilMs = nowMs + request.leaseMs;
  const inserted = await transaction.get<{ seq: number }>(INSERT, [
    ...[key, version ?? null, fingerprint, secret],
    ...claimColumns(attempt),
  ]);
  if (inserted !== undefined) {
    const token = tokenText({ seq: inserted.seq, fence: 1, secret });
    return { key, decision: 'proceed', token, lookFirst: false, leaseUntilMs };
  }
  const row = await transaction.get<EffectRow>(
    `SELECT ${EFFECT_COLUMNS} FROM effects WHERE effect_key = ?${transaction.forUpdate}`,
    [key],
  );
  if (row === undefined) throw new Error('An effect was neither new nor there'); // cannot be: rows are never deleted
  const decision = decideClaim(row, request, nowMs);
  switch (decision.kind) {
    case 'proceed': {
      await noteExpiry(transaction, parts, row, attempt);
      const lookFirst = decision.lookFirst ? 1 : 0;
      const [owner, event, ...rest] = claimColumns(attempt);
      await transaction.run(TAKE, [
        version ?? null,
        fingerprint,
        secret,
        lookFirst,
        owner ?? null,
        event ?? null,
        ...rest,
        row.seq,
      ]);
      const token = tokenText({ seq: row.seq, fence: row.fence + 1, secret });
      return { key, decision: 'proceed', token, lookFirst: decision.lookFirst, leaseUntilMs };
    }
    case 'unknown':
      await noteExpiry(transaction, parts, row, attempt);
      return { key, decision: 'unknown', lookFirst: true, notBeforeMs: decision.notBeforeMs };
    case 'done':
      return { key, decision: 'done', result: resultOf(row), ...(row.done_version !== null && { version: row.done_version }) };
    case 'unchanged':
      await moveOn(transaction, parts, row, attempt);
      return { key, decision: 'done', result: resultOf(row), ...(version !== undefined && { version }) };
    case 'conflict': {
      const { storedFingerprint } = decision;
      const body = { storedFingerprint, givenFingerprint: fingerprint };
      await appendEffect(transaction, parts.audit, row, { actor: attempt.actor, type: 'effect.conflict', body });
      return { key, decision: 'conflict', storedFingerprint, givenFingerprint: fingerprint };
    }
    case 'superseded':
      return { key, decision: 'superseded', by: decision.by };
    case 'inFlight':
      return { key, decision: 'inFlight', retryAtMs: decision.retryAtMs };
    case 'parked':
      return { key, decision: 'parked', reason: decision.reason };
  }
}

/** Owner, event, times and mapping, as both statements take them. */
function claimColumns({ request, nowMs }: ClaimAttempt): readonly (string | number | null)[] {
  const { owner, event, leaseMs, settleMs, mapping } = request;
  const leaseUntilMs = nowMs + leaseMs;
  return [
    ...[owner ?? null, event?.id ?? null, nowMs, leaseUntilMs, settleMs, leaseUntilMs + settleMs],
    ...[mapping?.id ?? null, mapping?.version ?? null, mapping?.hash ?? null],
  ];
}

/** A claim that ran out is noted as unknown once, by whoever comes upon it. */
async function noteExpiry(transaction: Transaction, parts: HistoryParts, row: EffectRow, { nowMs }: ClaimAttempt): Promise<void> {
  if (row.state !== 'claimed' || nowMs < row.lease_until_ms) return;
  await transaction.run(`UPDATE effects SET state = 'unknown', look_first = 1, reason = ? WHERE seq = ?`, [
    'Its claim ran out, and nobody said what became of the write.',
    row.seq,
  ]);
  const actor: Actor = { kind: 'hub', id: 'effects' };
  await noteTransition(transaction, parts, row, { outcome: 'unknown', actor, nowMs, facts: { expired: true } });
}

/** The version that is done moves on, and everything else stays. */
async function moveOn(transaction: Transaction, parts: HistoryParts, row: EffectRow, attempt: ClaimAttempt): Promise<void> {
  const { request, nowMs, actor } = attempt;
  const { version = null, fingerprint } = request;
  await transaction.run(
    `UPDATE effects SET state = 'done', version = ?, fingerprint = ?, done_version = ?, settled_at_ms = ?, reason = NULL WHERE seq = ?`,
    [version, fingerprint, version, nowMs, row.seq],
  );
  const moved = { ...row, version, fingerprint, owner: request.owner ?? null, event_id: request.event?.id ?? null };
  await noteTransition(transaction, parts, moved, {
    ...{ outcome: 'unchanged', actor, nowMs, mapping: request.mapping },
    facts: { unchangedSince: row.done_version ?? '' },
  });
}

function resultOf({ done_result: text }: EffectRow): unknown {
  return text === null ? null : (JSON.parse(text) as unknown);
}
