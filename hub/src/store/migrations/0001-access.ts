import type { Migration } from '../migrate';

/** API keys, and one row that is written to see whether the store takes writes. Few rows each: primary keys are enough. */
export const accessMigration: Migration = {
  id: '0001-access',
  statements: [
    `CREATE TABLE api_keys (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      scopes TEXT NOT NULL,
      secret_hash {{bytes}} NOT NULL,
      previous_hash {{bytes}},
      previous_until_ms {{integer}},
      created_at_ms {{integer}} NOT NULL,
      expires_at_ms {{integer}},
      revoked_at_ms {{integer}},
      last_used_at_ms {{integer}}
    )`,
    'CREATE TABLE heartbeats (id TEXT PRIMARY KEY, at_ms {{integer}} NOT NULL)',
  ],
};
