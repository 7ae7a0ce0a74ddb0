import type {
  EventReport,
  EventReported,
  EventState,
  EventSummary,
  LeasedEvent,
  NewEvent,
  StoredEvent,
} from '../../../../core/hub';
import type { Clock, DueEvents, Inbox } from '../../../src/contract';

interface Entry {
  readonly id: string;
  readonly event: NewEvent;
  readonly receivedAtMs: number;
  state: EventState;
  dueAtMs: number;
  attempts: number;
  fence: number;
  lease: string | undefined;
  leaseUntilMs: number;
}

/** An inbox in memory, as far as intake and dispatcher use it; several replicas can share it. */
export class FakeInbox implements Inbox {
  readonly entries: Entry[] = [];
  leasesAsked = 0;

  constructor(private readonly clock: Clock) {}

  store(event: NewEvent): Promise<StoredEvent> {
    const known = this.entries.find(
      (entry) => entry.event.source === event.source && entry.event.deliveryId === event.deliveryId,
    );
    if (known !== undefined) return Promise.resolve({ id: known.id, outcome: 'knownDelivery' });
    const nowMs = this.clock.now();
    const id = String(this.entries.length + 1);
    const fresh = { state: 'ready', dueAtMs: nowMs, attempts: 0, fence: 0, lease: undefined, leaseUntilMs: 0 } as const;
    this.entries.push({ id, event, receivedAtMs: nowMs, ...fresh });
    return Promise.resolve({ id, outcome: 'stored' });
  }

  lease({ source, limit, leaseMs, redriven }: Parameters<Inbox['lease']>[0]): Promise<readonly LeasedEvent[]> {
    this.leasesAsked += 1;
    const nowMs = this.clock.now();
    const chosen = this.dueOf(source)
      .filter(({ attempts }) => redriven === 'any' || (redriven === 'only') === attempts > 0)
      .slice(0, limit);
    return Promise.resolve(
      chosen.map((entry) => {
        entry.state = 'leased';
        entry.attempts += 1;
        entry.fence += 1;
        entry.lease = `${entry.id}.${entry.fence}.0123456789abcdef`;
        entry.leaseUntilMs = nowMs + leaseMs;
        entry.dueAtMs = entry.leaseUntilMs;
        const { id, lease, attempts: attempt, leaseUntilMs, receivedAtMs, event } = entry;
        const { deliveryId, topic, headers } = event;
        const body = Buffer.from(event.body).toString('utf8');
        return { id, lease, attempt, leaseUntilMs, source, deliveryId, topic, receivedAtMs, headers, body };
      }),
    );
  }

  report(reports: readonly EventReport[]): Promise<readonly EventReported[]> {
    return Promise.resolve(
      reports.map(({ id, lease, outcome, notBeforeMs }) => {
        const entry = this.entry(id);
        if (entry.lease !== lease || entry.leaseUntilMs <= this.clock.now()) return { id, state: 'leaseLost' };
        entry.lease = undefined;
        if (outcome === 'released') entry.attempts -= 1;
        entry.state = outcome === 'released' || outcome === 'failed' ? 'ready' : outcome;
        entry.dueAtMs = notBeforeMs ?? this.clock.now();
        return { id, state: entry.state };
      }),
    );
  }

  due(): Promise<readonly DueEvents[]> {
    const sources = [...new Set(this.entries.map(({ event }) => event.source))];
    return Promise.resolve(
      sources.flatMap((source) =>
        [false, true].flatMap((redriven) => {
          const entries = this.dueOf(source).filter(({ attempts }) => attempts > 0 === redriven);
          if (entries.length === 0) return [];
          return { source, redriven, count: entries.length, oldestDueAtMs: Math.min(...entries.map(({ dueAtMs }) => dueAtMs)) };
        }),
      ),
    );
  }

  runningLeases(leases: readonly string[]): Promise<readonly string[]> {
    const nowMs = this.clock.now();
    const running = new Set(this.entries.filter(({ leaseUntilMs }) => leaseUntilMs > nowMs).map(({ lease }) => lease));
    return Promise.resolve(leases.filter((lease) => running.has(lease)));
  }

  get(id: string): Promise<EventSummary | undefined> {
    const { event, state, attempts, receivedAtMs } = this.entry(id);
    const { source, deliveryId, topic } = event;
    return Promise.resolve({ id, source, deliveryId, topic, state, attempts, receivedAtMs, fixed: false, erased: false });
  }

  list(): Promise<readonly EventSummary[]> {
    return Promise.reject(new Error('not used'));
  }

  body(): Promise<string | undefined> {
    return Promise.reject(new Error('not used'));
  }

  fix(): Promise<EventSummary> {
    return Promise.reject(new Error('not used'));
  }

  replay(id: string): Promise<EventSummary> {
    this.entry(id).state = 'ready';
    return this.get(id) as Promise<EventSummary>;
  }

  resolve(): Promise<EventSummary> {
    return Promise.reject(new Error('not used'));
  }

  backlog(): Promise<{ readonly byState: Readonly<Partial<Record<EventState, number>>> }> {
    return Promise.resolve({ byState: {} });
  }

  states(): readonly EventState[] {
    return this.entries.map(({ state }) => state);
  }

  private dueOf(source: string): readonly Entry[] {
    const nowMs = this.clock.now();
    return this.entries.filter(
      (entry) => entry.event.source === source && entry.dueAtMs <= nowMs && ['ready', 'unknown', 'leased'].includes(entry.state),
    );
  }

  private entry(id: string): Entry {
    const entry = this.entries.find((candidate) => candidate.id === id);
    if (entry === undefined) throw new Error(`no event ${id}`);
    return entry;
  }
}
