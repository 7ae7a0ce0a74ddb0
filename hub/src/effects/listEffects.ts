import type { EffectState, EffectSummary } from '../../../core/hub';
import type { SqlValue, Transaction } from '../store';
import { EFFECT_COLUMNS, effectSummary, type EffectRow } from './effectRow';

const MAX_LISTED = 500;
/** Condition of the indexes of what is not done; word for word as in the migration. */
const OPEN = `state <> 'done'`;

interface EffectQuery {
  readonly states?: readonly EffectState[];
  readonly after?: string;
  readonly limit: number;
}

/** Effects in the order in which their keys were first claimed. A claim that ran out counts as unknown. */
export async function listEffects(
  transaction: Transaction,
  query: EffectQuery,
  nowMs: number,
): Promise<readonly EffectSummary[]> {
  const limit = Math.min(query.limit, MAX_LISTED);
  const after = await seqOfKey(transaction, query.after);
  const filters = query.states === undefined ? [allOf()] : [...new Set(query.states)].flatMap((state) => filtersOf(state, nowMs));
  const rows: EffectRow[] = [];
  for (const { condition, parameters } of filters) {
    rows.push(
      ...(await transaction.all<EffectRow>(
        `SELECT ${EFFECT_COLUMNS} FROM effects WHERE seq > ? AND ${condition} ORDER BY seq LIMIT ?`,
        [after, ...parameters, limit],
      )),
    );
  }
  return rows
    .sort((one, other) => one.seq - other.seq)
    .slice(0, limit)
    .map((row) => effectSummary(row, nowMs));
}

/** What waits for a person: parked effects, and writes whose outcome could be known by now and is not. Newest first. */
export async function effectsNeedingAttention(
  transaction: Transaction,
  limit: number,
  nowMs: number,
): Promise<readonly EffectSummary[]> {
  const rows: EffectRow[] = [];
  for (const [state, untilMs] of [
    ['parked', Number.MAX_SAFE_INTEGER] as const,
    ['unknown', nowMs] as const,
    ['claimed', nowMs] as const,
  ]) {
    rows.push(
      ...(await transaction.all<EffectRow>(
        `SELECT ${EFFECT_COLUMNS} FROM effects WHERE ${OPEN} AND state = ? AND not_before_ms <= ? ORDER BY not_before_ms DESC LIMIT ?`,
        [state, untilMs, limit],
      )),
    );
  }
  return rows
    .sort((one, other) => other.claimed_at_ms - one.claimed_at_ms || other.seq - one.seq)
    .slice(0, limit)
    .map((row) => effectSummary(row, nowMs));
}

interface Filter {
  readonly condition: string;
  readonly parameters: readonly SqlValue[];
}

function allOf(): Filter {
  return { condition: '1 = 1', parameters: [] };
}

function filtersOf(state: EffectState, nowMs: number): readonly Filter[] {
  const open = `${OPEN} AND state = ?`;
  switch (state) {
    case 'done':
      return [{ condition: 'state = ?', parameters: ['done'] }];
    case 'claimed':
      return [{ condition: `${open} AND lease_until_ms > ?`, parameters: ['claimed', nowMs] }];
    case 'unknown':
      return [
        { condition: open, parameters: ['unknown'] },
        { condition: `${open} AND lease_until_ms <= ?`, parameters: ['claimed', nowMs] },
      ];
    default:
      return [{ condition: open, parameters: [state] }];
  }
}

async function seqOfKey(transaction: Transaction, key: string | undefined): Promise<number> {
  if (key === undefined) return 0;
  return (await transaction.get<{ seq: number }>('SELECT seq FROM effects WHERE effect_key = ?', [key]))?.seq ?? 0;
}
