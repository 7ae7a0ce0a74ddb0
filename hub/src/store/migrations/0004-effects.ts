import type { Migration } from '../migrate';

/**
 * Tables of effects: one row per target and business document, and the history of its attempts.
 *
 * A row holds two things: what stands in the target (`done_…`) and the latest claim. They differ while a newer version is on its way.
 */
export const effectsMigration: Migration = {
  id: '0004-effects',
  statements: [
    `CREATE TABLE effects (
      seq {{serial}},
      effect_key TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL,
      version TEXT,
      fingerprint TEXT NOT NULL,
      fence {{integer}} NOT NULL,
      token TEXT NOT NULL,
      attempts {{integer}} NOT NULL,
      look_first {{integer}} NOT NULL,
      owner TEXT,
      event_id TEXT,
      claimed_at_ms {{integer}} NOT NULL,
      lease_until_ms {{integer}} NOT NULL,
      settle_ms {{integer}} NOT NULL,
      not_before_ms {{integer}} NOT NULL,
      settled_at_ms {{integer}},
      reason TEXT,
      mapping_id TEXT,
      mapping_version TEXT,
      mapping_hash TEXT,
      is_done {{integer}} NOT NULL DEFAULT 0,
      done_version TEXT,
      done_fingerprint TEXT,
      done_result TEXT,
      done_at_ms {{integer}}
    )`,
    // What may need a person, by the time from which it does: an unsettled claim, an unknown outcome, a parked effect.
    `CREATE INDEX effects_open ON effects (state, not_before_ms) WHERE state <> 'done'`,
    `CREATE INDEX effects_listed ON effects (state, seq) WHERE state <> 'done'`,
    `CREATE TABLE effect_versions (
      seq {{serial}},
      effect_seq {{integer}} NOT NULL,
      fence {{integer}} NOT NULL,
      token TEXT NOT NULL,
      version TEXT,
      fingerprint TEXT NOT NULL,
      outcome TEXT NOT NULL,
      result_hash TEXT,
      mapping_id TEXT,
      mapping_version TEXT,
      mapping_hash TEXT,
      at_ms {{integer}} NOT NULL
    )`,
    'CREATE INDEX effect_versions_at ON effect_versions (at_ms)',
    'CREATE INDEX effect_versions_effect ON effect_versions (effect_seq, fence, seq)',
  ],
};
