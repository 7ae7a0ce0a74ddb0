import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../contract';
import type { Database, Transaction } from '../store';
import { type Person, personOfRow, type PersonRow } from './person';

/** A session ends after half an hour in which the person did nothing … */
export const IDLE_MS = 30 * 60_000;
/** … and at the latest after one long working day. */
export const ABSOLUTE_MS = 12 * 60 * 60_000;
/** How exact `seen_at_ms` is: not every click has to be a write. */
const SEEN_STEP_MS = 60_000;
const ID_BYTES = 32;

export interface Session {
  readonly person: Person;
  /** What state-changing requests must carry in a header: made from the cookie's secret, which other sites cannot read. */
  readonly csrf: string;
  readonly createdAtMs: number;
  /** When it ends if the person does nothing. */
  readonly endsAtMs: number;
}

/** Sessions of people; the store holds only hashes of their ids. */
export class Sessions {
  constructor(
    private readonly parts: { readonly database: Database; readonly clock: Clock; readonly random: (bytes: number) => Buffer },
  ) {}

  /** Opens a session in the caller's transaction. @returns the id for the cookie: 256 random bits as base64url */
  async open(transaction: Transaction, name: string): Promise<string> {
    const now = this.parts.clock.now();
    await transaction.run('DELETE FROM people_sessions WHERE seen_at_ms < ?', [now - ABSOLUTE_MS]);
    const id = this.parts.random(ID_BYTES).toString('base64url');
    await transaction.run('INSERT INTO people_sessions (id_hash, name, created_at_ms, seen_at_ms) VALUES (?, ?, ?, ?)', [
      hashed(id),
      name,
      now,
      now,
    ]);
    return id;
  }

  /**
   * The session of a cookie.
   * @param active false for requests that a page makes by itself: an open page alone does not keep anybody signed in
   * @returns `undefined` when it is unknown, idle for too long, too old, or its person was deactivated
   */
  async find(id: string, active: boolean): Promise<Session | undefined> {
    const { clock, database } = this.parts;
    const now = clock.now();
    const row = await database.read(
      async (transaction) =>
        await transaction.get<PersonRow & { session_at_ms: number; seen_at_ms: number }>(
          `SELECT people.*, people_sessions.created_at_ms AS session_at_ms, people_sessions.seen_at_ms
             FROM people_sessions JOIN people ON people.name = people_sessions.name WHERE id_hash = ?`,
          [hashed(id)],
        ),
    );
    if (row === undefined || row.active !== 1) return undefined;
    if (now >= row.seen_at_ms + IDLE_MS || now >= row.session_at_ms + ABSOLUTE_MS) return undefined;
    if (active && now >= row.seen_at_ms + SEEN_STEP_MS) {
      await database.write(
        async (transaction) =>
          await transaction.run('UPDATE people_sessions SET seen_at_ms = ? WHERE id_hash = ? AND seen_at_ms < ?', [
            now,
            hashed(id),
            now,
          ]),
      );
    }
    const seenAtMs = active ? now : row.seen_at_ms;
    return {
      person: personOfRow(row),
      csrf: createHmac('sha256', id).update('medsupply-csrf/1').digest('base64url'),
      createdAtMs: row.session_at_ms,
      endsAtMs: Math.min(seenAtMs + IDLE_MS, row.session_at_ms + ABSOLUTE_MS),
    };
  }

  async end(transaction: Transaction, id: string): Promise<void> {
    await transaction.run('DELETE FROM people_sessions WHERE id_hash = ?', [hashed(id)]);
  }

  /** Ends every session of a person: after a new password, another role, or a deactivation. */
  async endAll(transaction: Transaction, name: string): Promise<void> {
    await transaction.run('DELETE FROM people_sessions WHERE name = ?', [name]);
  }
}

function hashed(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
