import { createHash } from 'node:crypto';
import type { EventState, EventSummary } from '../../../core/hub';
import { compareVersions } from '../../../core/keys';
import type { Actor, Audit, Vault } from '../contract';
import { Problem } from '../failures';
import type { Transaction } from '../store';
import { bodyPurpose } from './bodyPurpose';
import { doneVersion } from './doneVersion';
import { EVENT_COLUMNS, seqOfId, summaryOf, type EventRow } from './eventRow';
import { factsOf, objectOf } from './parkEvent';

/** What a person, or a key that acts for one, decides about an event. */
export interface DeskAction {
  readonly id: string;
  /** As typed; kept with the event and, sealed, beside the audit entry. */
  readonly reason: string;
  readonly actor: Actor;
  readonly nowMs: number;
}

/** Replaces the payload of a parked event and makes it ready. @throws Problem 404, 409 */
export async function fixEvent(
  transaction: Transaction,
  { audit, vault }: { readonly audit: Audit; readonly vault: Vault },
  action: DeskAction,
  body: string,
): Promise<EventSummary> {
  const row = await require(transaction, action.id, ['parked']);
  await refuseSuperseded(transaction, row);
  const kept = await transaction.get<{ body: Uint8Array }>('SELECT body FROM event_bodies WHERE seq = ?', [row.seq]);
  const before = kept && vault.open(bodyPurpose(row.source, row.delivery_id), kept.body);
  const after = Buffer.from(body, 'utf8');
  await transaction.run(
    `INSERT INTO event_bodies (seq, headers, body) VALUES (?, '{}', ?) ON CONFLICT (seq) DO UPDATE SET body = excluded.body`,
    [row.seq, vault.seal(bodyPurpose(row.source, row.delivery_id), after)],
  );
  await transaction.run('UPDATE events SET fixed = 1, erased = 0 WHERE seq = ?', [row.seq]);
  await note(transaction, audit, 'event.fixed', row, action, {
    ...(before !== undefined && { bodyHashBefore: sha256(before) }),
    bodyHashAfter: sha256(after),
  });
  return await makeReady(transaction, row, action.nowMs);
}

/** Makes a parked event ready again. @throws Problem 404, 409 */
export async function replayEvent(transaction: Transaction, audit: Audit, action: DeskAction): Promise<EventSummary> {
  const row = await require(transaction, action.id, ['parked']);
  await refuseSuperseded(transaction, row);
  await note(transaction, audit, 'event.replayed', row, action, {});
  return await makeReady(transaction, row, action.nowMs);
}

/** Ends an event by hand: a parked one, or one whose outcome stays unknown. @throws Problem 404, 409 */
export async function resolveEvent(transaction: Transaction, audit: Audit, action: DeskAction): Promise<EventSummary> {
  const row = await require(transaction, action.id, ['parked', 'unknown']);
  await note(transaction, audit, 'event.resolved', row, action, { from: row.state });
  await transaction.run(`UPDATE events SET state = 'resolved', blocked = 0, settled_at_ms = ?, reason = ? WHERE seq = ?`, [
    action.nowMs,
    action.reason,
    row.seq,
  ]);
  return await summary(transaction, row.seq);
}

async function makeReady(transaction: Transaction, row: EventRow, nowMs: number): Promise<EventSummary> {
  await transaction.run(
    `UPDATE events SET state = 'ready', due_at_ms = ?, strikes = 0, reason = NULL, next_step = NULL, code = NULL WHERE seq = ?`,
    [nowMs, row.seq],
  );
  return await summary(transaction, row.seq);
}

async function require(transaction: Transaction, id: string, states: readonly EventState[]): Promise<EventRow> {
  const seq = seqOfId(id);
  const row =
    seq === undefined
      ? undefined
      : await transaction.get<EventRow>(`SELECT ${EVENT_COLUMNS} FROM events WHERE seq = ?${transaction.forUpdate}`, [seq]);
  if (row === undefined) throw new Problem(404, 'unknown-event', `There is no event ${id}.`);
  if (!states.includes(row.state)) {
    const nextStep =
      row.state === 'leased' ? 'Wait until its workflow has reported, or its lease has ended.' : 'Load the list again.';
    throw new Problem(409, 'not-parked', `Event ${id} is ${row.state}, not ${states.join(' or ')}.`, {
      state: row.state,
      nextStep,
    });
  }
  return row;
}

/** An older version must not overwrite a newer one, not even by hand. */
async function refuseSuperseded(transaction: Transaction, row: EventRow): Promise<void> {
  if (row.full_state !== 1 || row.version === null) return;
  const done = await doneVersion(transaction, row);
  if (done === undefined || compareVersions(row.version, done) >= 0) return;
  throw new Problem(
    409,
    'superseded',
    `Event ${row.seq} has version ${row.version} of its document, and version ${done} is done.`,
    {
      version: row.version,
      doneVersion: done,
      nextStep: 'Resolve the event: a newer state of its document has taken effect.',
    },
  );
}

async function note(
  transaction: Transaction,
  audit: Audit,
  type: string,
  row: EventRow,
  { actor, reason }: DeskAction,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  // People write names into reasons, so the text is kept where it can be erased.
  await audit.append(transaction, {
    actor,
    type,
    object: objectOf(row),
    body: { ...factsOf(row), ...facts },
    personal: { reason },
  });
}

async function summary(transaction: Transaction, seq: number): Promise<EventSummary> {
  const row = await transaction.get<EventRow>(`SELECT ${EVENT_COLUMNS} FROM events WHERE seq = ?`, [seq]);
  if (row === undefined) throw new Problem(404, 'unknown-event', `There is no event ${seq}.`);
  return summaryOf(row);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
