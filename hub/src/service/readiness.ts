import type { Clock } from '../contract';
import type { Readiness } from '../http';
import { StoreUnavailable, type Database } from '../store';
import { beat } from './heartbeat';

export interface ReadinessParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly isStopping: () => boolean;
  /** How the audit log stood against its checkpoints at the last look. */
  readonly auditState: () => string | undefined;
}

/** Probes come every few seconds, from several sides; one durable write a second is enough for all of them. */
const KEEP_MS = 1_000;

/**
 * Judges whether the hub may get traffic: it does not stop, and its store takes writes (tried by writing). An audit log that does not
 * fit its checkpoints is shown and keeps nobody out: a delivery that is refused for long is lost, and the log says what happened to it.
 */
export function makeReadiness(parts: ReadinessParts): () => Promise<Readiness> {
  const { database, clock, isStopping, auditState } = parts;
  let known: { readonly atMs: number; readonly store: Promise<string> } | undefined;
  const store = async (): Promise<string> => {
    const nowMs = clock.now();
    if (known === undefined || Math.abs(nowMs - known.atMs) >= KEEP_MS) known = { atMs: nowMs, store: tryStore(database, nowMs) };
    return await known.store;
  };
  return async () => {
    if (isStopping()) return { isReady: false, checks: { service: 'stopping' } };
    const checks = { store: await store(), audit: auditState() ?? 'unknown' };
    return { isReady: checks.store === 'ok', checks };
  };
}

async function tryStore(database: Database, nowMs: number): Promise<string> {
  try {
    await beat(database, 'readiness', nowMs);
    return 'ok';
  } catch (error) {
    return error instanceof StoreUnavailable ? error.code : 'error';
  }
}
