import { randomBytes } from 'node:crypto';
import type { PushTarget, RegisteredSource, SourceRegistration, SubscriptionRegistration } from '../../../core/hub';
import type { IntakeProfile } from '../../../core/intake';
import type { Actor, Audit, Clock, Sources, Vault } from '../contract';
import type { Database, SqlValue, Transaction } from '../store';
import type { DeliveryActivity } from './activity';
import { checkPushTarget, checkRegistration } from './checkRegistration';
import { hashOfToken, type SourceDirectory } from './directory';
import { openText, purposes, sealText, secretsOf, topicsOf, workflowOf, type SourceRow } from './rows';
import { mergeSecrets, type KeptSecret } from './secrets';

const TOKEN_BYTES = 32;

type ListedRow = SourceRow & { readonly last_delivery_at_ms: number | null; readonly silent_since_ms: number | null };

const LISTED = `SELECT s.*, r.last_delivery_at_ms, r.silent_since_ms FROM sources s LEFT JOIN source_rhythms r ON r.source_id = s.id`;

export interface HubSourcesParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly directory: SourceDirectory;
  readonly activity: DeliveryActivity;
  readonly profiles: readonly IntakeProfile[];
  /** What platforms call: `https://hub.example.com`, perhaps with a path. */
  readonly publicUrl: string;
  /** Told after every change, so that waiting events find their new target at once. */
  readonly onChange?: () => void;
  /** Told of every registration of a trigger: its n8n may have been started again. */
  readonly onRegistered?: (workflowId: string, registration: string) => Promise<void>;
  /** Source of intake tokens; a test may hand in its own. */
  readonly random?: (bytes: number) => Buffer;
}

/** Who sends, and where batches are pushed: rows of `sources` and `subscriptions`, everything secret sealed by the vault. */
export class HubSources implements Sources {
  constructor(private readonly parts: HubSourcesParts) {}

  /**
   * A registration again keeps the intake address, so that the platform's subscriptions stay right.
   *
   * @throws Problem (400) with a pointer
   */
  async register(id: string, registration: SourceRegistration, actor: Actor): Promise<RegisteredSource> {
    const profile = checkRegistration(registration, this.parts.profiles);
    const freshToken = (this.parts.random ?? randomBytes)(TOKEN_BYTES).toString('base64url');
    await this.parts.database.write(async (transaction) => {
      await this.upsert(transaction, id, { ...registration, profile: profile.id }, freshToken, actor);
      await grow(transaction, registration.workflow.id);
    });
    await this.changed();
    await this.parts.onRegistered?.(registration.workflow.id, id);
    const registered = await this.get(id);
    if (registered === undefined) throw new Error(`Source ${id} is not there right after its registration`);
    return registered;
  }

  async list(): Promise<readonly RegisteredSource[]> {
    const rows = await this.parts.database.read(async (transaction) => await transaction.all<ListedRow>(LISTED));
    return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map((row) => this.registered(row));
  }

  async get(id: string): Promise<RegisteredSource | undefined> {
    const row = await this.parts.database.read(
      async (transaction) => await transaction.get<ListedRow>(`${LISTED} WHERE s.id = ?`, [id]),
    );
    return row === undefined ? undefined : this.registered(row);
  }

  /** Taking back what is not there, or was taken back before, changes nothing. */
  async deactivate(id: string, actor: Actor): Promise<void> {
    const { database, audit, clock } = this.parts;
    await database.write(async (transaction) => {
      const now = clock.now();
      const changed = await transaction.run('UPDATE sources SET active = 0, changed_at_ms = ? WHERE id = ? AND active = 1', [
        now,
        id,
      ]);
      if (changed === 0) return;
      await audit.append(transaction, { actor, type: 'source.deactivated', object: { kind: 'source', id }, body: {} });
      await grow(transaction);
    });
    await this.changed();
  }

  /** @throws Problem (400) with a pointer */
  async subscribe(id: string, registration: SubscriptionRegistration, actor: Actor): Promise<{ readonly id: string }> {
    const { database, vault, audit, clock } = this.parts;
    const { push, workflow, kinds } = registration;
    checkPushTarget(push);
    await database.write(async (transaction) => {
      const values = {
        id,
        kinds: JSON.stringify([...new Set(kinds)]),
        ...pushColumns(vault, push, purposes.subscriptionPushKey(id)),
      };
      await upsertRow(transaction, 'subscriptions', { ...values, ...workflowColumns(workflow), changed_at_ms: clock.now() });
      const body = { kinds: [...kinds], workflow: workflow.id, node: workflow.node };
      await audit.append(transaction, { actor, type: 'subscription.registered', object: { kind: 'subscription', id }, body });
      await grow(transaction, workflow.id);
    });
    await this.changed();
    await this.parts.onRegistered?.(workflow.id, id);
    return { id };
  }

  /** What waits for this subscription goes with it. */
  async unsubscribe(id: string, actor: Actor): Promise<void> {
    const { database, audit } = this.parts;
    await database.write(async (transaction) => {
      if ((await transaction.run('DELETE FROM subscriptions WHERE id = ?', [id])) === 0) return;
      const dropped = await transaction.run('DELETE FROM notice_outbox WHERE subscription_id = ?', [id]);
      const body = { noticesDropped: dropped };
      await audit.append(transaction, { actor, type: 'subscription.removed', object: { kind: 'subscription', id }, body });
      await grow(transaction);
    });
    await this.changed();
  }

  /** For the gauge of silent sources. */
  async silences(): Promise<readonly { readonly source: string; readonly isSilent: boolean }[]> {
    const sources = await this.list();
    return sources
      .filter(({ active }) => active)
      .map(({ id, silentSinceMs }) => ({ source: id, isSilent: silentSinceMs !== undefined }));
  }

  private async upsert(
    transaction: Transaction,
    id: string,
    registration: SourceRegistration,
    freshToken: string,
    actor: Actor,
  ): Promise<void> {
    const { vault, audit, clock } = this.parts;
    const { profile, tenant, topics, push, workflow } = registration;
    const nowMs = clock.now();
    const stored = await transaction.get<SourceRow>(`SELECT * FROM sources WHERE id = ?${transaction.forUpdate}`, [id]);
    const merged = mergeSecrets(stored === undefined ? [] : this.earlierSecrets(stored), registration.secrets, nowMs);
    const kept = {
      token_hash: hashOfToken(freshToken),
      token_sealed: sealText(vault, purposes.token(id), freshToken),
      created_at_ms: nowMs,
    };
    const values = {
      id,
      profile,
      tenant: tenant.trim(),
      topics: JSON.stringify([...new Set(topics)]),
      secrets_sealed: sealText(vault, purposes.secrets(id), JSON.stringify(merged.secrets)),
      ...pushColumns(vault, push, purposes.sourcePushKey(id)),
      ...workflowColumns(workflow),
      active: 1,
      changed_at_ms: nowMs,
    };
    await upsertRow(transaction, 'sources', values, kept);
    const object = { kind: 'source', id };
    const body = { profile, tenant: tenant.trim(), topics: [...topics], workflow: workflow.id, node: workflow.node };
    await audit.append(transaction, { actor, type: 'source.registered', object, body });
    if (!merged.rotated) return;
    const accepted = { acceptedSecrets: merged.secrets.length };
    await audit.append(transaction, { actor, type: 'source.secret.rotated', object, body: accepted });
  }

  /** Secrets sealed with a lost key are lost; registering again is the way out of that. */
  private earlierSecrets(stored: SourceRow): readonly KeptSecret[] {
    try {
      return secretsOf(stored, this.parts.vault);
    } catch {
      return [];
    }
  }

  private registered(row: ListedRow): RegisteredSource {
    const { vault, publicUrl, activity } = this.parts;
    const token = openText(vault, purposes.token(row.id), row.token_sealed);
    const lastDeliveryAtMs = activity.lastAtMs(row.id) ?? row.last_delivery_at_ms ?? undefined;
    return {
      id: row.id,
      profile: row.profile,
      tenant: row.tenant,
      topics: topicsOf(row),
      intakeUrl: `${publicUrl.replace(/\/+$/, '')}/intake/${token}`,
      workflow: workflowOf(row),
      active: row.active === 1,
      ...(lastDeliveryAtMs !== undefined && { lastDeliveryAtMs }),
      ...(row.silent_since_ms !== null && { silentSinceMs: row.silent_since_ms }),
    };
  }

  private async changed(): Promise<void> {
    await this.parts.directory.reload();
    this.parts.onChange?.();
  }
}

/** Lets every replica see that its copy is old, and gives the workflow a row to lock. */
async function grow(transaction: Transaction, workflowId?: string): Promise<void> {
  await transaction.run('UPDATE source_revision SET revision = revision + 1 WHERE id = 1');
  if (workflowId === undefined) return;
  await transaction.run('INSERT INTO push_workflows (workflow_id) VALUES (?) ON CONFLICT (workflow_id) DO NOTHING', [workflowId]);
}

function pushColumns(vault: Vault, push: PushTarget, purpose: string): Readonly<Record<string, SqlValue>> {
  return {
    push_url: push.url,
    push_key_sealed: sealText(vault, purpose, push.key),
    batch_size: push.batchSize,
    batch_delay_ms: push.batchDelayMs,
    max_in_flight: push.maxInFlight,
    lease_ms: push.leaseMs,
  };
}

function workflowColumns({ id, name, node }: SourceRegistration['workflow']): Readonly<Record<string, SqlValue>> {
  return { workflow_id: id, workflow_name: name, workflow_node: node };
}

/**
 * @param values written in any case; `id` among them
 * @param onlyAtFirst written when the row is new: a registration at another replica may have been a moment earlier
 */
async function upsertRow(
  transaction: Transaction,
  table: 'sources' | 'subscriptions',
  values: Readonly<Record<string, SqlValue>>,
  onlyAtFirst: Readonly<Record<string, SqlValue>> = {},
): Promise<void> {
  const all = { ...values, ...onlyAtFirst };
  const columns = Object.keys(all);
  const updates = Object.keys(values).filter((column) => column !== 'id');
  await transaction.run(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (id) DO UPDATE SET ${updates.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    Object.values(all),
  );
}
