import { createHash } from 'node:crypto';
import type { HubEventKind, PushTarget } from '../../../core/hub';
import { comparableTopic, type IntakeProfile } from '../../../core/intake';
import type { Clock, Log, Vault } from '../contract';
import { StoreUnavailable, type Database, type Transaction } from '../store';
import { kindsOf, pushOf, purposes, secretsOf, topicsOf, workflowOf, type SourceRow, type SubscriptionRow } from './rows';
import type { KeptSecret } from './secrets';

/** A source as intake and dispatcher need it, secrets opened; it stays in memory. */
export interface KnownSource {
  readonly id: string;
  readonly profile: IntakeProfile;
  readonly tenant: string;
  /** In the form of `comparableTopic`. */
  readonly topics: ReadonlySet<string>;
  readonly secrets: readonly KeptSecret[];
  readonly push: PushTarget;
  readonly workflow: { readonly id: string; readonly name: string; readonly node: string };
  readonly active: boolean;
}

export interface KnownSubscription {
  readonly id: string;
  readonly kinds: readonly HubEventKind[];
  readonly push: PushTarget;
  readonly workflow: { readonly id: string; readonly name: string; readonly node: string };
}

/** A source whose row cannot be used: its key or its profile is not here. Its deliveries must be kept by the platform for now. */
export interface BrokenSource {
  readonly id: string;
  readonly broken: true;
}

interface Copy {
  readonly revision: number;
  readonly byToken: ReadonlyMap<string, KnownSource | BrokenSource>;
  readonly sources: readonly KnownSource[];
  readonly subscriptions: readonly KnownSubscription[];
}

/** What another replica registered or took back is known here after this time at the latest. */
const MAX_AGE_MS = 1_000;
const EMPTY: Copy = { revision: -1, byToken: new Map(), sources: [], subscriptions: [] };

/**
 * Sources and subscriptions in memory, so that a delivery is verified without asking the store. Once a second, and whenever a token
 * is not known, one number is read; rows are read when it has grown.
 */
export class SourceDirectory {
  private copy = EMPTY;
  private checkedAtMs = Number.NEGATIVE_INFINITY;
  private checking: Promise<void> | undefined;

  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly vault: Vault;
      readonly clock: Clock;
      readonly log: Log;
      readonly profiles: readonly IntakeProfile[];
    },
  ) {}

  /** @throws StoreUnavailable when the token is not known and the store cannot be asked */
  async byToken(token: string): Promise<KnownSource | BrokenSource | undefined> {
    await this.refreshIfOld();
    const hash = hashOfToken(token);
    const known = this.copy.byToken.get(hash);
    if (known !== undefined) return known;
    await this.check();
    return this.copy.byToken.get(hash);
  }

  /** Sources that are active, ordered by id. */
  async active(): Promise<readonly KnownSource[]> {
    await this.refreshIfOld();
    return this.copy.sources.filter(({ active }) => active);
  }

  /** Subscriptions to a kind of hub event, ordered by id. */
  async subscribed(kind: HubEventKind): Promise<readonly KnownSubscription[]> {
    return (await this.subscriptions()).filter(({ kinds }) => kinds.includes(kind));
  }

  async subscriptions(): Promise<readonly KnownSubscription[]> {
    await this.refreshIfOld();
    return this.copy.subscriptions;
  }

  /** After a change made here: the next question sees it. */
  async reload(): Promise<void> {
    await this.checking?.catch(() => undefined); // it may have read before the change
    await this.check();
  }

  /** An old copy is better than none: when the store is away, deliveries fail where they are to be stored. */
  private async refreshIfOld(): Promise<void> {
    const ageMs = this.parts.clock.now() - this.checkedAtMs;
    if (ageMs >= 0 && ageMs < MAX_AGE_MS) return;
    try {
      await this.check();
    } catch (error) {
      if (this.copy === EMPTY) throw error;
    }
  }

  private async check(): Promise<void> {
    this.checking ??= this.load().finally(() => (this.checking = undefined));
    await this.checking;
  }

  private async load(): Promise<void> {
    const { database, clock, log } = this.parts;
    try {
      const startedAtMs = clock.now();
      const { revision } = await database.read(readRevision);
      // Rows may be newer than the number read before them, never older.
      if (revision !== this.copy.revision) this.copy = this.copyOf(revision, await database.read(readRows));
      this.checkedAtMs = startedAtMs;
    } catch (error) {
      const code = error instanceof StoreUnavailable ? error.code : 'READ';
      log.warn({ code, error: (error as Error).name }, 'sources could not be read from the store');
      throw error instanceof StoreUnavailable ? error : new StoreUnavailable(code);
    }
  }

  private copyOf(revision: number, rows: Rows): Copy {
    const byToken = new Map<string, KnownSource | BrokenSource>();
    const sources: KnownSource[] = [];
    for (const row of rows.sources) {
      const source = this.known(row);
      if (source !== undefined) sources.push(source);
      byToken.set(row.token_hash, source ?? { id: row.id, broken: true });
    }
    const subscriptions = rows.subscriptions.flatMap((row) => this.knownSubscription(row) ?? []);
    return { revision, byToken, sources, subscriptions };
  }

  private known(row: SourceRow): KnownSource | undefined {
    const { vault, profiles } = this.parts;
    const profile = profiles.find(({ id }) => id === row.profile);
    return this.unlessBroken(row.id, () => {
      if (profile === undefined) throw new Error(`no intake profile ${row.profile}`);
      return {
        id: row.id,
        profile,
        tenant: row.tenant,
        topics: new Set(topicsOf(row).map((topic) => comparableTopic(profile, topic))),
        secrets: secretsOf(row, vault),
        push: pushOf(row, purposes.sourcePushKey(row.id), vault),
        workflow: workflowOf(row),
        active: row.active === 1,
      };
    });
  }

  private knownSubscription(row: SubscriptionRow): KnownSubscription | undefined {
    const push = this.unlessBroken(row.id, () => pushOf(row, purposes.subscriptionPushKey(row.id), this.parts.vault));
    return push === undefined ? undefined : { id: row.id, kinds: kindsOf(row), push, workflow: workflowOf(row) };
  }

  /** One row that does not open must not silence the others. */
  private unlessBroken<Value>(id: string, read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      const { name, message } = error as Error;
      this.parts.log.error({ source: id, error: name, reason: message }, 'a registration cannot be used');
      return undefined;
    }
  }
}

/** What the store knows of an intake token, so that a copy of the store opens no intake. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

interface Rows {
  readonly sources: readonly SourceRow[];
  readonly subscriptions: readonly SubscriptionRow[];
}

type Reading<Value> = (transaction: Transaction) => Promise<Value>;

const readRevision: Reading<{ readonly revision: number }> = async (transaction) =>
  (await transaction.get<{ revision: number }>('SELECT revision FROM source_revision WHERE id = 1')) ?? { revision: 0 };

const readRows: Reading<Rows> = async (transaction) => ({
  sources: inOrder(await transaction.all<SourceRow>('SELECT * FROM sources')),
  subscriptions: inOrder(await transaction.all<SubscriptionRow>('SELECT * FROM subscriptions')),
});

/** In code, because PostgreSQL orders text by its locale. */
function inOrder<Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
