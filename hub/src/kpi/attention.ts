import type { EffectSummary, EventSummary } from '../../../core/hub';
import type { Clock, Effects, Inbox, Incident, Incidents, Sources } from '../contract';

/** One thing that a person has to look at. */
export interface AttentionItem {
  readonly kind: 'event' | 'effect' | 'incident' | 'source';
  /** Id of the event, incident or source; key of the effect. */
  readonly id: string;
  readonly state: 'parked' | 'unknown' | 'open' | 'silent';
  /** Since when it waits (source: when it was last heard), milliseconds since 1970. */
  readonly atMs: number;
  /** Source of an event, workflow of an incident, tenant of a source. */
  readonly origin?: string;
  readonly businessKey?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly nextStep?: string;
  /** How often it was tried or reported. */
  readonly count: number;
}

/** How many there are of each; effects and incidents are counted up to 500. */
export interface AttentionCounts {
  readonly parkedEvents: number;
  readonly unknownEvents: number;
  readonly waitingEvents: number;
  readonly parkedEffects: number;
  readonly unknownEffects: number;
  readonly openIncidents: number;
  readonly silentSources: number;
}

export interface Attention {
  readonly atMs: number;
  readonly counts: AttentionCounts;
  /** When the oldest unfinished event was received. */
  readonly oldestUnfinishedAtMs?: number;
  /** Newest first. */
  readonly items: readonly AttentionItem[];
}

/** What the parts must offer. `needsAttention` (newest first) is used where a part has it; its plain list otherwise. */
export interface AttentionParts {
  readonly clock: Clock;
  readonly inbox: Pick<Inbox, 'list' | 'backlog'> & { needsAttention?(limit: number): Promise<readonly EventSummary[]> };
  readonly effects: Pick<Effects, 'list'> & { needsAttention?(limit: number): Promise<readonly EffectSummary[]> };
  readonly incidents: Pick<Incidents, 'list'>;
  readonly sources: Pick<Sources, 'list'>;
}

const MAX_LISTED = 500;

/**
 * What needs a person, newest first. Every question to the parts is bounded, so the answer does not get slower with the size of the
 * inbox.
 */
export async function attentionOf(parts: AttentionParts, limit: number): Promise<Attention> {
  const { inbox, effects, incidents, sources, clock } = parts;
  const [backlog, events, newestEffects, openEffects, openIncidents, all] = await Promise.all([
    inbox.backlog(),
    inbox.needsAttention?.(limit) ?? inbox.list({ states: ['parked'], limit: Math.min(limit, MAX_LISTED) }),
    effects.needsAttention?.(limit) ?? [],
    // Also those that will be looked up by themselves: no unknown outcome shall be without an entry.
    effects.list({ states: ['unknown', 'parked'], limit: MAX_LISTED }),
    incidents.list('open', MAX_LISTED),
    sources.list(),
  ]);
  const silent = all.filter(({ active, silentSinceMs }) => active && silentSinceMs !== undefined);
  const items: AttentionItem[] = [
    ...events.map(ofEvent),
    ...new Map([...openEffects, ...newestEffects].map((effect) => [effect.key, ofEffect(effect)])).values(),
    ...openIncidents.map(ofIncident),
    ...silent.map((source): AttentionItem => {
      const atMs = source.silentSinceMs ?? source.lastDeliveryAtMs ?? clock.now();
      return { kind: 'source', id: source.id, state: 'silent', atMs, origin: source.tenant, count: 1 };
    }),
  ];
  items.sort((one, other) => other.atMs - one.atMs);
  const { byState, oldestReceivedAtMs } = backlog;
  return {
    atMs: clock.now(),
    counts: {
      parkedEvents: byState.parked ?? 0,
      unknownEvents: byState.unknown ?? 0,
      waitingEvents: (byState.ready ?? 0) + (byState.leased ?? 0),
      parkedEffects: openEffects.filter(({ state }) => state === 'parked').length,
      unknownEffects: openEffects.filter(({ state }) => state !== 'parked').length,
      openIncidents: openIncidents.length,
      silentSources: silent.length,
    },
    ...(oldestReceivedAtMs === undefined ? {} : { oldestUnfinishedAtMs: oldestReceivedAtMs }),
    items: items.slice(0, limit),
  };
}

function ofEvent(event: EventSummary): AttentionItem {
  const { id, source, businessKey, code, reason, nextStep, attempts, receivedAtMs } = event;
  const state = event.state === 'parked' ? 'parked' : 'unknown';
  return { kind: 'event', id, state, atMs: receivedAtMs, origin: source, businessKey, code, reason, nextStep, count: attempts };
}

function ofEffect(effect: EffectSummary): AttentionItem {
  const { key, reason, attempts, claimedAtMs, settledAtMs, owner } = effect;
  const state = effect.state === 'parked' ? 'parked' : 'unknown';
  return {
    kind: 'effect',
    id: key,
    state,
    atMs: settledAtMs ?? claimedAtMs,
    origin: owner,
    businessKey: key,
    reason,
    count: attempts,
  };
}

function ofIncident(incident: Incident & { readonly code?: string }): AttentionItem {
  const { id, workflow, code, message, nextStep, count, lastAtMs } = incident;
  return { kind: 'incident', id, state: 'open', atMs: lastAtMs, origin: workflow.name, code, reason: message, nextStep, count };
}
