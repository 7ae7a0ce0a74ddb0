import { createHash } from 'node:crypto';
import type { Link, MappingReference } from '../../../core/hub';
import { businessKey } from '../../../core/keys';
import type { Actor, Audit, AuditEntry, Notices } from '../contract';
import type { Transaction } from '../store';
import { mappingOf, type EffectRow } from './effectRow';

/** How one attempt ended, or what a person made of it. */
export type Outcome = 'done' | 'unchanged' | 'rejected' | 'retry' | 'unknown' | 'parked' | 'resolved';

export interface HistoryParts {
  readonly audit: Audit;
  readonly notices?: Notices;
}

/** What is noted about a transition besides the row it happened to. */
export interface Transition {
  readonly outcome: Outcome;
  readonly actor: Actor;
  readonly nowMs: number;
  readonly mapping?: MappingReference;
  /** JSON text of the result. */
  readonly result?: string;
  readonly links?: readonly Link[];
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Typed by a person. */
  readonly reason?: string;
}

/** Keeps how an attempt ended, in the history and in the audit log; `retry` is of interest to the history only. */
export async function noteTransition(
  transaction: Transaction,
  { audit, notices }: HistoryParts,
  row: EffectRow,
  { outcome, actor, nowMs, mapping = mappingOf(row), result, links = [], facts, reason }: Transition,
): Promise<void> {
  const resultHash = result === undefined ? undefined : createHash('sha256').update(result).digest('hex');
  await transaction.run(
    `INSERT INTO effect_versions (effect_seq, fence, token, version, fingerprint, outcome, result_hash, mapping_id, mapping_version,
     mapping_hash, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[row.seq, row.fence, row.token, row.version, row.fingerprint, outcome, resultHash ?? null],
      ...[mapping?.id ?? null, mapping?.version ?? null, mapping?.hash ?? null, nowMs],
    ],
  );
  if (outcome === 'retry') return;
  const body = {
    ...(resultHash !== undefined && { resultHash }),
    ...(mapping !== undefined && { mapping: { id: mapping.id, version: mapping.version, hash: mapping.hash } }),
    ...(links.length > 0 && {
      links: links.map(({ from, to, relation }) => ({ from: businessKey(from), to: businessKey(to), relation })),
    }),
    ...facts,
  };
  const type = outcome === 'unchanged' ? 'effect.done' : `effect.${outcome}`;
  await appendEffect(transaction, audit, row, { actor, type, body, ...(reason !== undefined && { personal: { reason } }) });
  if (outcome === 'unknown')
    await notices?.publish(transaction, 'effect.unknown', { key: row.effect_key, attempts: row.attempts });
}

/** Writes an audit entry about an effect, with the facts that every such entry has. */
export async function appendEffect(
  transaction: Transaction,
  audit: Audit,
  row: EffectRow,
  entry: Omit<AuditEntry, 'object'>,
): Promise<void> {
  const body = {
    fingerprint: row.fingerprint,
    fence: row.fence,
    attempts: row.attempts,
    ...(row.owner !== null && { owner: row.owner }),
    ...(row.event_id !== null && { event: row.event_id }),
    ...entry.body,
  };
  const object = { kind: 'effect', id: row.effect_key, ...(row.version !== null && { version: row.version }) };
  await audit.append(transaction, { ...entry, object, body });
}
