import { createHash } from 'node:crypto';
import type { Clock } from '../contract';
import type { Database } from '../store';

const WINDOW_MS = 15 * 60_000;
/** Wrong passwords for one name from one address: enough for a person, far too few for guessing. */
const PER_NAME_AND_ADDRESS = 5;
/** From one address for any names; many people can sit behind one address. */
const PER_ADDRESS = 50;

/** `first` is true for the attempt that reached the limit: only that one is worth an audit entry. */
export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly first: boolean; readonly retryAfterMs: number };

/** Counts failed sign-ins per name and address, in the store, so that every replica and every restart knows them. */
export class SignInLimit {
  constructor(private readonly parts: { readonly database: Database; readonly clock: Clock }) {}

  /** Counts an attempt before its password is checked, so that a hundred at once do not all pass. */
  async admit(name: string, address: string): Promise<Admission> {
    const now = this.parts.clock.now();
    return await this.parts.database.write(async (transaction) => {
      await transaction.run('DELETE FROM people_sign_in_failures WHERE since_at_ms <= ?', [now - WINDOW_MS]);
      let refusal: Admission | undefined;
      for (const [subject, limit] of subjects(name, address)) {
        const row = await transaction.get<{ failures: number; since_at_ms: number }>(
          `INSERT INTO people_sign_in_failures (subject_hash, failures, since_at_ms) VALUES (?, 1, ?)
             ON CONFLICT (subject_hash) DO UPDATE SET failures = people_sign_in_failures.failures + 1
             RETURNING failures, since_at_ms`,
          [subject, now],
        );
        if (row === undefined || row.failures <= limit) continue;
        refusal ??= { admitted: false, first: row.failures === limit + 1, retryAfterMs: row.since_at_ms + WINDOW_MS - now };
      }
      return refusal ?? { admitted: true };
    });
  }

  /** Forgets what was counted for a name and address, after the right password. */
  async forget(name: string, address: string): Promise<void> {
    const [own, shared] = subjects(name, address);
    await this.parts.database.write(async (transaction) => {
      await transaction.run('DELETE FROM people_sign_in_failures WHERE subject_hash = ?', [own[0]]);
      await transaction.run(
        'UPDATE people_sign_in_failures SET failures = failures - 1 WHERE subject_hash = ? AND failures > 0',
        [shared[0]],
      );
    });
  }
}

type Subject = readonly [hash: string, limit: number];

function subjects(name: string, address: string): readonly [Subject, Subject] {
  return [
    [hashed(`${address}\n${name}`), PER_NAME_AND_ADDRESS],
    [hashed(address), PER_ADDRESS],
  ];
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
