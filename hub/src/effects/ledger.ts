import { randomBytes } from 'node:crypto';
import type { Claim, ClaimRequest, EffectState, EffectSummary, Settled, Settlement } from '../../../core/hub';
import type { Actor, Clock, Effects, Meter } from '../contract';
import { Problem } from '../failures';
import type { Database } from '../store';
import { claimEffect } from './claimEffect';
import { EFFECT_COLUMNS, effectSummary, type EffectRow } from './effectRow';
import { parseToken } from './effectToken';
import { effectsNeedingAttention, listEffects } from './listEffects';
import { resolveEffect } from './resolveEffect';
import { settleEffect, type CheckedSettlement, type SettlingParts } from './settleEffect';

export interface LedgerParts extends SettlingParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly meter?: Meter;
  /** Random part of tokens: at least 64 bit, letters, digits, `-` and `_`. */
  readonly makeSecret?: () => string;
}

const SECRET_BYTES = 12;
/** A result is what later claims need to go on: ids and numbers, not documents. */
export const MAX_RESULT_BYTES = 64 * 1024;

/**
 * The ledger of effects. One row per target and document is the mutual exclusion for everything that is written about it; a claim
 * that ran out is unknown and never free. What is decided is audited in the same commit.
 */
export class Ledger implements Effects {
  private readonly makeSecret: () => string;

  constructor(private readonly parts: LedgerParts) {
    this.makeSecret = parts.makeSecret ?? (() => randomBytes(SECRET_BYTES).toString('base64url'));
  }

  async claim(requests: readonly ClaimRequest[], actor: Actor): Promise<readonly Claim[]> {
    const { database, clock, meter } = this.parts;
    const nowMs = clock.now();
    const attempts = requests.map((request) => ({ request, nowMs, actor, secret: this.makeSecret() }));
    const claims = await database.write(async (transaction) => {
      const results: Claim[] = [];
      for (const attempt of attempts) results.push(await claimEffect(transaction, this.parts, attempt));
      return results;
    });
    for (const { decision } of claims) meter?.count('medsupply_claims_total', { decision });
    return claims;
  }

  /**
   * @throws Problem 400 for a text that was never a token, 413 for a result that is too large; then nothing of the batch was settled
   */
  async settle(settlements: readonly Settlement[], actor: Actor): Promise<readonly Settled[]> {
    const { database, clock, meter } = this.parts;
    const checked = settlements.map(check);
    const nowMs = clock.now();
    const settled = await database.write(async (transaction) => {
      const results: Settled[] = [];
      for (const one of checked) results.push(await settleEffect(transaction, this.parts, one, nowMs, actor));
      return results;
    });
    for (const { state } of settled) meter?.count('medsupply_effects_total', { outcome: state });
    return settled;
  }

  async get(key: string): Promise<EffectSummary | undefined> {
    const sql = `SELECT ${EFFECT_COLUMNS} FROM effects WHERE effect_key = ?`;
    const row = await this.parts.database.read(async (transaction) => await transaction.get<EffectRow>(sql, [key]));
    return row && effectSummary(row, this.parts.clock.now());
  }

  async list(query: {
    readonly states?: readonly EffectState[];
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly EffectSummary[]> {
    const nowMs = this.parts.clock.now();
    return await this.parts.database.read(async (transaction) => await listEffects(transaction, query, nowMs));
  }

  /** Parked effects, and writes whose outcome could be known by now and is not; newest first. */
  async needsAttention(limit: number): Promise<readonly EffectSummary[]> {
    const nowMs = this.parts.clock.now();
    return await this.parts.database.read(async (transaction) => await effectsNeedingAttention(transaction, limit, nowMs));
  }

  async settledIn(fromMs: number, toMs: number): Promise<{ readonly done: number; readonly rejected: number }> {
    const sql = `SELECT outcome, COUNT(*) AS many FROM effect_versions
      WHERE at_ms >= ? AND at_ms < ? AND outcome IN ('done', 'rejected') GROUP BY outcome`;
    const rows = await this.parts.database.read(
      async (transaction) => await transaction.all<{ outcome: string; many: number }>(sql, [fromMs, toMs]),
    );
    const of = (outcome: string): number => rows.find((row) => row.outcome === outcome)?.many ?? 0;
    return { done: of('done'), rejected: of('rejected') };
  }

  async resolve(key: string, outcome: 'done' | 'retry', reason: string, actor: Actor): Promise<EffectSummary> {
    const { database, clock } = this.parts;
    const nowMs = clock.now();
    const secret = this.makeSecret();
    const row = await database.write(
      async (transaction) => await resolveEffect(transaction, this.parts, { key, outcome, reason, actor, nowMs, secret }),
    );
    return effectSummary(row, nowMs);
  }
}

function check(settlement: Settlement, index: number): CheckedSettlement {
  const token = parseToken(settlement.token);
  if (token === undefined) {
    throw new Problem(400, 'malformed-token', 'A settlement has no token of this hub.', {
      pointer: `/settlements/${index}/token`,
    });
  }
  const result = JSON.stringify(settlement.result ?? null);
  if (Buffer.byteLength(result) > MAX_RESULT_BYTES) {
    const pointer = `/settlements/${index}/result`;
    const nextStep = 'Keep what later steps need: ids and numbers.';
    throw new Problem(413, 'result-too-large', `A result is larger than ${MAX_RESULT_BYTES} bytes.`, { pointer, nextStep });
  }
  return { settlement, token, result };
}
