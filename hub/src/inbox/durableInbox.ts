import { randomBytes } from 'node:crypto';
import type { EventReport, EventReported, EventSummary, LeasedEvent, NewEvent, StoredEvent } from '../../../core/hub';
import type { Actor, Audit, Clock, DueEvents, Erasable, EventQuery, Inbox, Meter, Notices, Vault } from '../contract';
import { Problem } from '../failures';
import type { Database } from '../store';
import { bodyPurpose } from './bodyPurpose';
import { fixEvent, replayEvent, resolveEvent } from './deskActions';
import { erasePersonal, forgetDeliveries } from './eraseEvents';
import { EVENT_COLUMNS, seqOfId, summaryOf, type EventRow } from './eventRow';
import { LeaseRun, type LeaseRequest, type TakenEvent } from './leaseEvents';
import { eventsNeedingAttention, listEvents } from './listEvents';
import { factsOf, objectOf, parkEvent } from './parkEvent';
import { reportEvent } from './reportEvents';
import { DEFAULT_INBOX_SETTINGS, type InboxSettings } from './settings';
import { storeEvent } from './storeEvent';
import { backlogOf, dueEvents } from './waitingEvents';

export interface InboxParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly vault: Vault;
  readonly notices?: Notices;
  readonly meter?: Meter;
  readonly settings?: Partial<InboxSettings>;
  /** From 0 to 1, for jitter. */
  readonly random?: () => number;
  /** Random part of leases: at least 64 bit, without points. */
  readonly makeSecret?: () => string;
}

const SECRET_BYTES = 12;
const INBOX: Actor = { kind: 'hub', id: 'inbox' };

/**
 * The inbox in the hub's store. Bodies are sealed; everything that a person or a key decides about an event is audited, what the
 * machine does by itself (stored, handed out, done) is not: the effects are.
 */
export class DurableInbox implements Inbox, Erasable {
  readonly name = 'inbox';
  private readonly settings: InboxSettings;
  private readonly random: () => number;
  private readonly makeSecret: () => string;

  constructor(private readonly parts: InboxParts) {
    this.settings = { ...DEFAULT_INBOX_SETTINGS, ...parts.settings };
    this.random = parts.random ?? Math.random;
    this.makeSecret = parts.makeSecret ?? (() => randomBytes(SECRET_BYTES).toString('base64url'));
  }

  async store(event: NewEvent): Promise<StoredEvent> {
    const { database, clock, vault } = this.parts;
    const sealedBody = vault.seal(bodyPurpose(event.source, event.deliveryId), event.body);
    const sealed = { event, sealedBody, receivedAtMs: clock.now() };
    return await database.write(async (transaction) => await storeEvent(transaction, sealed));
  }

  async lease(request: LeaseRequest): Promise<readonly LeasedEvent[]> {
    const { database, clock } = this.parts;
    const parts = { ...this.parts, settings: this.settings };
    const nowMs = clock.now();
    const secret = this.makeSecret();
    const taken = await database.write(
      async (transaction) => await new LeaseRun(transaction, parts, request, nowMs, secret).run(),
    );
    const opened: LeasedEvent[] = [];
    for (const event of taken) {
      const leased = this.open(event);
      if (leased === undefined) await this.parkUnreadable(event.row);
      else opened.push(leased);
    }
    return opened;
  }

  async report(reports: readonly EventReport[], actor: Actor): Promise<readonly EventReported[]> {
    const { database, clock, meter } = this.parts;
    const parts = { ...this.parts, settings: this.settings, random: this.random };
    const nowMs = clock.now();
    const taken = await database.write(async (transaction) => {
      const results = [];
      for (const report of reports) results.push(await reportEvent(transaction, parts, report, nowMs, actor));
      return results;
    });
    for (const [index, { reported, lagMs }] of taken.entries()) {
      const outcome = reported.state === 'leaseLost' ? 'leaseLost' : (reports[index]?.outcome ?? 'done');
      meter?.count('medsupply_events_total', { outcome });
      if (lagMs !== undefined) meter?.observe('medsupply_event_lag_seconds', lagMs / 1000);
    }
    return taken.map(({ reported }) => reported);
  }

  async list(query: EventQuery): Promise<readonly EventSummary[]> {
    return await this.parts.database.read(async (transaction) => await listEvents(transaction, query));
  }

  /** Parked events, and those whose outcome has stayed unknown through many hand-outs; newest first. */
  async needsAttention(limit: number): Promise<readonly EventSummary[]> {
    return await this.parts.database.read(async (transaction) => await eventsNeedingAttention(transaction, limit));
  }

  async get(id: string): Promise<EventSummary | undefined> {
    const row = await this.row(id);
    return row && summaryOf(row);
  }

  async body(id: string, actor: Actor): Promise<string | undefined> {
    const { database, audit, vault } = this.parts;
    const asked = await this.row(id);
    if (asked === undefined) throw new Problem(404, 'unknown-event', `There is no event ${id}.`);
    // A repeat has no body of its own.
    const row = asked.repeat_of === null ? asked : ((await this.row(String(asked.repeat_of))) ?? asked);
    const kept = await database.write(async (transaction) => {
      await audit.append(transaction, { actor, type: 'event.bodyRead', object: objectOf(asked), body: factsOf(asked) });
      return await transaction.get<{ body: Uint8Array }>('SELECT body FROM event_bodies WHERE seq = ?', [row.seq]);
    });
    return kept && textOf(vault.open(bodyPurpose(row.source, row.delivery_id), kept.body));
  }

  async fix(id: string, body: string, reason: string, actor: Actor): Promise<EventSummary> {
    const action = { id, reason, actor, nowMs: this.parts.clock.now() };
    return await this.parts.database.write(async (transaction) => await fixEvent(transaction, this.parts, action, body));
  }

  async replay(id: string, reason: string, actor: Actor): Promise<EventSummary> {
    const action = { id, reason, actor, nowMs: this.parts.clock.now() };
    return await this.parts.database.write(async (transaction) => await replayEvent(transaction, this.parts.audit, action));
  }

  async resolve(id: string, reason: string, actor: Actor): Promise<EventSummary> {
    const action = { id, reason, actor, nowMs: this.parts.clock.now() };
    return await this.parts.database.write(async (transaction) => await resolveEvent(transaction, this.parts.audit, action));
  }

  async due(atMost: number): Promise<readonly DueEvents[]> {
    const nowMs = this.parts.clock.now();
    return await this.parts.database.read(async (transaction) => await dueEvents(transaction, nowMs, atMost));
  }

  async runningLeases(leases: readonly string[]): Promise<readonly string[]> {
    const nowMs = this.parts.clock.now();
    const sql = `SELECT lease FROM events WHERE seq = ? AND state = 'leased' AND lease = ? AND lease_until_ms > ?`;
    return await this.parts.database.read(async (transaction) => {
      const running: string[] = [];
      for (const lease of leases) {
        const seq = seqOfId(lease.split('.')[0] ?? '');
        if (seq !== undefined && (await transaction.get(sql, [seq, lease, nowMs])) !== undefined) running.push(lease);
      }
      return running;
    });
  }

  async settledIn(fromMs: number, toMs: number): Promise<readonly { readonly businessKey?: string; readonly lagMs: number }[]> {
    // What was erased ended long before anybody counts it; the condition lets the index serve.
    const sql = `SELECT business_key, settled_at_ms - received_at_ms AS lag_ms FROM events
      WHERE settled_at_ms IS NOT NULL AND erased = 0 AND settled_at_ms >= ? AND settled_at_ms < ? AND state = 'done'`;
    const rows = await this.parts.database.read(
      async (transaction) => await transaction.all<{ business_key: string | null; lag_ms: number }>(sql, [fromMs, toMs]),
    );
    return rows.map(({ business_key: key, lag_ms: lagMs }) => ({
      ...(key !== null && { businessKey: key }),
      lagMs: Math.max(0, lagMs),
    }));
  }

  async backlog(): ReturnType<Inbox['backlog']> {
    return await this.parts.database.read(backlogOf);
  }

  async erasePersonal(settledBeforeMs: number, limit: number): Promise<number> {
    return await this.parts.database.write(async (transaction) => await erasePersonal(transaction, settledBeforeMs, limit));
  }

  async forgetDeliveries(receivedBeforeMs: number, limit: number): Promise<number> {
    return await this.parts.database.write(async (transaction) => await forgetDeliveries(transaction, receivedBeforeMs, limit));
  }

  private async row(id: string): Promise<EventRow | undefined> {
    const seq = seqOfId(id);
    if (seq === undefined) return undefined;
    const sql = `SELECT ${EVENT_COLUMNS} FROM events WHERE seq = ?`;
    return await this.parts.database.read(async (transaction) => await transaction.get<EventRow>(sql, [seq]));
  }

  private open({ row, lease, attempt, leaseUntilMs, headers, sealedBody }: TakenEvent): LeasedEvent | undefined {
    try {
      const body = textOf(this.parts.vault.open(bodyPurpose(row.source, row.delivery_id), sealedBody));
      return {
        id: String(row.seq),
        lease,
        attempt,
        leaseUntilMs,
        source: row.source,
        deliveryId: row.delivery_id,
        eventId: row.event_id ?? undefined,
        topic: row.topic,
        businessKey: row.business_key ?? undefined,
        version: row.version ?? undefined,
        triggeredAt: row.triggered_at ?? undefined,
        receivedAtMs: row.received_at_ms,
        headers: JSON.parse(headers) as Readonly<Record<string, string>>,
        body,
      };
    } catch {
      return undefined; // another key, or changed bytes: this event's trouble, not that of the others
    }
  }

  private async parkUnreadable(row: EventRow): Promise<void> {
    const reason = 'Its body cannot be decrypted.';
    const nextStep = 'Start the hub with the key file it was stored with; then replay the event.';
    await this.parts.database.write(
      async (transaction) => await parkEvent(transaction, this.parts, row, { reason, nextStep, code: 'body-unreadable' }, INBOX),
    );
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
