import type { ApiKey, Scope } from '../contract';
import type { Transaction } from '../store';
import { isScope } from './presets';

/** A key with what is needed to check it. */
export interface StoredKey extends ApiKey {
  readonly secretHash: Uint8Array;
  /** Hash of the secret before the last rotation. */
  readonly previousHash?: Uint8Array;
  /** Until when that one is taken. */
  readonly previousUntilMs?: number;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly scopes: string;
  readonly secret_hash: Uint8Array;
  readonly previous_hash: Uint8Array | null;
  readonly previous_until_ms: number | null;
  readonly created_at_ms: number;
  readonly expires_at_ms: number | null;
  readonly revoked_at_ms: number | null;
  readonly last_used_at_ms: number | null;
}

const COLUMNS =
  'id, name, scopes, secret_hash, previous_hash, previous_until_ms, created_at_ms, expires_at_ms, revoked_at_ms, last_used_at_ms';

/** All keys, oldest first. */
export async function allKeys(transaction: Transaction): Promise<readonly StoredKey[]> {
  return (await transaction.all<Row>(`SELECT ${COLUMNS} FROM api_keys ORDER BY created_at_ms`)).map(fromRow);
}

/** One key, kept away from other writers until the commit. */
export async function keyForUpdate(transaction: Transaction, id: string): Promise<StoredKey | undefined> {
  const row = await transaction.get<Row>(`SELECT ${COLUMNS} FROM api_keys WHERE id = ?${transaction.forUpdate}`, [id]);
  return row === undefined ? undefined : fromRow(row);
}

/** Adds a key. */
export async function insertKey(transaction: Transaction, key: StoredKey): Promise<void> {
  await transaction.run(
    'INSERT INTO api_keys (id, name, scopes, secret_hash, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?, ?)',
    [key.id, key.name, key.scopes.join(' '), key.secretHash, key.createdAtMs, key.expiresAtMs ?? null],
  );
}

/** The key without anything that helps to forge it. */
export function publicPart({ secretHash: _, previousHash: _previous, previousUntilMs: _until, ...key }: StoredKey): ApiKey {
  return key;
}

function fromRow(row: Row): StoredKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes.split(' ').filter((word): word is Scope => isScope(word)),
    secretHash: row.secret_hash,
    previousHash: row.previous_hash ?? undefined,
    previousUntilMs: row.previous_until_ms ?? undefined,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms ?? undefined,
    revokedAtMs: row.revoked_at_ms ?? undefined,
    lastUsedAtMs: row.last_used_at_ms ?? undefined,
  };
}
