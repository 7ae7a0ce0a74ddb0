import type { Migration } from '../migrate';

/**
 * Tables of the inbox.
 *
 * Small columns that change with every hand-out are apart from the body, so that a change of state does not write the body again.
 * Partial indexes hold the rows that work is waiting for; a million finished rows cost them nothing. A query must repeat an index's
 * condition word for word, or SQLite does not use it.
 */
export const inboxMigration: Migration = {
  id: '0003-inbox',
  statements: [
    `CREATE TABLE events (
      seq {{serial}},
      source TEXT NOT NULL,
      delivery_id TEXT NOT NULL,
      identity {{bytes}},
      event_id TEXT,
      topic TEXT NOT NULL,
      resource_id TEXT,
      business_key TEXT,
      version TEXT,
      full_state {{integer}} NOT NULL,
      triggered_at TEXT,
      received_at_ms {{integer}} NOT NULL,
      state TEXT NOT NULL,
      due_at_ms {{integer}} NOT NULL,
      redriven {{integer}} NOT NULL DEFAULT 0,
      blocked {{integer}} NOT NULL DEFAULT 0,
      attempts {{integer}} NOT NULL DEFAULT 0,
      strikes {{integer}} NOT NULL DEFAULT 0,
      fence {{integer}} NOT NULL DEFAULT 0,
      lease TEXT,
      lease_until_ms {{integer}},
      settled_at_ms {{integer}},
      reason TEXT,
      next_step TEXT,
      code TEXT,
      repeat_of {{integer}},
      superseded_by TEXT,
      fixed {{integer}} NOT NULL DEFAULT 0,
      erased {{integer}} NOT NULL DEFAULT 0,
      UNIQUE (source, delivery_id)
    )`,
    // What a repeat under another delivery id has in common with its original; see eventIdentity.
    'CREATE UNIQUE INDEX events_identity ON events (identity) WHERE identity IS NOT NULL',
    // What can be handed out, in the order of its turn. `due_at_ms` of a leased row is the end of its lease.
    `CREATE INDEX events_due ON events (source, redriven, due_at_ms, seq) WHERE state IN ('ready', 'leased', 'unknown')`,
    'CREATE INDEX events_document ON events (business_key, seq) WHERE business_key IS NOT NULL',
    // Lists of one source.
    'CREATE INDEX events_source ON events (source, seq)',
    `CREATE INDEX events_open ON events (state, seq) WHERE state <> 'done'`,
    // What retention still has to erase, and what ended when.
    'CREATE INDEX events_settled ON events (settled_at_ms) WHERE settled_at_ms IS NOT NULL AND erased = 0',
    'CREATE TABLE event_bodies (seq {{integer}} PRIMARY KEY, headers TEXT NOT NULL, body {{bytes}} NOT NULL)',
    // Newest version of a document that a source's workflow has finished; it outlives the events.
    `CREATE TABLE event_documents (
      source TEXT NOT NULL,
      business_key TEXT NOT NULL,
      done_version TEXT NOT NULL,
      PRIMARY KEY (source, business_key)
    )`,
  ],
};
