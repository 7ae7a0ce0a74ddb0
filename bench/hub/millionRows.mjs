import { DatabaseSync } from 'node:sqlite';

/** Of a million events this many wait for a person. */
const PARKED = 500;

/**
 * Fills the inbox of a migrated, stopped hub with events that are done and a few that are parked, as years of work would.
 * @param count rows
 */
export function fillInbox(file, count) {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA synchronous=OFF');
  database
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO events (source, delivery_id, event_id, topic, business_key, version, full_state, received_at_ms, state, due_at_ms,
                           attempts, settled_at_ms, erased, reason, code)
       SELECT 'bench', 'd' || i, 'e' || i, 'orders/create', 'shopify/bench/order/' || i, '2026', 1, 1700000000000 + i * 100,
              CASE WHEN i % ? = 0 THEN 'parked' ELSE 'done' END, 1700000000000 + i * 100, 1, 1700000000000 + i * 100, 1,
              CASE WHEN i % ? = 0 THEN 'unknown SKU' END, CASE WHEN i % ? = 0 THEN 'unknown-sku' END
       FROM n`,
    )
    .run(count, count / PARKED, count / PARKED, count / PARKED);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}
