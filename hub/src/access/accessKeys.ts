import type { Access, Actor, ApiKey, Audit, Clock, Log, Meter, Scope } from '../contract';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import { KeyCache } from './keyCache';
import { formatKey, hashSecret, isSameHash, makeKeyId, makeSecret, NO_HASH, parseKey, type RandomBytes } from './keyText';
import { allKeys, insertKey, keyForUpdate, publicPart, type StoredKey } from './keyTable';
import { Refusals, type RefusalReason } from './refusals';

/** Answer to a key that somebody showed. */
export type Admission = { readonly ok: true; readonly key: StoredKey } | { readonly ok: false; readonly reason: RefusalReason };

export interface AccessParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly log: Log;
  readonly meter: Meter;
  readonly random?: RandomBytes;
}

/** API keys: made, checked, rotated, revoked. */
export class AccessKeys implements Access {
  private readonly cache: KeyCache;
  private readonly refusals: Refusals;
  private readonly lastUsed = new Map<string, number>();

  constructor(private readonly parts: AccessParts) {
    this.cache = new KeyCache(parts.database, parts.clock);
    this.refusals = new Refusals(parts);
  }

  async create(
    name: string,
    scopes: readonly Scope[],
    actor: Actor,
    expiresAtMs?: number,
  ): Promise<{ readonly key: ApiKey; readonly text: string }> {
    const { database, audit, clock, random } = this.parts;
    const secret = makeSecret(random);
    const key: StoredKey = {
      id: makeKeyId(random),
      name,
      scopes: [...new Set(scopes)],
      createdAtMs: clock.now(),
      expiresAtMs,
      secretHash: hashSecret(secret),
    };
    await database.write(async (transaction) => {
      await insertKey(transaction, key);
      await audit.append(transaction, {
        actor,
        type: 'key.created',
        object: { kind: 'apiKey', id: key.id },
        body: { name, scopes: key.scopes, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) },
      });
    });
    this.cache.forget();
    return { key: publicPart(key), text: formatKey({ id: key.id, secret }) };
  }

  async rotate(id: string, graceMs: number, actor: Actor): Promise<{ readonly key: ApiKey; readonly text: string }> {
    const { database, audit, clock, random } = this.parts;
    const secret = makeSecret(random);
    const nowMs = clock.now();
    const key = await database.write(async (transaction) => {
      const stored = await living(transaction, id);
      await transaction.run('UPDATE api_keys SET secret_hash = ?, previous_hash = ?, previous_until_ms = ? WHERE id = ?', [
        hashSecret(secret),
        stored.secretHash,
        nowMs + graceMs,
        id,
      ]);
      await audit.append(transaction, { actor, type: 'key.rotated', object: { kind: 'apiKey', id }, body: { graceMs } });
      return stored;
    });
    this.cache.forget();
    return { key: publicPart(key), text: formatKey({ id, secret }) };
  }

  async revoke(id: string, actor: Actor): Promise<void> {
    const { database, audit, clock } = this.parts;
    await database.write(async (transaction) => {
      await living(transaction, id);
      await transaction.run('UPDATE api_keys SET revoked_at_ms = ?, previous_hash = NULL WHERE id = ?', [clock.now(), id]);
      await audit.append(transaction, { actor, type: 'key.revoked', object: { kind: 'apiKey', id }, body: {} });
    });
    this.cache.forget();
  }

  async list(): Promise<readonly ApiKey[]> {
    return (await this.parts.database.read(allKeys)).map(publicPart);
  }

  async check(text: string): Promise<ApiKey | undefined> {
    const admission = await this.admit(text);
    return admission.ok ? publicPart(admission.key) : undefined;
  }

  /**
   * Judges a key; answers at once while the cache is fresh, as a promise when the store has to be asked.
   * @param address remote address, for the audit log
   */
  admit(text: string, address?: string): Admission | Promise<Admission> {
    const keys = this.cache.fresh();
    if (keys !== undefined) return this.judge(keys, text, address);
    return this.cache.load().then((loaded) => this.judge(loaded, text, address));
  }

  /** Notes that somebody was not let in for another reason than the key itself. */
  refuse(reason: RefusalReason, details: { readonly keyId?: string; readonly scope?: Scope; readonly address?: string }): void {
    this.refusals.note({ reason, ...details });
  }

  /** Writes what was only counted so far; to be called every few seconds, and with `true` before the end. */
  async flush(all = false): Promise<void> {
    await this.refusals.flush(all);
    if (this.lastUsed.size === 0) return;
    const used = [...this.lastUsed];
    this.lastUsed.clear();
    await this.parts.database.write(async (transaction) => {
      for (const [id, atMs] of used) {
        await transaction.run(
          'UPDATE api_keys SET last_used_at_ms = ? WHERE id = ? AND (last_used_at_ms IS NULL OR last_used_at_ms < ?)',
          [atMs, id, atMs],
        );
      }
    });
  }

  private judge(keys: ReadonlyMap<string, StoredKey>, text: string, address: string | undefined): Admission {
    const given = parseKey(text);
    if (given === undefined) return this.refused('malformed', undefined, address);
    const nowMs = this.parts.clock.now();
    const key = keys.get(given.id);
    const isGrace = key?.previousUntilMs !== undefined && nowMs < key.previousUntilMs;
    const secretHash = hashSecret(given.secret);
    // Both comparisons always run, also for an id that nobody has: the time taken says nothing about which ids exist.
    const isCurrent = isSameHash(key?.secretHash ?? NO_HASH, secretHash);
    const isPrevious = isSameHash((isGrace ? key?.previousHash : undefined) ?? NO_HASH, secretHash);
    if (key === undefined || !(isCurrent || isPrevious)) return this.refused('unknown', key?.id, address);
    if (key.revokedAtMs !== undefined) return this.refused('revoked', key.id, address);
    if (key.expiresAtMs !== undefined && nowMs >= key.expiresAtMs) return this.refused('expired', key.id, address);
    this.lastUsed.set(key.id, nowMs);
    return { ok: true, key };
  }

  private refused(reason: RefusalReason, keyId: string | undefined, address: string | undefined): Admission {
    this.refusals.note({ reason, keyId, address });
    return { ok: false, reason };
  }
}

/** @throws Problem when there is no such key, or when it was revoked */
async function living(transaction: Transaction, id: string): Promise<StoredKey> {
  const key = await keyForUpdate(transaction, id);
  if (key === undefined) throw new Problem(404, 'unknown-key', `There is no API key ${JSON.stringify(id.slice(0, 40))}`);
  if (key.revokedAtMs !== undefined) {
    throw new Problem(409, 'key-revoked', `The API key ${id} was revoked`, { nextStep: 'Make a new key.' });
  }
  return key;
}
