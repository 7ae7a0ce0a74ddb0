import type { HubEventKind, PushTarget } from '../../../core/hub';
import type { Vault } from '../contract';
import type { KeptSecret } from './secrets';

/** Columns that sources and subscriptions share. */
interface TargetRow {
  readonly id: string;
  readonly push_url: string;
  readonly push_key_sealed: Uint8Array;
  readonly batch_size: number;
  readonly batch_delay_ms: number;
  readonly max_in_flight: number;
  readonly lease_ms: number;
  readonly workflow_id: string;
  readonly workflow_name: string;
  readonly workflow_node: string;
}

export interface SourceRow extends TargetRow {
  readonly profile: string;
  readonly tenant: string;
  readonly topics: string;
  readonly token_hash: string;
  readonly token_sealed: Uint8Array;
  readonly secrets_sealed: Uint8Array;
  readonly active: number;
  readonly changed_at_ms: number;
}

export interface SubscriptionRow extends TargetRow {
  readonly kinds: string;
}

/** What a sealed value of a source or subscription is for; bound into its ciphertext. */
export const purposes = {
  token: (id: string): string => `source.token/${id}`,
  secrets: (id: string): string => `source.secrets/${id}`,
  sourcePushKey: (id: string): string => `source.push-key/${id}`,
  subscriptionPushKey: (id: string): string => `subscription.push-key/${id}`,
};

/** @throws VaultError */
export function pushOf(row: TargetRow, purpose: string, vault: Vault): PushTarget {
  return {
    url: row.push_url,
    key: openText(vault, purpose, row.push_key_sealed),
    batchSize: row.batch_size,
    batchDelayMs: row.batch_delay_ms,
    maxInFlight: row.max_in_flight,
    leaseMs: row.lease_ms,
  };
}

export function workflowOf(row: TargetRow): { readonly id: string; readonly name: string; readonly node: string } {
  return { id: row.workflow_id, name: row.workflow_name, node: row.workflow_node };
}

export function topicsOf({ topics }: Pick<SourceRow, 'topics'>): readonly string[] {
  return JSON.parse(topics) as readonly string[];
}

export function kindsOf({ kinds }: Pick<SubscriptionRow, 'kinds'>): readonly HubEventKind[] {
  return JSON.parse(kinds) as readonly HubEventKind[];
}

/** @throws VaultError */
export function secretsOf(row: Pick<SourceRow, 'id' | 'secrets_sealed'>, vault: Vault): readonly KeptSecret[] {
  return JSON.parse(openText(vault, purposes.secrets(row.id), row.secrets_sealed)) as readonly KeptSecret[];
}

export function sealText(vault: Vault, purpose: string, text: string): Uint8Array {
  return vault.seal(purpose, Buffer.from(text, 'utf8'));
}

/** @throws VaultError */
export function openText(vault: Vault, purpose: string, sealed: Uint8Array): string {
  return Buffer.from(vault.open(purpose, sealed)).toString('utf8');
}
