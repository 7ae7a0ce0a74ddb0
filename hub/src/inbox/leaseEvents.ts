import type { Actor, Inbox } from '../contract';
import type { Transaction } from '../store';
import { doneVersion } from './doneVersion';
import { EVENT_COLUMNS, UNFINISHED, type EventRow } from './eventRow';
import { judgeDocument } from './judgeDocument';
import { parkEvent, type ParkingParts } from './parkEvent';
import type { InboxSettings } from './settings';

export type LeaseRequest = Parameters<Inbox['lease']>[0];

/** An event with a new lease, its body still sealed. */
export interface TakenEvent {
  readonly row: EventRow;
  readonly lease: string;
  readonly attempt: number;
  readonly leaseUntilMs: number;
  readonly headers: string;
  readonly sealedBody: Uint8Array;
}

/** Rows looked at in one call at most, so that a strange backlog does not hold the writer. */
const MAX_EXAMINED = 2_000;
/** Waiting events of one document that are judged together; the rest comes with the next hand-out. */
const MAX_OF_DOCUMENT = 500;
const INBOX: Actor = { kind: 'hub', id: 'inbox' };

/**
 * Hands out due events, oldest first. Each due row that is looked at leaves the due ones: it is leased, superseded, parked, or put
 * off until the event of its document that is in flight has ended. So a document with ten thousand waiting events is in nobody's way.
 */
export class LeaseRun {
  private readonly taken: TakenEvent[] = [];

  constructor(
    private readonly transaction: Transaction,
    private readonly parts: ParkingParts & { readonly settings: InboxSettings },
    private readonly request: LeaseRequest,
    private readonly nowMs: number,
    /** Random part of the leases of this run. */
    private readonly secret: string,
  ) {}

  async run(): Promise<readonly TakenEvent[]> {
    for (let examined = 0; examined < MAX_EXAMINED && this.taken.length < this.request.limit; ) {
      const due = await this.dueRows();
      if (due.length === 0) break;
      examined += due.length;
      const judged = new Set<string>();
      for (const row of due) {
        if (this.taken.length >= this.request.limit) break;
        if (row.business_key === null) await this.leaseOrPark(row);
        else if (!judged.has(row.business_key)) await this.takeOfDocument(row.source, row.business_key);
        judged.add(row.business_key ?? '');
      }
    }
    return this.taken;
  }

  private async dueRows(): Promise<readonly EventRow[]> {
    const { source, limit, redriven } = this.request;
    const kinds = { only: [1], none: [0], any: [0, 1] }[redriven];
    const rows: EventRow[] = [];
    for (const kind of kinds) {
      rows.push(
        ...(await this.transaction.all<EventRow>(
          `SELECT ${EVENT_COLUMNS} FROM events WHERE source = ? AND redriven = ? AND due_at_ms <= ? AND ${UNFINISHED}
           ORDER BY due_at_ms, seq LIMIT ?`,
          [source, kind, this.nowMs, limit - this.taken.length],
        )),
      );
    }
    return rows.sort((one, other) => one.due_at_ms - other.due_at_ms || one.seq - other.seq);
  }

  /** Leases the event of a document whose turn it is, if there is one; none of its events is due afterwards. */
  private async takeOfDocument(source: string, key: string): Promise<void> {
    for (;;) {
      const inFlightUntilMs = await this.inFlightUntil(source, key);
      if (inFlightUntilMs !== undefined) return await this.block(source, key, inFlightUntilMs);
      const waiting = await this.waitingOf(source, key);
      const done = await doneVersion(this.transaction, { source, business_key: key });
      const { superseded, next } = judgeDocument(waiting, done, this.nowMs, (row) => this.wants(row));
      for (const { seq, by } of superseded) await this.supersede(seq, by);
      if (next === undefined) return;
      await this.leaseOrPark(next); // one that is parked blocks nobody: then it is the next one's turn
    }
  }

  private wants({ redriven }: EventRow): boolean {
    return this.request.redriven === 'any' || (this.request.redriven === 'only') === (redriven === 1);
  }

  private async inFlightUntil(source: string, key: string): Promise<number | undefined> {
    const row = await this.transaction.get<{ until_ms: number | null }>(
      `SELECT MAX(lease_until_ms) AS until_ms FROM events WHERE business_key = ? AND source = ? AND ${UNFINISHED}
       AND state = 'leased' AND lease_until_ms > ?`,
      [key, source, this.nowMs],
    );
    return row?.until_ms ?? undefined;
  }

  private async waitingOf(source: string, key: string): Promise<readonly EventRow[]> {
    return await this.transaction.all<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE business_key = ? AND source = ? AND ${UNFINISHED}
       ORDER BY CASE WHEN blocked = 1 OR due_at_ms <= ? THEN 0 ELSE 1 END, seq LIMIT ?`,
      [key, source, this.nowMs, MAX_OF_DOCUMENT],
    );
  }

  /** An event whose lease has ended too often is parked instead. */
  private async leaseOrPark(row: EventRow): Promise<void> {
    const strikes = row.strikes + (row.state === 'leased' ? 1 : 0);
    if (strikes >= this.parts.settings.maxStrikes) {
      const reason = `It was handed out ${row.attempts} times, and nobody reported what became of it.`;
      const nextStep = 'Look for the last executions of its workflow: they were ended, or took longer than the lease. Then replay it.';
      await parkEvent(this.transaction, this.parts, row, { reason, nextStep, code: 'lease-ended' }, INBOX);
      return;
    }
    const body = await this.transaction.get<{ headers: string; body: Uint8Array }>(
      'SELECT headers, body FROM event_bodies WHERE seq = ?',
      [row.seq],
    );
    if (body === undefined) {
      const nextStep = 'Restore the hub’s store from a backup, or resolve the event by hand.';
      await parkEvent(this.transaction, this.parts, row, { reason: 'Its body is missing.', nextStep, code: 'body-missing' }, INBOX);
      return;
    }
    const leaseUntilMs = this.nowMs + this.request.leaseMs;
    const lease = `${row.seq}.${row.fence + 1}.${this.secret}`;
    await this.transaction.run(
      `UPDATE events SET state = 'leased', blocked = 0, redriven = 1, attempts = attempts + 1, fence = fence + 1, strikes = ?, lease = ?,
       lease_until_ms = ?, due_at_ms = ? WHERE seq = ?`,
      [strikes, lease, leaseUntilMs, leaseUntilMs, row.seq],
    );
    this.taken.push({ row, lease, attempt: row.attempts + 1, leaseUntilMs, headers: body.headers, sealedBody: body.body });
  }

  /** Puts off what is due of a document until the event of it that is in flight must have ended. */
  private async block(source: string, key: string, untilMs: number): Promise<void> {
    await this.transaction.run(
      `UPDATE events SET blocked = 1, due_at_ms = ? WHERE business_key = ? AND source = ? AND due_at_ms <= ? AND ${UNFINISHED}`,
      [untilMs, key, source, this.nowMs],
    );
  }

  private async supersede(seq: number, by: string): Promise<void> {
    await this.transaction.run(
      `UPDATE events SET state = 'superseded', blocked = 0, settled_at_ms = ?, superseded_by = ? WHERE seq = ?`,
      [this.nowMs, by, seq],
    );
  }
}
