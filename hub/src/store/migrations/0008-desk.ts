import type { Migration } from '../migrate';

/** Tables of people and their sessions, of incidents, and of the hourly figures. */
export const deskMigration: Migration = {
  id: '0008-desk',
  statements: [
    `CREATE TABLE people (
       name TEXT PRIMARY KEY,
       role TEXT NOT NULL,
       password TEXT NOT NULL,
       must_change {{integer}} NOT NULL,
       active {{integer}} NOT NULL,
       created_at_ms {{integer}} NOT NULL,
       password_expires_at_ms {{integer}},
       last_sign_in_at_ms {{integer}}
     )`,
    `CREATE TABLE people_sessions (
       id_hash TEXT PRIMARY KEY,
       name TEXT NOT NULL REFERENCES people (name),
       created_at_ms {{integer}} NOT NULL,
       seen_at_ms {{integer}} NOT NULL
     )`,
    'CREATE INDEX people_sessions_name ON people_sessions (name)',
    'CREATE INDEX people_sessions_seen ON people_sessions (seen_at_ms)',
    // Only hashes: what people type into a name field is now and then their password.
    `CREATE TABLE people_sign_in_failures (
       subject_hash TEXT PRIMARY KEY,
       failures {{integer}} NOT NULL,
       since_at_ms {{integer}} NOT NULL
     )`,
    'CREATE INDEX people_sign_in_failures_since ON people_sign_in_failures (since_at_ms)',
    `CREATE TABLE incidents (
       id {{serial}},
       group_hash TEXT NOT NULL UNIQUE,
       workflow_id TEXT NOT NULL,
       workflow_name TEXT NOT NULL,
       node TEXT,
       code TEXT,
       message TEXT NOT NULL,
       next_step TEXT,
       last_event TEXT,
       last_execution TEXT,
       reports {{integer}} NOT NULL,
       first_at_ms {{integer}} NOT NULL,
       last_at_ms {{integer}} NOT NULL,
       state TEXT NOT NULL
     )`,
    'CREATE INDEX incidents_state ON incidents (state, last_at_ms)',
    'CREATE INDEX incidents_last ON incidents (last_at_ms)',
    `CREATE TABLE kpi_hourly (
       hour_at_ms {{integer}} NOT NULL,
       kind TEXT NOT NULL,
       value {{integer}} NOT NULL,
       counted_at_ms {{integer}} NOT NULL,
       PRIMARY KEY (hour_at_ms, kind)
     )`,
  ],
};
