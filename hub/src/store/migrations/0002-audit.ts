import type { Migration } from '../migrate';

/** Tables whose rows are never changed and never deleted. Triggers stop accidents and careless scripts, not an attacker. */
const APPEND_ONLY = ['audit_log', 'audit_nodes', 'audit_checkpoints'];

const sqliteTriggers = APPEND_ONLY.flatMap((table) =>
  ['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} ` +
      `BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
  ),
);

const postgresTriggers = [
  `CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
   $$ BEGIN RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation'; END $$`,
  ...APPEND_ONLY.flatMap((table) => [
    `CREATE TRIGGER ${table}_no_change BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()`,
    `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()`,
  ]),
];

/**
 * Tables of audit: the chained rows; one head row that whoever appends holds; the hashes of complete subtrees from level 8 up, so
 * that no proof reads many rows; the signed checkpoints; and the personal values outside the chain, which can be erased.
 */
export const auditMigration: Migration = {
  id: '0002-audit',
  statements: [
    `CREATE TABLE audit_log (
      seq {{integer}} PRIMARY KEY,
      ts_wall TEXT NOT NULL,
      ts_mono {{integer}} NOT NULL,
      process TEXT NOT NULL,
      actor_kind TEXT NOT NULL,
      actor_id TEXT NOT NULL,
      actor_via TEXT,
      type TEXT NOT NULL,
      object_kind TEXT NOT NULL,
      object_id TEXT NOT NULL,
      object_version TEXT,
      body TEXT NOT NULL,
      body_hash {{bytes}} NOT NULL,
      personal TEXT NOT NULL,
      prev_hash {{bytes}} NOT NULL,
      hash {{bytes}} NOT NULL
    )`,
    'CREATE INDEX audit_log_object ON audit_log (object_kind, object_id, seq)',
    `CREATE TABLE audit_head (
      id {{integer}} PRIMARY KEY,
      log_id TEXT NOT NULL,
      generation {{integer}} NOT NULL,
      size {{integer}} NOT NULL,
      hash {{bytes}} NOT NULL,
      edge {{bytes}} NOT NULL,
      key_fingerprint TEXT
    )`,
    `CREATE TABLE audit_nodes (
      level {{integer}} NOT NULL,
      place {{integer}} NOT NULL,
      hash {{bytes}} NOT NULL,
      PRIMARY KEY (level, place)
    )`,
    `CREATE TABLE audit_checkpoints (
      size {{integer}} PRIMARY KEY,
      note TEXT NOT NULL,
      reason TEXT NOT NULL,
      made_at_ms {{integer}} NOT NULL
    )`,
    `CREATE TABLE audit_personal (
      seq {{integer}} NOT NULL,
      field TEXT NOT NULL,
      object_kind TEXT NOT NULL,
      object_id TEXT NOT NULL,
      sealed {{bytes}} NOT NULL,
      PRIMARY KEY (seq, field)
    )`,
    'CREATE INDEX audit_personal_object ON audit_personal (object_kind, object_id)',
  ],
  only: { sqlite: sqliteTriggers, postgres: postgresTriggers },
};
