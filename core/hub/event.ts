/**
 * Where an event of the inbox stands.
 *
 * - `ready`       waits for its hand-out (from `dueAtMs` on)
 * - `leased`      handed out; its lease ends at `leaseUntilMs`
 * - `unknown`     a write for it has an unknown outcome; handed out again at `dueAtMs`
 * - `parked`      a person has to look; blocks nobody
 * - `done`        every effect is settled
 * - `superseded`  a newer version of the same business document was taken on instead
 * - `repeat`      another delivery of an event that is here already (`repeatOf`)
 * - `resolved`    ended by a person, with a reason
 */
export type EventState = 'ready' | 'leased' | 'unknown' | 'parked' | 'done' | 'superseded' | 'repeat' | 'resolved';

/** States that an event does not leave by itself. `parked` is left by a person only. */
export const FINAL_EVENT_STATES: readonly EventState[] = ['done', 'superseded', 'repeat', 'resolved'];

/** What a workflow item carries so that nodes behind the trigger can report on its event; the key in `json` is `hubEvent`. */
export interface HubEventReference {
  /** Id of the event. */
  readonly id: string;
  /** Token of the lease under which it was handed out; reports with an old one are refused as `leaseLost`. */
  readonly lease: string;
  /** 1 for the first hand-out. */
  readonly attempt: number;
}

/** Key of {@link HubEventReference} in an item's `json`; nodes of this pack carry it along and never map it. */
export const HUB_EVENT_FIELD = 'hubEvent';

/** A verified delivery to be stored. */
export interface NewEvent {
  /** Id of the source that received it. */
  readonly source: string;
  /** The platform's id of this delivery, the same on its retries. */
  readonly deliveryId: string;
  /** The platform's id of what happened; several topics and resources can share it. */
  readonly eventId?: string;
  /** As the platform writes it: `orders/create`. */
  readonly topic: string;
  /** Id of the resource in its platform. */
  readonly resourceId?: string;
  /** `system/tenant/documentType/id`, from `core/keys`; absent where the payload names no business document. */
  readonly businessKey?: string;
  /** Version of the document, comparable with `compareVersions` of `core/keys`. */
  readonly version?: string;
  /**
   * Whether the payload shows the whole document: only then may it take the place of an older version that waits, or be overtaken
   * by a newer one. The intake gives no version to events of which this is false.
   */
  readonly fullState?: boolean;
  /** RFC 3339, when the platform says it happened. */
  readonly triggeredAt?: string;
  /** Headers worth keeping, without signatures and tokens. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that arrived. */
  readonly body: Uint8Array;
}

export interface StoredEvent {
  readonly id: string;
  /**
   * `stored`: new; `knownDelivery`: the same delivery id was stored before; `repeat`: another delivery of an event with the same
   * (source, topic, event id, resource id, version), linked to it and without a second effect.
   */
  readonly outcome: 'stored' | 'knownDelivery' | 'repeat';
  readonly repeatOf?: string;
}

/** An event as a workflow gets it, in a pushed batch or from a lease. */
export interface LeasedEvent {
  readonly id: string;
  readonly lease: string;
  readonly attempt: number;
  readonly leaseUntilMs: number;
  readonly source: string;
  readonly deliveryId: string;
  readonly eventId?: string;
  readonly topic: string;
  readonly businessKey?: string;
  readonly version?: string;
  readonly triggeredAt?: string;
  readonly receivedAtMs: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text: the receiver parses it losslessly (64-bit ids). */
  readonly body: string;
}

/** What became of a leased event. */
export interface EventReport {
  readonly id: string;
  readonly lease: string;
  /**
   * - `done`       finished
   * - `failed`     could not be done now: handed out again after a growing pause, parked after the last attempt
   * - `unknown`    a write's outcome is unknown: handed out again at `notBeforeMs`
   * - `parked`     will not work by itself (bad mapping, master data …): a person decides
   * - `superseded` a newer version was taken on
   * - `released`   not tried at all: handed out again at once, the attempt does not count
   */
  readonly outcome: 'done' | 'failed' | 'unknown' | 'parked' | 'superseded' | 'released';
  /** One sentence for people, without personal values. */
  readonly reason?: string;
  readonly nextStep?: string;
  /** For grouping repeats of one error: a short code without values, e.g. `unknown-sku`. */
  readonly code?: string;
  /** Not before this time (`failed`, `unknown`), milliseconds since 1970. */
  readonly notBeforeMs?: number;
}

export interface EventReported {
  readonly id: string;
  /** The event's state now; `leaseLost` when the lease had ended and the report was not taken. */
  readonly state: EventState | 'leaseLost';
}

/** An event in lists; bodies and headers are asked for one by one. */
export interface EventSummary {
  readonly id: string;
  readonly source: string;
  readonly deliveryId: string;
  readonly eventId?: string;
  readonly topic: string;
  readonly businessKey?: string;
  readonly version?: string;
  readonly state: EventState;
  readonly attempts: number;
  readonly receivedAtMs: number;
  readonly dueAtMs?: number;
  readonly leaseUntilMs?: number;
  readonly settledAtMs?: number;
  readonly reason?: string;
  readonly nextStep?: string;
  readonly code?: string;
  readonly repeatOf?: string;
  /** True once a person replaced the payload. */
  readonly fixed: boolean;
  /** True once the body was erased by retention. */
  readonly erased: boolean;
}
