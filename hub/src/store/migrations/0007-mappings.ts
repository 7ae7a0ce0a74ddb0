import type { Migration } from '../migrate';

/**
 * Tables of mappings: every version of every file, which never changes, and the history of what was active. Active is the newest
 * activation that was not rolled back.
 */
export const mappingsMigration: Migration = {
  id: '0007-mappings',
  statements: [
    `CREATE TABLE mappings (
      mapping_id TEXT NOT NULL,
      version TEXT NOT NULL,
      hash TEXT NOT NULL,
      extends_id TEXT,
      file TEXT NOT NULL,
      uploaded_by TEXT NOT NULL,
      uploaded_at_ms {{integer}} NOT NULL,
      PRIMARY KEY (mapping_id, version)
    )`,
    `CREATE TABLE mapping_activations (
      activation {{serial}},
      mapping_id TEXT NOT NULL,
      version TEXT NOT NULL,
      activated_by TEXT NOT NULL,
      activated_at_ms {{integer}} NOT NULL,
      rolled_back_at_ms {{integer}}
    )`,
    'CREATE INDEX mapping_activations_standing ON mapping_activations (mapping_id, activation) WHERE rolled_back_at_ms IS NULL',
  ],
};
