import { startPostgres, type ThrowAwayPostgres } from './startPostgres';

const RUNNING = Symbol.for('medsupply.test.postgres');

type Holder = typeof globalThis & { [RUNNING]?: ThrowAwayPostgres };

/**
 * Jest's `globalSetup`: gives the store suites a PostgreSQL server where the machine has one and none was named. An empty
 * `MEDSUPPLY_TEST_POSTGRES` runs them on SQLite only.
 */
export default async function globalPostgres(): Promise<void> {
  if (process.env.MEDSUPPLY_TEST_POSTGRES !== undefined) return;
  const server = await startPostgres();
  if (server === undefined) return;
  (globalThis as Holder)[RUNNING] = server;
  process.env.MEDSUPPLY_TEST_POSTGRES = server.url;
}

/** Ends the server of {@link globalPostgres}, if there is one. */
export async function stopGlobalPostgres(): Promise<void> {
  await (globalThis as Holder)[RUNNING]?.stop();
}
