import { leafHash, rangeRoot, RightEdge, subtreesOf, type Subtree, type SubtreeHash } from '../../../core/audit';
import type { Transaction } from '../store';
import { FIRST_KEPT_LEVEL } from './auditLog';

/**
 * Hashes of complete subtrees from the store: kept ones from level 8 up, smaller ones from at most 256 rows. What a proof is made of
 * need not be trusted here: a wrong one does not verify.
 */
export function storedSubtrees(transaction: Transaction): SubtreeHash {
  return async ({ level, place }: Subtree) => {
    if (level >= FIRST_KEPT_LEVEL) {
      const row = await transaction.get<{ hash: Uint8Array }>('SELECT hash FROM audit_nodes WHERE level = ? AND place = ?', [
        level,
        place,
      ]);
      if (row === undefined) throw new MissingRows(place * 2 ** level + 1);
      return Buffer.from(row.hash);
    }
    const width = 2 ** level;
    const [from, to] = [place * width + 1, (place + 1) * width];
    const rows = await transaction.all<{ hash: Uint8Array }>(
      'SELECT hash FROM audit_log WHERE seq >= ? AND seq <= ? ORDER BY seq',
      [from, to],
    );
    if (rows.length !== width) throw new MissingRows(from);
    return foldLevel(rows.map(({ hash }) => leafHash(hash)));
  };
}

/** The store does not have rows that the log had. */
export class MissingRows extends Error {
  override readonly name = 'MissingRows';

  constructor(
    /** The rows are missing here or behind. */
    readonly seq: number,
  ) {
    super(`Rows of the audit log are missing from row ${seq} on.`);
  }
}

/** Root of the first `size` rows. */
export async function rootAt(transaction: Transaction, size: number): Promise<Buffer> {
  return await rangeRoot(0, size, storedSubtrees(transaction));
}

/** Right edge of the first `size` rows. */
export async function edgeAt(transaction: Transaction, size: number): Promise<RightEdge> {
  return new RightEdge(size, await hashesOf(transaction, 0, size));
}

/** Hashes of the subtrees that cover the rows behind `begin` up to `end`, left to right. */
export async function hashesOf(transaction: Transaction, begin: number, end: number): Promise<Buffer[]> {
  const hashOf = storedSubtrees(transaction);
  const hashes: Buffer[] = [];
  for (const subtree of subtreesOf(begin, end)) hashes.push(await hashOf(subtree));
  return hashes;
}

/** Root of a power of two of leaves. */
function foldLevel(leaves: readonly Buffer[]): Buffer {
  const edge = new RightEdge();
  for (const leaf of leaves) edge.add(0, leaf);
  return edge.root();
}
