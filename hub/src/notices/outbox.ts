import type { HubEventKind } from '../../../core/hub';
import type { Audit, Clock, Notices } from '../contract';
import type { Database, Transaction } from '../store';

/** After this time nobody is helped by a notice any more. */
export const NOTICE_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** A notice on its way to one subscription. */
export interface WaitingNotice {
  readonly seq: number;
  readonly kind: HubEventKind;
  readonly subject: Readonly<Record<string, unknown>>;
  readonly publishedAtMs: number;
}

interface NoticeRow {
  readonly seq: number;
  readonly kind: HubEventKind;
  readonly subject: string;
  readonly published_at_ms: number;
}

/**
 * Hub events, one row for each subscription that wants them, written in the transaction of what they tell about. A row goes when it
 * was taken; so each subscription advances by itself, and a number that another replica commits late is not passed over.
 */
export class NoticeOutbox implements Notices {
  constructor(private readonly parts: { readonly database: Database; readonly clock: Clock; readonly audit: Audit }) {}

  /** @param subject facts without personal values; JSON */
  async publish(transaction: Transaction, kind: HubEventKind, subject: Readonly<Record<string, unknown>>): Promise<void> {
    const subscriptions = await transaction.all<{ id: string; kinds: string }>('SELECT id, kinds FROM subscriptions');
    const wanting = subscriptions.filter(({ kinds }) => (JSON.parse(kinds) as readonly string[]).includes(kind));
    for (const { id } of wanting.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
      await transaction.run(
        'INSERT INTO notice_outbox (subscription_id, kind, subject, published_at_ms, claimed_until_ms) VALUES (?, ?, ?, ?, 0)',
        [id, kind, JSON.stringify(subject), this.parts.clock.now()],
      );
    }
  }

  /** Subscriptions for which something waits that nobody is pushing. */
  async waiting(nowMs: number): Promise<readonly string[]> {
    const rows = await this.parts.database.read(
      async (transaction) =>
        await transaction.all<{ id: string }>(
          'SELECT DISTINCT subscription_id AS id FROM notice_outbox WHERE claimed_until_ms <= ?',
          [nowMs],
        ),
    );
    return rows.map(({ id }) => id);
  }

  /** Takes the oldest notices of a subscription for pushing; until the claim ends no other replica gets them. */
  async claim(subscription: string, limit: number, untilMs: number): Promise<readonly WaitingNotice[]> {
    const nowMs = this.parts.clock.now();
    const rows = await this.parts.database.write(async (transaction) => {
      const found = await transaction.all<NoticeRow>(
        `SELECT seq, kind, subject, published_at_ms FROM notice_outbox WHERE subscription_id = ? AND claimed_until_ms <= ?
         ORDER BY seq LIMIT ?${transaction.forUpdateSkipLocked}`,
        [subscription, nowMs, limit],
      );
      for (const { seq } of found)
        await transaction.run('UPDATE notice_outbox SET claimed_until_ms = ? WHERE seq = ?', [untilMs, seq]);
      return found;
    });
    return rows.map((row) => ({
      seq: row.seq,
      kind: row.kind,
      subject: JSON.parse(row.subject) as Readonly<Record<string, unknown>>,
      publishedAtMs: row.published_at_ms,
    }));
  }

  /** They were taken. */
  async remove(notices: readonly WaitingNotice[]): Promise<void> {
    await this.parts.database.write(async (transaction) => {
      for (const { seq } of notices) await transaction.run('DELETE FROM notice_outbox WHERE seq = ?', [seq]);
    });
  }

  /** They were not taken, or nobody knows: they wait until this time. */
  async putBack(notices: readonly WaitingNotice[], notBeforeMs: number): Promise<void> {
    await this.parts.database.write(async (transaction) => {
      for (const { seq } of notices) {
        await transaction.run('UPDATE notice_outbox SET claimed_until_ms = ? WHERE seq = ?', [notBeforeMs, seq]);
      }
    });
  }

  /** Gives up what nobody has taken for a week; the audit log says how much. To be called about once an hour. */
  async dropOld(): Promise<number> {
    const { database, clock, audit } = this.parts;
    const beforeMs = clock.now() - NOTICE_LIFETIME_MS;
    return await database.write(async (transaction) => {
      const old = await transaction.all<{ subscription_id: string; kind: string; dropped: number }>(
        `SELECT subscription_id, kind, COUNT(*) AS dropped FROM notice_outbox WHERE published_at_ms < ? GROUP BY subscription_id, kind`,
        [beforeMs],
      );
      if (old.length === 0) return 0;
      await transaction.run('DELETE FROM notice_outbox WHERE published_at_ms < ?', [beforeMs]);
      for (const { subscription_id: id, kind, dropped } of old) {
        const body = { kind, count: dropped };
        await audit.append(transaction, {
          actor: { kind: 'hub', id: 'notices' },
          type: 'notice.dropped',
          object: { kind: 'subscription', id },
          body,
        });
      }
      return old.reduce((sum, { dropped }) => sum + dropped, 0);
    });
  }
}
