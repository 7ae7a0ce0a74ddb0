/** Where the hub pushes batches: the production webhook of the node that registered. */
export interface PushTarget {
  readonly url: string;
  /** Key of the batch signature, base64; made by `pushKey` of this folder. */
  readonly key: string;
  readonly batchSize: number;
  /** How long a batch that is not full waits for more. */
  readonly batchDelayMs: number;
  /** Batches that may be unfinished at a time, per workflow. */
  readonly maxInFlight: number;
  /** How long the workflow may take for a batch before its items are handed out again. */
  readonly leaseMs: number;
}

/** What a trigger node tells the hub when its workflow is published. */
export interface SourceRegistration {
  /** Intake profile: a row of the hub's table, e.g. `shopify`, `generic-hmac`. */
  readonly profile: string;
  /** Shop, company or database; a delivery of another one is refused. */
  readonly tenant: string;
  readonly topics: readonly string[];
  /** Secrets that verify deliveries: current first, then the one before during a rotation. Stored encrypted, never answered. */
  readonly secrets: readonly string[];
  readonly push: PushTarget;
  readonly workflow: { readonly id: string; readonly name: string; readonly node: string };
}

export interface RegisteredSource {
  readonly id: string;
  readonly profile: string;
  readonly tenant: string;
  readonly topics: readonly string[];
  /** Address to register with the platform. */
  readonly intakeUrl: string;
  readonly workflow: { readonly id: string; readonly name: string; readonly node: string };
  /** False once the node has taken its registration back; stored events stay. */
  readonly active: boolean;
  readonly lastDeliveryAtMs?: number;
  /** Since when a source that used to speak has been silent for unusually long; absent while it speaks. */
  readonly silentSinceMs?: number;
}

/** Kinds of hub events that `MedSupply Hub Trigger` can subscribe to. */
export type HubEventKind =
  | 'event.unfinished'
  | 'event.parked'
  | 'effect.unknown'
  | 'source.silent'
  | 'audit.checkpoint'
  | 'incident.opened';

export interface SubscriptionRegistration {
  readonly kinds: readonly HubEventKind[];
  readonly push: PushTarget;
  readonly workflow: { readonly id: string; readonly name: string; readonly node: string };
}

/** Body of a push, to a trigger (`events`) or to a hub trigger (`events` for `event.unfinished`, otherwise `notices`). */
export interface PushBatch {
  readonly batch: string;
  readonly source: string;
  readonly events: readonly import('./event').LeasedEvent[];
  readonly notices: readonly {
    readonly kind: HubEventKind;
    readonly at: string;
    readonly subject: Readonly<Record<string, unknown>>;
  }[];
}
