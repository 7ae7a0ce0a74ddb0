import type { DocumentReference, EffectSummary } from '../../../../core/hub/effect';
import type { EventSummary } from '../../../../core/hub/event';

/** What the Desk's API answers; the shapes are those of the hub's own contracts. */
export type { DocumentReference, EffectSummary, EventSummary };

export type EventRow = EventSummary & { readonly group: string };

export interface AuditEntryView {
  readonly seq: number;
  readonly atMs: number;
  readonly actor: string;
  readonly type: string;
  readonly object: { readonly kind: string; readonly id: string };
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SourceView {
  readonly id: string;
  readonly profile: string;
  readonly tenant: string;
  readonly active: boolean;
  readonly lastDeliveryAtMs?: number;
  readonly silentSinceMs?: number;
}

export interface GroupView {
  readonly kind: 'event' | 'effect' | 'incident' | 'source';
  readonly state: string;
  readonly group?: string;
  readonly origin?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly nextStep?: string;
  readonly count: number;
  readonly newestAtMs: number;
  readonly oldestAtMs: number;
  readonly id: string;
  readonly businessKey?: string;
}

export interface HourView {
  readonly hourAtMs: number;
  readonly values: Readonly<Record<string, number | undefined>>;
}

export interface NowView {
  readonly atMs: number;
  readonly counts: Readonly<
    Record<
      'parkedEvents' | 'unknownEvents' | 'waitingEvents' | 'parkedEffects' | 'unknownEffects' | 'openIncidents' | 'silentSources',
      number
    >
  >;
  readonly oldestUnfinishedAtMs?: number;
  readonly groups: readonly GroupView[];
  readonly hours: readonly HourView[];
  readonly oldest: readonly EventSummary[];
  readonly sources: readonly SourceView[];
}
