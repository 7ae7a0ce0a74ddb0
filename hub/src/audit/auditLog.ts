import { randomBytes } from 'node:crypto';
import { canonicalJson, personalHash, rowHash, sha256, type LogRow } from '../../../core/audit';
import type { Actor, Audit, AuditEntry, Clock, Meter, Vault } from '../contract';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import { lockHead, moveHead } from './head';
import { insertRow } from './rows';
import { listRows, type AuditQuery } from './listRows';
import { withoutSecrets } from './secrets';

export interface AuditLogOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Needed for entries with personal values only. */
  readonly vault?: Vault;
  readonly meter?: Meter;
  /** Microseconds on a clock that never goes backwards while the process lives. */
  readonly monotonicUs?: () => number;
  /** Names this run of the process in its rows. */
  readonly process?: string;
  readonly random?: (bytes: number) => Uint8Array;
}

/** A body is facts, not documents. */
const MAX_BODY_CHARACTERS = 65_536;
const MAX_TEXT = 1_000;
const SALT_BYTES = 16;
/** Subtrees below this level are read from their rows (at most 256) instead of being kept. */
export const FIRST_KEPT_LEVEL = 8;
const TYPE = /^[a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)+$/;

/** The tamper-evident log of the hub. Changes of it are *detected*, relative to a checkpoint kept elsewhere; they cannot be prevented. */
export class AuditLog implements Audit {
  private readonly process: string;
  private readonly monotonicUs: () => number;
  private readonly random: (bytes: number) => Uint8Array;

  constructor(private readonly options: AuditLogOptions) {
    this.random = options.random ?? randomBytes;
    this.process = options.process ?? Buffer.from(this.random(8)).toString('hex');
    this.monotonicUs = options.monotonicUs ?? (() => Number(process.hrtime.bigint() / 1000n));
  }

  /**
   * Appends in the caller's transaction. Do it as late in the transaction as possible: with several replicas on PostgreSQL whoever
   * appends holds the end of the log until the commit.
   *
   * @throws CanonicalJsonError when the body has no canonical form (a number beyond 2^53, half a character …)
   * @throws RangeError when a text or the body is too long
   */
  async append(transaction: Transaction, entry: AuditEntry): Promise<number> {
    const body = withoutSecrets(canonicalJson(entry.body));
    checkEntry(entry, body);
    const head = await lockHead(transaction);
    const seq = head.size + 1;
    const personalText = await this.keepPersonal(transaction, seq, entry);
    const bodyHash = sha256(body);
    const columns = {
      seq,
      tsWall: new Date(this.options.clock.now()).toISOString(),
      tsMono: this.monotonicUs(),
      process: this.process,
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      actorVia: entry.actor.via ?? null,
      type: entry.type,
      objectKind: entry.object.kind,
      objectId: entry.object.id,
      objectVersion: entry.object.version ?? null,
      bodyHash: bodyHash.toString('hex'),
      personalText,
      prevHash: head.hash.toString('hex'),
    };
    const hash = rowHash(columns);
    await insertRow(transaction, columns, body, bodyHash, head.hash, hash);
    for (const { level, place, hash: node } of head.edge.append(hash)) {
      if (level < FIRST_KEPT_LEVEL) continue;
      await transaction.run('INSERT INTO audit_nodes (level, place, hash) VALUES (?, ?, ?)', [level, place, node]);
    }
    await moveHead(transaction, seq, hash, head.edge);
    return seq;
  }

  /** Rows in order, for people; at most 1000. */
  async list(query: AuditQuery): Promise<readonly LogRow[]> {
    return await this.options.database.read(async (transaction) => await listRows(transaction, query));
  }

  /**
   * Personal values of a row that were not erased. Reading them is audited.
   * @throws VaultError when the hub has another key now
   */
  async personal(seq: number, actor: Actor): Promise<Readonly<Record<string, string>>> {
    const vault = this.vault();
    return await this.options.database.write(async (transaction) => {
      const rows = await transaction.all<{ field: string; sealed: Uint8Array }>(
        'SELECT field, sealed FROM audit_personal WHERE seq = ? ORDER BY seq, field',
        [seq],
      );
      const values = rows.map(({ field, sealed }) => {
        const open = Buffer.from(vault.open(purposeOf(seq, field), sealed));
        return [field, open.subarray(SALT_BYTES).toString('utf8')] as const;
      });
      const object = { kind: 'audit', id: String(seq) };
      await this.append(transaction, {
        actor,
        type: 'audit.personalRead',
        object,
        body: { fields: rows.map(({ field }) => field) },
      });
      return Object.fromEntries(values);
    });
  }

  /**
   * Erases the personal values and salts of one row or of everything about one object; the chain stays whole, its hashes lose their
   * meaning.
   * @returns how many values were erased
   */
  async erase(what: { readonly seq: number } | { readonly kind: string; readonly id: string }, actor: Actor): Promise<number> {
    return await this.options.database.write(async (transaction) => {
      const [where, parameters, object] =
        'seq' in what
          ? ['seq = ?', [what.seq], { kind: 'audit', id: String(what.seq) }]
          : ['object_kind = ? AND object_id = ?', [what.kind, what.id], { kind: what.kind, id: what.id }];
      const values = await transaction.run(
        `DELETE FROM audit_personal WHERE ${where as string}`,
        parameters as (string | number)[],
      );
      if (values > 0) {
        await this.append(transaction, {
          actor,
          type: 'audit.personalErased',
          object: object as AuditEntry['object'],
          body: { values },
        });
      }
      return values;
    });
  }

  private async keepPersonal(transaction: Transaction, seq: number, { personal, object }: AuditEntry): Promise<string> {
    if (personal === undefined) return '{}';
    const vault = this.vault();
    const hashes: Record<string, string> = {};
    for (const [field, value] of Object.entries(personal)) {
      const salt = this.random(SALT_BYTES);
      hashes[field] = personalHash(salt, field, value);
      // The salt is sealed with the value: whoever copies the store could try out phone numbers against a hash with an open salt.
      const sealed = vault.seal(purposeOf(seq, field), Buffer.concat([salt, Buffer.from(value, 'utf8')]));
      await transaction.run('INSERT INTO audit_personal (seq, field, object_kind, object_id, sealed) VALUES (?, ?, ?, ?, ?)', [
        seq,
        field,
        object.kind,
        object.id,
        sealed,
      ]);
    }
    return canonicalJson(hashes);
  }

  private vault(): Vault {
    if (this.options.vault === undefined) throw new Problem(503, 'no-vault', 'The audit log has no key for personal values.');
    return this.options.vault;
  }
}

function purposeOf(seq: number, field: string): string {
  return `audit.personal/${seq}/${field}`;
}

function checkEntry({ actor, type, object }: AuditEntry, body: string): void {
  if (!TYPE.test(type)) throw new RangeError('the type of an audit entry is words joined by points');
  const texts = [actor.kind, actor.id, actor.via ?? '', type, object.kind, object.id, object.version ?? ''];
  canonicalJson(texts); // refuses half characters, which have no bytes to hash
  if (texts.some(({ length }) => length > MAX_TEXT))
    throw new RangeError(`a text of the audit entry ${type} is longer than ${MAX_TEXT}`);
  if (body.length > MAX_BODY_CHARACTERS)
    throw new RangeError(`the body of the audit entry ${type} is longer than ${MAX_BODY_CHARACTERS}`);
}
