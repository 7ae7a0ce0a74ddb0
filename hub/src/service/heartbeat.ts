import type { Database } from '../store';

/** Writes one row durably: the only proof that a store takes writes. @throws StoreUnavailable when it does not */
export async function beat(database: Database, id: string, nowMs: number): Promise<void> {
  await database.write(
    async (transaction) =>
      await transaction.run(
        'INSERT INTO heartbeats (id, at_ms) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET at_ms = excluded.at_ms',
        [id, nowMs],
      ),
  );
}

/** When the store was last written by {@link beat}; `undefined` for a new one. */
export async function lastBeat(database: Database): Promise<number | undefined> {
  const row = await database.read(
    async (transaction) => await transaction.get<{ at_ms: number | null }>('SELECT MAX(at_ms) AS at_ms FROM heartbeats'),
  );
  return row?.at_ms ?? undefined;
}
