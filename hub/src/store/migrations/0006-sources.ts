import type { Migration } from '../migrate';

/** Tables of vault, sources, push and notices. */
export const sourcesMigration: Migration = {
  id: '0006-sources',
  statements: [
    `CREATE TABLE vault_keys (
      key_id TEXT PRIMARY KEY,
      first_used_at_ms {{integer}} NOT NULL
    )`,
    // Whatever has a name ending in _sealed is a ciphertext of the vault.
    `CREATE TABLE sources (
      id TEXT PRIMARY KEY,
      profile TEXT NOT NULL,
      tenant TEXT NOT NULL,
      topics TEXT NOT NULL,
      token_hash TEXT NOT NULL UNIQUE,
      token_sealed {{bytes}} NOT NULL,
      secrets_sealed {{bytes}} NOT NULL,
      push_url TEXT NOT NULL,
      push_key_sealed {{bytes}} NOT NULL,
      batch_size {{integer}} NOT NULL,
      batch_delay_ms {{integer}} NOT NULL,
      max_in_flight {{integer}} NOT NULL,
      lease_ms {{integer}} NOT NULL,
      workflow_id TEXT NOT NULL,
      workflow_name TEXT NOT NULL,
      workflow_node TEXT NOT NULL,
      active {{integer}} NOT NULL,
      created_at_ms {{integer}} NOT NULL,
      changed_at_ms {{integer}} NOT NULL
    )`,
    // Apart from the registration: it changes every few seconds.
    `CREATE TABLE source_rhythms (
      source_id TEXT PRIMARY KEY,
      last_delivery_at_ms {{integer}} NOT NULL,
      usual_gap_ms {{integer}} NOT NULL,
      longest_gap_ms {{integer}} NOT NULL,
      deliveries {{integer}} NOT NULL,
      silent_since_ms {{integer}}
    )`,
    `CREATE TABLE subscriptions (
      id TEXT PRIMARY KEY,
      kinds TEXT NOT NULL,
      push_url TEXT NOT NULL,
      push_key_sealed {{bytes}} NOT NULL,
      batch_size {{integer}} NOT NULL,
      batch_delay_ms {{integer}} NOT NULL,
      max_in_flight {{integer}} NOT NULL,
      lease_ms {{integer}} NOT NULL,
      workflow_id TEXT NOT NULL,
      workflow_name TEXT NOT NULL,
      workflow_node TEXT NOT NULL,
      changed_at_ms {{integer}} NOT NULL
    )`,
    // One number that grows with every change of sources and subscriptions: replicas see by it that their copy is old.
    `CREATE TABLE source_revision (id {{integer}} PRIMARY KEY, revision {{integer}} NOT NULL)`,
    `INSERT INTO source_revision (id, revision) VALUES (1, 0)`,
    // Unfinished batches only: a row goes when its batch is finished.
    `CREATE TABLE push_batches (
      id TEXT PRIMARY KEY,
      workflow_id TEXT NOT NULL,
      leases TEXT NOT NULL,
      pushed_at_ms {{integer}} NOT NULL,
      answered_at_ms {{integer}},
      lease_until_ms {{integer}} NOT NULL
    )`,
    `CREATE INDEX push_batches_by_workflow ON push_batches (workflow_id)`,
    // A row to lock while a batch of the workflow is added.
    `CREATE TABLE push_workflows (workflow_id TEXT PRIMARY KEY)`,
    `CREATE TABLE notice_outbox (
      seq {{serial}},
      subscription_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      published_at_ms {{integer}} NOT NULL,
      claimed_until_ms {{integer}} NOT NULL
    )`,
    `CREATE INDEX notice_outbox_by_subscription ON notice_outbox (subscription_id, seq)`,
    `CREATE INDEX notice_outbox_by_time ON notice_outbox (published_at_ms)`,
  ],
};
