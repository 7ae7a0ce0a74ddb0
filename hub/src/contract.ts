import type {
  Claim,
  ClaimRequest,
  DocumentReference,
  EffectState,
  EffectSummary,
  EventReport,
  EventReported,
  EventState,
  EventSummary,
  HubEventKind,
  LeasedEvent,
  Link,
  MappingReference,
  NewEvent,
  PushTarget,
  RegisteredSource,
  Settled,
  Settlement,
  SourceRegistration,
  StoredEvent,
  SubscriptionRegistration,
} from '../../core/hub';
import type { Transaction } from './store';

/**
 * The parts of the hub and what each promises to the others. Each part is a folder; its tables are its own: nobody else's SQL names
 * them. Methods that take a transaction take part in the caller's commit; the others make their own.
 */

/** Milliseconds since 1970; injected, so that tests own the time. */
export interface Clock {
  now(): number;
}

/** Structured log: one JSON object a line; never bodies, headers or personal values. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Who did something: a key, a person at the Desk, or the hub itself. */
export interface Actor {
  readonly kind: 'key' | 'person' | 'hub' | 'platform';
  readonly id: string;
  /** Workflow, execution and node, when a node acts. */
  readonly via?: string;
}

export interface AuditEntry {
  readonly actor: Actor;
  /** `effect.done`, `key.created`, `access.refused` … */
  readonly type: string;
  readonly object: { readonly kind: string; readonly id: string; readonly version?: string };
  /** Facts from an allow-list: no secret, no personal value. Decimals and large numbers as text. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Personal values: kept outside the chain, encrypted and erasable; the chain holds their salted hashes. */
  readonly personal?: Readonly<Record<string, string>>;
}

/** Append-only, chained, in the caller's transaction: what is not committed is not in the log, and the other way round. */
export interface Audit {
  /** @returns the sequence number */
  append(transaction: Transaction, entry: AuditEntry): Promise<number>;
}

/** Encrypts what must not lie open in the store: AES-256-GCM under the hub's key, which is kept outside of the store. */
export interface Vault {
  /** @param purpose bound into the ciphertext (`event.body/123`): a value copied to another row does not open */
  seal(purpose: string, plain: Uint8Array): Uint8Array;
  /** @throws VaultError when the key is another one or the bytes were changed */
  open(purpose: string, sealed: Uint8Array): Uint8Array;
}

export interface EventQuery {
  readonly states?: readonly EventState[];
  readonly source?: string;
  readonly businessKey?: string;
  /** Continues after this id. */
  readonly after?: string;
  /** Newest first (`after` then goes on with older ones), as people read a list; oldest first otherwise. */
  readonly newestFirst?: boolean;
  /** At most 500. */
  readonly limit: number;
}

/** Events of one source that could be handed out now. */
export interface DueEvents {
  readonly source: string;
  /** Whether these were handed out before (attempt 2 and later) or never. */
  readonly redriven: boolean;
  readonly count: number;
  /** Since when the oldest of them has been due. */
  readonly oldestDueAtMs: number;
}

/**
 * A part that keeps personal fields or delivery ids, for retention. Each call makes a commit of its own over at most `limit` records,
 * so that it never holds the writer for long.
 */
export interface Erasable {
  /** For the audit entry: `inbox`. */
  readonly name: string;
  /** Erases bodies, headers and other personal fields of records settled before this time; answers how many records. */
  erasePersonal(settledBeforeMs: number, limit: number): Promise<number>;
  /** Forgets the ids of deliveries that were received before this time and whose event is settled; answers how many. */
  forgetDeliveries?(receivedBeforeMs: number, limit: number): Promise<number>;
}

/** Durable memory of deliveries. */
export interface Inbox {
  /** Stores in one durable commit; when it resolves, the platform may be told that the delivery was taken. */
  store(event: NewEvent): Promise<StoredEvent>;
  /**
   * Hands out due events of one source, at most one per business key at a time, oldest first; of several waiting versions of one
   * document the newest, the older ones end as `superseded`. Events whose lease has ended count as due.
   * @param redriven `only` events that were handed out before, `none` of them, or `any`
   */
  lease(request: {
    readonly source: string;
    readonly limit: number;
    readonly leaseMs: number;
    readonly redriven: 'only' | 'none' | 'any';
  }): Promise<readonly LeasedEvent[]>;
  /** Takes reports; one with an old lease changes nothing. */
  report(reports: readonly EventReport[], actor: Actor): Promise<readonly EventReported[]>;
  list(query: EventQuery): Promise<readonly EventSummary[]>;
  get(id: string): Promise<EventSummary | undefined>;
  /** The body, decrypted; `undefined` when it was erased. Reading it is audited. */
  body(id: string, actor: Actor): Promise<string | undefined>;
  /** Replaces the payload of a parked event (audited with both hashes) and makes it ready. */
  fix(id: string, body: string, reason: string, actor: Actor): Promise<EventSummary>;
  /** Makes a parked event ready again. A replay of an older version than one already taken on is refused (`Superseded`). */
  replay(id: string, reason: string, actor: Actor): Promise<EventSummary>;
  /** Ends a parked event by hand. */
  resolve(id: string, reason: string, actor: Actor): Promise<EventSummary>;
  /**
   * Sources with due events (ended leases among them), for the dispatcher of pushes: a cheap read, no write.
   * @param atMost counting stops here, per entry
   */
  due?(atMost: number): Promise<readonly DueEvents[]>;
  /** Those of these leases that still run: not ended by time, and their events not reported. A cheap read. */
  runningLeases?(leases: readonly string[]): Promise<readonly string[]>;
  /**
   * Events that became `done` in [fromMs, toMs), for the hourly figures; asked for a minute at a time. `lagMs` is from receipt to done.
   */
  settledIn?(fromMs: number, toMs: number): Promise<readonly { readonly businessKey?: string; readonly lagMs: number }[]>;
  /** Unfinished events by state, and the oldest of them, for metrics. */
  backlog(): Promise<{ readonly byState: Readonly<Partial<Record<EventState, number>>>; readonly oldestReceivedAtMs?: number }>;
}

/** One effect per business fact and target. */
export interface Effects {
  claim(requests: readonly ClaimRequest[], actor: Actor): Promise<readonly Claim[]>;
  settle(settlements: readonly Settlement[], actor: Actor): Promise<readonly Settled[]>;
  get(key: string): Promise<EffectSummary | undefined>;
  list(query: {
    readonly states?: readonly EffectState[];
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly EffectSummary[]>;
  /** How many effects became `done` and how many `rejected` in [fromMs, toMs), for the hourly figures. */
  settledIn?(fromMs: number, toMs: number): Promise<{ readonly done: number; readonly rejected: number }>;
  /** A person decides about an unknown or parked effect: it stands (`done`) or it does not (`retry`: may be claimed again). */
  resolve(key: string, outcome: 'done' | 'retry', reason: string, actor: Actor): Promise<EffectSummary>;
}

export interface LinkGraph {
  readonly documents: readonly DocumentReference[];
  readonly links: readonly { readonly from: number; readonly to: number; readonly relation: string; readonly atMs: number }[];
}

/** Which document became which. */
export interface Links {
  /** Adding a link that exists changes nothing. */
  add(transaction: Transaction, links: readonly Link[], actor: Actor): Promise<void>;
  /** Everything connected with a document within `depth` steps, in both directions; at most 500 documents. */
  graph(of: DocumentReference, depth: number): Promise<LinkGraph>;
  /** Documents whose id or number is this text. */
  find(text: string): Promise<readonly DocumentReference[]>;
}

/** Sources and subscriptions: who sends, and where batches are pushed. */
export interface Sources {
  register(id: string, registration: SourceRegistration, actor: Actor): Promise<RegisteredSource>;
  list(): Promise<readonly RegisteredSource[]>;
  get(id: string): Promise<RegisteredSource | undefined>;
  /** Stops pushing and refuses new deliveries with 410; stored events stay. */
  deactivate(id: string, actor: Actor): Promise<void>;
  subscribe(id: string, registration: SubscriptionRegistration, actor: Actor): Promise<{ readonly id: string }>;
  unsubscribe(id: string, actor: Actor): Promise<void>;
}

/** Hub events on their way to `MedSupply Hub Trigger`. */
export interface Notices {
  /** Notes a hub event in the caller's transaction; it is pushed afterwards to whoever subscribed. */
  publish(transaction: Transaction, kind: HubEventKind, subject: Readonly<Record<string, unknown>>): Promise<void>;
}

export type Scope =
  | 'sources:write'
  | 'events:work'
  | 'events:read'
  | 'effects:write'
  | 'effects:read'
  | 'links:read'
  | 'links:write'
  | 'audit:read'
  | 'audit:write'
  | 'mappings:read'
  | 'mappings:write'
  | 'desk:read'
  | 'desk:write'
  | 'metrics:read'
  | 'keys:admin';

/** What a key for n8n needs. */
export const N8N_SCOPES: readonly Scope[] = [
  'sources:write',
  'events:work',
  'events:read',
  'effects:write',
  'effects:read',
  'links:read',
  'links:write',
  'audit:read',
  'audit:write',
  'mappings:read',
  'desk:read',
  'desk:write',
];

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly revokedAtMs?: number;
  readonly lastUsedAtMs?: number;
}

export interface Access {
  /** The whole key is answered once and kept only as a hash. Form: `msk_<id>_<secret>`. */
  create(name: string, scopes: readonly Scope[], actor: Actor): Promise<{ readonly key: ApiKey; readonly text: string }>;
  /** Makes a new secret; the old one works until `graceMs` has passed. */
  rotate(id: string, graceMs: number, actor: Actor): Promise<{ readonly key: ApiKey; readonly text: string }>;
  revoke(id: string, actor: Actor): Promise<void>;
  list(): Promise<readonly ApiKey[]>;
  /** The key, when its text is right; every refusal is audited (and counted) without the text. */
  check(text: string): Promise<ApiKey | undefined>;
}

export interface StoredMapping extends MappingReference {
  readonly active: boolean;
  readonly extends?: string;
  readonly uploadedBy: string;
  readonly uploadedAtMs: number;
}

/** Integrators' own mappings and lookup tables, versioned. */
export interface Mappings {
  /** @throws Failure (BadMapping) with the places when it does not compile or one of its examples does not hold */
  upload(mapping: unknown, activate: boolean, actor: Actor): Promise<StoredMapping>;
  list(): Promise<readonly StoredMapping[]>;
  /** The file of a version, or of the active one; a mapping that extends another comes resolved when `resolved` is set. */
  get(
    id: string,
    version?: string,
    resolved?: boolean,
  ): Promise<{ readonly stored: StoredMapping; readonly file: unknown } | undefined>;
  activate(id: string, version: string, actor: Actor): Promise<StoredMapping>;
  /** Activates the version that was active before. */
  rollback(id: string, actor: Actor): Promise<StoredMapping>;
}

/** What an error workflow reports; repeats of one error become one incident. */
export interface IncidentReport {
  readonly workflow: { readonly id: string; readonly name: string };
  readonly execution?: string;
  readonly node?: string;
  /** Without values; the hub masks digits and quoted text before it groups. */
  readonly message: string;
  readonly nextStep?: string;
  readonly code?: string;
  readonly event?: string;
}

export interface Incident {
  readonly id: string;
  readonly workflow: { readonly id: string; readonly name: string };
  readonly node?: string;
  readonly message: string;
  readonly nextStep?: string;
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly state: 'open' | 'closed';
  /** True for the report that opened it: only then an alert is due. */
  readonly isNew: boolean;
}

export interface Incidents {
  report(report: IncidentReport, actor: Actor): Promise<Incident>;
  list(state: 'open' | 'closed' | 'any', limit: number): Promise<readonly Incident[]>;
  close(id: string, reason: string, actor: Actor): Promise<Incident>;
}

/** Counts what happened, for `/metrics`; labels come from a fixed set. */
export interface Meter {
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void;
  observe(name: string, value: number, labels?: Readonly<Record<string, string>>): void;
}

/** Where a push goes. Injected: axios in the service, a function in tests. */
export type Post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  timeoutMs: number,
) => Promise<{ readonly status: number }>;

export type { PushTarget };
