import type {
  Claim,
  DocumentReference,
  EffectSummary,
  EventSummary,
  Link,
  RegisteredSource,
  Settled,
  StoredEvent,
} from '../../../core/hub';
import type {
  Actor,
  Audit,
  AuditEntry,
  Effects,
  EventQuery,
  Inbox,
  LinkGraph,
  Links,
  Mappings,
  Notices,
  Sources,
  StoredMapping,
} from '../../src/contract';
import type { DeskAudit, DeskAuditEntry, DeskCheckpoint, DeskVerification } from '../../src/desk';
import { Problem } from '../../src/failures';
import type { Transaction } from '../../src/store';

const unused = (): never => {
  throw new Error('The fake does not do this.');
};

/** An audit log in memory: what was appended, in order. */
export class FakeAudit implements Audit, DeskAudit {
  readonly entries: (DeskAuditEntry & { readonly personal?: Readonly<Record<string, string>> })[] = [];
  /** What `verify` answers as the first bad entry. */
  badSeq: number | undefined;

  constructor(private readonly now: () => number) {}

  async append(_transaction: Transaction, { actor, type, object, body, personal }: AuditEntry): Promise<number> {
    const seq = this.entries.length + 1;
    this.entries.push({ seq, atMs: this.now(), actor: `${actor.kind}:${actor.id}`, type, object, body, personal });
    return await Promise.resolve(seq);
  }

  async list({
    before = Infinity,
    limit,
  }: {
    readonly before?: number;
    readonly limit: number;
  }): Promise<readonly DeskAuditEntry[]> {
    const entries = this.entries.filter(({ seq }) => seq < before).map(({ personal: _, ...entry }) => entry);
    return await Promise.resolve(entries.reverse().slice(0, limit));
  }

  async ofObject(kind: string, id: string, limit: number): Promise<readonly DeskAuditEntry[]> {
    return (await this.list({ limit: Infinity }))
      .filter(({ object }) => object.kind === kind && object.id === id)
      .slice(0, limit);
  }

  async checkpoint(): Promise<DeskCheckpoint | undefined> {
    const size = this.entries.length - (this.entries.length % 10);
    if (size === 0) return await Promise.resolve(undefined);
    const root = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MTIzNDU2Nzg=';
    return await Promise.resolve({
      size,
      root,
      atMs: this.now() - 240_000,
      text: `hub.example/log\n${size}\n${root}\n\n— hub.example AbCd…\n`,
    });
  }

  async verify(): Promise<DeskVerification> {
    const entries = this.entries.length;
    if (this.badSeq === undefined) return await Promise.resolve({ intact: true, entries });
    return await Promise.resolve({
      intact: false,
      entries,
      firstBadSeq: this.badSeq,
      reason: 'the entry does not match its hash',
    });
  }

  async *export(): AsyncIterable<string> {
    for (const { personal: _, ...entry } of this.entries) yield await Promise.resolve(`${JSON.stringify(entry)}\n`);
  }
}

/** Hub events that were published. */
export class FakeNotices implements Notices {
  readonly published: { readonly kind: string; readonly subject: Readonly<Record<string, unknown>> }[] = [];

  async publish(_transaction: Transaction, kind: string, subject: Readonly<Record<string, unknown>>): Promise<void> {
    this.published.push({ kind, subject });
    await Promise.resolve();
  }
}

/** An inbox in memory. */
export class FakeInbox implements Inbox {
  readonly events = new Map<string, EventSummary>();
  readonly bodies = new Map<string, string>();

  constructor(
    private readonly audit: FakeAudit,
    private readonly now: () => number,
  ) {}

  store = async (): Promise<StoredEvent> => await Promise.resolve(unused());
  lease = async () => await Promise.resolve(unused());
  report = async () => await Promise.resolve(unused());

  async list({ states, source, businessKey, after, limit, newestFirst }: EventQuery): Promise<readonly EventSummary[]> {
    const all = [...this.events.values()].sort((one, other) => Number(one.id) - Number(other.id));
    if (newestFirst === true) all.reverse();
    const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
    return await Promise.resolve(
      all
        .slice(start)
        .filter((event) => states === undefined || states.includes(event.state))
        .filter((event) => source === undefined || event.source === source)
        .filter((event) => businessKey === undefined || event.businessKey === businessKey)
        .slice(0, limit),
    );
  }

  async get(id: string): Promise<EventSummary | undefined> {
    return await Promise.resolve(this.events.get(id));
  }

  async body(id: string, actor: Actor): Promise<string | undefined> {
    await this.note('event.bodyRead', id, actor, {});
    return this.bodies.get(id);
  }

  async fix(id: string, body: string, reason: string, actor: Actor): Promise<EventSummary> {
    const event = this.parked(id);
    this.bodies.set(id, body);
    return await this.change({ ...event, fixed: true }, 'ready', 'event.fixed', reason, actor);
  }

  async replay(id: string, reason: string, actor: Actor): Promise<EventSummary> {
    const event = this.parked(id);
    if (event.code === 'old-version') {
      throw new Problem(409, 'superseded', `Event ${id} has an older version than one already taken on.`, {
        nextStep: 'Resolve it by hand.',
      });
    }
    return await this.change(event, 'ready', 'event.replayed', reason, actor);
  }

  async resolve(id: string, reason: string, actor: Actor): Promise<EventSummary> {
    return await this.change(this.parked(id), 'resolved', 'event.resolved', reason, actor);
  }

  async backlog() {
    const byState: Record<string, number> = {};
    let oldestReceivedAtMs: number | undefined;
    for (const { state, receivedAtMs } of this.events.values()) {
      byState[state] = (byState[state] ?? 0) + 1;
      const isUnfinished = state === 'ready' || state === 'leased' || state === 'unknown';
      if (isUnfinished) oldestReceivedAtMs = Math.min(oldestReceivedAtMs ?? Infinity, receivedAtMs);
    }
    return await Promise.resolve({ byState, oldestReceivedAtMs });
  }

  private parked(id: string): EventSummary {
    const event = this.events.get(id);
    if (event === undefined) throw new Problem(404, 'unknown-event', `There is no event ${id}.`);
    if (event.state !== 'parked')
      throw new Problem(409, 'not-parked', `Event ${id} is not parked any more.`, { nextStep: 'Load the page again.' });
    return event;
  }

  private async change(
    event: EventSummary,
    state: EventSummary['state'],
    type: string,
    reason: string,
    actor: Actor,
  ): Promise<EventSummary> {
    const changed: EventSummary = { ...event, state, dueAtMs: state === 'ready' ? this.now() : undefined };
    this.events.set(event.id, changed);
    await this.note(type, event.id, actor, { reason });
    return changed;
  }

  private async note(type: string, id: string, actor: Actor, personal: Readonly<Record<string, string>>): Promise<void> {
    await this.audit.append({} as Transaction, { actor, type, object: { kind: 'event', id }, body: {}, personal });
  }
}

/** Effects in memory. */
export class FakeEffects implements Effects {
  readonly effects = new Map<string, EffectSummary>();

  constructor(private readonly audit: FakeAudit) {}

  claim = async (): Promise<readonly Claim[]> => await Promise.resolve(unused());
  settle = async (): Promise<readonly Settled[]> => await Promise.resolve(unused());

  async get(key: string): Promise<EffectSummary | undefined> {
    return await Promise.resolve(this.effects.get(key));
  }

  async list({ states, limit }: Parameters<Effects['list']>[0]): Promise<readonly EffectSummary[]> {
    const all = [...this.effects.values()].filter(({ state }) => states === undefined || states.includes(state));
    return await Promise.resolve(all.slice(0, limit));
  }

  async resolve(key: string, outcome: 'done' | 'retry', reason: string, actor: Actor): Promise<EffectSummary> {
    const effect = this.effects.get(key);
    if (effect === undefined) throw new Problem(404, 'unknown-effect', 'There is no effect with this key.');
    const changed: EffectSummary = { ...effect, state: outcome === 'done' ? 'resolved' : 'retry' };
    this.effects.set(key, changed);
    await this.audit.append({} as Transaction, {
      actor,
      type: 'effect.resolved',
      object: { kind: 'effect', id: key },
      body: { outcome },
      personal: { reason },
    });
    return changed;
  }
}

/** Links in memory. */
export class FakeLinks implements Links {
  readonly links: (Link & { readonly atMs: number })[] = [];

  add = async (): Promise<void> => await Promise.resolve(unused());

  async graph(of: DocumentReference, depth: number): Promise<LinkGraph> {
    const keyOf = ({ system, tenant, documentType, id }: DocumentReference) => JSON.stringify([system, tenant, documentType, id]);
    const documents = new Map<string, DocumentReference>();
    for (const { from, to } of this.links) for (const one of [from, to]) documents.set(keyOf(one), one);
    const start = documents.get(keyOf(of)) ?? of;
    const reached = new Map([[keyOf(start), start]]);
    for (let step = 0; step < depth; step++) {
      for (const { from, to } of this.links) {
        if (!reached.has(keyOf(from)) && !reached.has(keyOf(to))) continue;
        for (const one of [from, to]) reached.set(keyOf(one), one);
      }
    }
    const keys = [...reached.keys()];
    const links = this.links
      .map(({ from, to, relation, atMs }) => ({ from: keys.indexOf(keyOf(from)), to: keys.indexOf(keyOf(to)), relation, atMs }))
      .filter(({ from, to }) => from >= 0 && to >= 0);
    return await Promise.resolve({ documents: [...reached.values()], links });
  }

  async find(text: string): Promise<readonly DocumentReference[]> {
    const found = new Map<string, DocumentReference>();
    for (const { from, to } of this.links) {
      for (const one of [from, to]) if (one.id === text || one.number === text) found.set(JSON.stringify(one), one);
    }
    return await Promise.resolve([...found.values()]);
  }
}

/** Sources in memory. */
export class FakeSources implements Sources {
  readonly sources: RegisteredSource[] = [];
  register = async () => await Promise.resolve(unused());
  deactivate = async () => await Promise.resolve(unused());
  subscribe = async () => await Promise.resolve(unused());
  unsubscribe = async () => await Promise.resolve(unused());
  list = async (): Promise<readonly RegisteredSource[]> => await Promise.resolve(this.sources);
  get = async (id: string) => await Promise.resolve(this.sources.find((source) => source.id === id));
}

/** Mappings in memory. */
export class FakeMappings implements Mappings {
  mappings: StoredMapping[] = [];
  upload = async () => await Promise.resolve(unused());
  list = async (): Promise<readonly StoredMapping[]> => await Promise.resolve(this.mappings);

  async get(id: string, version?: string) {
    const stored = this.mappings.find((one) => one.id === id && (version === undefined ? one.active : one.version === version));
    if (stored === undefined) return await Promise.resolve(undefined);
    return {
      stored,
      file: { id, version: stored.version, extends: stored.extends, fields: { number: { from: '/order_number' } } },
    };
  }

  async activate(id: string, version: string): Promise<StoredMapping> {
    this.mappings = this.mappings.map((one) => (one.id === id ? { ...one, active: one.version === version } : one));
    const active = this.mappings.find((one) => one.id === id && one.active);
    return await Promise.resolve(active ?? unused());
  }

  async rollback(id: string): Promise<StoredMapping> {
    const other = this.mappings.find((one) => one.id === id && !one.active);
    if (other === undefined) throw new Problem(409, 'nothing-to-roll-back', `Mapping ${id} has no version before this one.`);
    return await this.activate(id, other.version);
  }
}
