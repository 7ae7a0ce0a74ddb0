import { randomBytes } from 'node:crypto';
import { genesisHash, originOf, RightEdge } from '../../../core/audit';
import type { Transaction } from '../store';

/** The end of the log, held against other writers until the commit. */
export interface Head {
  readonly logId: string;
  /** Grows when the log goes on from a backup behind a signed checkpoint. */
  readonly generation: number;
  /** Rows in the log: the sequence number of the last. */
  readonly size: number;
  /** Hash of the last row, or what the first row points back to. */
  readonly hash: Buffer;
  readonly edge: RightEdge;
  /** Fingerprint of the key that signs; absent until the log got its key. */
  readonly keyFingerprint?: string;
}

interface HeadRow {
  readonly log_id: string;
  readonly generation: number;
  readonly size: number;
  readonly hash: Uint8Array;
  readonly edge: Uint8Array;
  readonly key_fingerprint: string | null;
}

const SELECT = 'SELECT log_id, generation, size, hash, edge, key_fingerprint FROM audit_head WHERE id = 1';
const LOG_ID_BYTES = 16;

/** Name of the log that this head ends. */
export function originOfHead({ logId, generation }: Pick<Head, 'logId' | 'generation'>): string {
  return originOf(logId, generation);
}

/** The head as it was committed; `undefined` before the first row. */
export async function readHead(transaction: Transaction): Promise<Head | undefined> {
  return toHead(await transaction.get<HeadRow>(SELECT));
}

/**
 * The head, locked: on PostgreSQL replicas take turns here until they commit, on SQLite there is one writer anyway. It is read for
 * every row: what a savepoint took back is taken back here as well.
 */
export async function lockHead(transaction: Transaction): Promise<Head> {
  const known = await transaction.get<HeadRow>(SELECT + transaction.forUpdate);
  const head = toHead(known);
  if (head !== undefined) return head;
  const logId = randomBytes(LOG_ID_BYTES).toString('hex');
  await transaction.run(
    `INSERT INTO audit_head (id, log_id, generation, size, hash, edge) VALUES (1, ?, 1, 0, ?, ?) ON CONFLICT (id) DO NOTHING`,
    [logId, genesisHash(logId), new Uint8Array()],
  );
  const made = toHead(await transaction.get<HeadRow>(SELECT + transaction.forUpdate));
  if (made === undefined) throw new Error('The audit log has no head row: its store is damaged.');
  return made;
}

/** Moves the end of the log to a row just written. */
export async function moveHead(transaction: Transaction, size: number, hash: Uint8Array, edge: RightEdge): Promise<void> {
  await transaction.run('UPDATE audit_head SET size = ?, hash = ?, edge = ? WHERE id = 1', [size, hash, edge.toBytes()]);
}

function toHead(row: HeadRow | undefined): Head | undefined {
  if (row === undefined) return undefined;
  return {
    logId: row.log_id,
    generation: row.generation,
    size: row.size,
    hash: Buffer.from(row.hash),
    edge: RightEdge.fromBytes(row.size, row.edge),
    ...(row.key_fingerprint === null ? {} : { keyFingerprint: row.key_fingerprint }),
  };
}
