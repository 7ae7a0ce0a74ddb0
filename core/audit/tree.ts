import { HASH_BYTES, sha256 } from './digest';

/**
 * Merkle tree over row hashes as RFC 6962 defines it: leaf = H(0x00 ‖ row hash), node = H(0x01 ‖ left ‖ right). The two prefixes
 * keep leaves and nodes apart; without them a tree can be forged.
 */
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export function leafHash(rowHash: Uint8Array): Buffer {
  return sha256(LEAF, rowHash);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

/** A complete subtree: `place` counts subtrees of this level from the left, so it covers rows `place * 2^level …`. */
export interface Subtree {
  readonly level: number;
  readonly place: number;
}

export interface CompletedSubtree extends Subtree {
  readonly hash: Buffer;
}

/**
 * Complete, aligned subtrees that cover the leaves from `begin` up to (not including) `end`, left to right. Sizes stay below 2^53, so
 * no bit operations (those stop at 2^31).
 */
export function subtreesOf(begin: number, end: number): Subtree[] {
  const found: Subtree[] = [];
  for (let at = begin; at < end; ) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2;
      level++;
    }
    found.push({ level, place: at / width });
    at += width;
  }
  return found;
}

/** Root over subtrees given left to right, the largest first: folded from the right. */
export function foldRight(hashes: readonly Buffer[]): Buffer {
  const last = hashes.at(-1);
  if (last === undefined) throw new RangeError('there is no root of nothing');
  let root = last;
  for (const left of hashes.slice(0, -1).reverse()) root = nodeHash(left, root);
  return root;
}

/** The right edge of a growing tree: one hash for each complete subtree. All that is needed to append and to know the root. */
export class RightEdge {
  private readonly hashes: Buffer[];

  /** @throws RangeError when the number of hashes does not fit the size */
  constructor(
    private leaves = 0,
    hashes: readonly Buffer[] = [],
  ) {
    if (!Number.isSafeInteger(leaves) || leaves < 0 || hashes.length !== subtreesOf(0, leaves).length) {
      throw new RangeError('the number of hashes does not fit the size of the tree');
    }
    if (hashes.some(({ length }) => length !== HASH_BYTES)) throw new RangeError('a hash of the edge has a wrong length');
    this.hashes = [...hashes];
  }

  /** Reads what {@link toBytes} wrote. */
  static fromBytes(size: number, bytes: Uint8Array): RightEdge {
    if (bytes.length % HASH_BYTES !== 0) throw new RangeError('the edge has a wrong length');
    const all = Buffer.from(bytes);
    const hashes = Array.from({ length: all.length / HASH_BYTES }, (_, place) =>
      all.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
    );
    return new RightEdge(size, hashes);
  }

  get size(): number {
    return this.leaves;
  }

  /** @returns the subtrees that this row completed, smallest first (level 1 and up) */
  append(rowHash: Uint8Array): CompletedSubtree[] {
    return this.add(0, leafHash(rowHash));
  }

  /**
   * Adds a whole subtree at the right.
   * @throws RangeError when a subtree of this level cannot begin here
   */
  add(level: number, hash: Buffer): CompletedSubtree[] {
    const width = 2 ** level;
    if (this.leaves % width !== 0) throw new RangeError(`a subtree of level ${level} cannot begin at row ${this.leaves + 1}`);
    const completed: CompletedSubtree[] = [];
    let node = hash;
    let place = this.leaves / width;
    let height = level;
    while (place % 2 === 1) {
      node = nodeHash(this.hashes.pop() as Buffer, node);
      place = (place - 1) / 2;
      height++;
      completed.push({ level: height, place, hash: node });
    }
    this.hashes.push(node);
    this.leaves += width;
    return completed;
  }

  /** @throws RangeError for an empty tree: its root is never signed and never accepted */
  root(): Buffer {
    return foldRight(this.hashes);
  }

  toBytes(): Buffer {
    return Buffer.concat(this.hashes);
  }

  toHex(): string[] {
    return this.hashes.map((hash) => hash.toString('hex'));
  }
}
