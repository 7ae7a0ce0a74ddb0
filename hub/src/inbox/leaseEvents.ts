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
const BODY_MISSING = {
  reason: 'Its body is missing.',
  nextStep: 'Restore the hub’s store from a backup, or resolve the event by hand.',
  code: 'body-missing',
};

/**
 * Hands out due events, oldest first. Each due row that is looked at leaves the due ones: it is leased, superseded, parked, or put
 * off until the event of its document that is in flight has ended. So a document with ten thousand waiting events is in nobody's way.
 */
export class LeaseRun {
  private readonly taken: TakenEvent[] = [];
  /** Chosen in the page under way; they get their leases together. */
  private chosen: EventRow[] = [];
  private readonly leaseUntilMs: number;

  constructor(
    private readonly transaction: Transaction,
    private readonly parts: ParkingParts & { readonly settings: InboxSettings },
    private readonly request: LeaseRequest,
    private readonly nowMs: number,
    /** Random part of the leases of this run. */
    private readonly secret: string,
  ) {
    this.leaseUntilMs = nowMs + request.leaseMs;
  }

  async run(): Promise<readonly TakenEvent[]> {
    for (let examined = 0; examined < MAX_EXAMINED && this.taken.length < this.request.limit; ) {
      const due = await this.dueRows();
      if (due.length === 0) break;
      examined += due.length;
      const judged = new Set<string>();
      for (const row of due) {
        if (this.taken.length + this.chosen.length >= this.request.limit) break;
        if (row.business_key === null) await this.choose(row);
        else if (!judged.has(row.business_key)) await this.chooseOfDocument(row.source, row.business_key);
        judged.add(row.business_key ?? '');
      }
      await this.lease();
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

  /** Chooses the event of a document whose turn it is, if there is one; what else is due of it is put off. */
  private async chooseOfDocument(source: string, key: string): Promise<void> {
    for (;;) {
      const rows = await this.unfinishedOf(source, key);
      const inFlight = rows.find(({ state, lease_until_ms: untilMs }) => state === 'leased' && (untilMs ?? 0) > this.nowMs);
      if (inFlight !== undefined) return await this.block(source, key, inFlight.lease_until_ms ?? this.nowMs);
      const done = await doneVersion(this.transaction, { source, business_key: key });
      const { superseded, next } = judgeDocument(rows, done, this.nowMs, (row) => this.wants(row));
      for (const { seq, by } of superseded) await this.supersede(seq, by);
      if (next === undefined) return;
      if (await this.choose(next)) {
        if (rows.length > superseded.length + 1) await this.block(source, key, this.leaseUntilMs, next.seq);
        return;
      }
      // It was parked, which blocks nobody: then it is the next one's turn.
    }
  }

  private wants({ redriven }: EventRow): boolean {
    return this.request.redriven === 'any' || (this.request.redriven === 'only') === (redriven === 1);
  }

  /** Those in flight first, then those that could go, so that the limit cuts off none that matters now. */
  private async unfinishedOf(source: string, key: string): Promise<readonly EventRow[]> {
    return await this.transaction.all<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE business_key = ? AND source = ? AND ${UNFINISHED}
       ORDER BY CASE WHEN state = 'leased' THEN 0 WHEN blocked = 1 OR due_at_ms <= ? THEN 1 ELSE 2 END, seq LIMIT ?`,
      [key, source, this.nowMs, MAX_OF_DOCUMENT],
    );
  }

  /** @returns false when it was parked instead, because its lease has ended too often */
  private async choose(row: EventRow): Promise<boolean> {
    const strikes = row.strikes + (row.state === 'leased' ? 1 : 0);
    if (strikes >= this.parts.settings.maxStrikes) {
      const reason = `It was handed out ${row.attempts} times, and nobody reported what became of it.`;
      const nextStep =
        'Look for the last executions of its workflow: they were ended, or took longer than the lease. Then replay it.';
      await parkEvent(this.transaction, this.parts, row, { reason, nextStep, code: 'lease-ended' }, INBOX);
      return false;
    }
    this.chosen.push(row);
    return true;
  }

  /** Gives the chosen events their leases: two statements for all of them. */
  private async lease(): Promise<void> {
    const rows = this.chosen;
    this.chosen = [];
    if (rows.length === 0) return;
    const seqs = rows.map(({ seq }) => seq);
    const places = seqs.map(() => '?').join(', ');
    await this.transaction.run(
      `UPDATE events SET strikes = strikes + CASE WHEN state = 'leased' THEN 1 ELSE 0 END, state = 'leased', blocked = 0, redriven = 1,
       attempts = attempts + 1, fence = fence + 1, lease = CAST(seq AS TEXT) || '.' || CAST(fence + 1 AS TEXT) || '.' || ?,
       lease_until_ms = ?, due_at_ms = ? WHERE seq IN (${places})`,
      [this.secret, this.leaseUntilMs, this.leaseUntilMs, ...seqs],
    );
    const bodies = await this.transaction.all<{ seq: number; headers: string; body: Uint8Array }>(
      `SELECT seq, headers, body FROM event_bodies WHERE seq IN (${places})`,
      seqs,
    );
    const bySeq = new Map(bodies.map((body) => [body.seq, body]));
    for (const row of rows) {
      const body = bySeq.get(row.seq);
      if (body === undefined) {
        await parkEvent(this.transaction, this.parts, row, BODY_MISSING, INBOX);
        continue;
      }
      const lease = `${row.seq}.${row.fence + 1}.${this.secret}`;
      const { leaseUntilMs } = this;
      this.taken.push({ row, lease, attempt: row.attempts + 1, leaseUntilMs, headers: body.headers, sealedBody: body.body });
    }
  }

  /** Puts off what is due of a document until the event of it that is in flight must have ended. */
  private async block(source: string, key: string, untilMs: number, except = 0): Promise<void> {
    await this.transaction.run(
      `UPDATE events SET blocked = 1, due_at_ms = ? WHERE business_key = ? AND source = ? AND due_at_ms <= ? AND seq <> ? AND ${UNFINISHED}`,
      [untilMs, key, source, this.nowMs, except],
    );
  }

  private async supersede(seq: number, by: string): Promise<void> {
    await this.transaction.run(
      `UPDATE events SET state = 'superseded', blocked = 0, settled_at_ms = ?, superseded_by = ? WHERE seq = ?`,
      [this.nowMs, by, seq],
    );
  }
}
