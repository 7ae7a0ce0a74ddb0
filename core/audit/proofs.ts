import { HASH_BYTES } from './digest';
import { foldRight, leafHash, nodeHash, subtreesOf, type Subtree } from './tree';

/** Hash of a complete subtree of the log; level 0 is a leaf hash. */
export type SubtreeHash = (subtree: Subtree) => Promise<Buffer>;

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const OK: Verdict = { ok: true };
const no = (reason: string): Verdict => ({ ok: false, reason });

/** Root of the leaves from `begin` up to (not including) `end`; `begin` is a multiple of a power of two at least as large as the range. */
export async function rangeRoot(begin: number, end: number, hashOf: SubtreeHash): Promise<Buffer> {
  const hashes: Buffer[] = [];
  for (const subtree of subtreesOf(begin, end)) hashes.push(await hashOf(subtree));
  return foldRight(hashes);
}

/**
 * Inclusion proof (RFC 6962, 2.1.1) of the row with this sequence number in the tree of the first `size` rows, from the leaf up.
 * @throws RangeError when the row is not in the tree
 */
export async function inclusionProof(seq: number, size: number, hashOf: SubtreeHash): Promise<Buffer[]> {
  if (!isSize(size) || !isSize(seq) || seq > size) throw new RangeError('the row is not in the tree');
  const ranges: (readonly [number, number])[] = [];
  let [begin, end] = [0, size];
  const index = seq - 1;
  while (end - begin > 1) {
    const middle = begin + largestPowerBelow(end - begin);
    if (index < middle) {
      ranges.push([middle, end]);
      end = middle;
    } else {
      ranges.push([begin, middle]);
      begin = middle;
    }
  }
  return await rootsOf(ranges.reverse(), hashOf);
}

/**
 * Consistency proof (RFC 6962, 2.1.2) that the first `first` rows of the tree of `second` rows are the tree of `first` rows.
 * @throws RangeError when a size is 0 or the sizes are the wrong way round
 */
export async function consistencyProof(first: number, second: number, hashOf: SubtreeHash): Promise<Buffer[]> {
  if (!isSize(first) || !isSize(second) || first > second) throw new RangeError('the first tree is not part of the second');
  const ranges: (readonly [number, number])[] = [];
  let [begin, end] = [0, second];
  while (first !== end) {
    const middle = begin + largestPowerBelow(end - begin);
    if (first <= middle) {
      ranges.push([middle, end]);
      end = middle;
    } else {
      ranges.push([begin, middle]);
      begin = middle;
    }
  }
  // What is left is the last part of the first tree; the verifier knows it already when it is the whole first tree.
  if (begin > 0) ranges.push([begin, end]);
  return await rootsOf(ranges.reverse(), hashOf);
}

/** Checks an inclusion proof (RFC 9162, 2.1.3.2). */
export function verifyInclusion(claim: {
  readonly seq: number;
  readonly size: number;
  /** Hash of the row, not of the leaf. */
  readonly rowHash: Uint8Array;
  readonly path: readonly Buffer[];
  readonly root: Buffer;
}): Verdict {
  const { seq, size, path, root } = claim;
  const form = formProblem([size, seq], [Buffer.from(claim.rowHash), root, ...path]);
  if (form !== undefined) return no(form);
  if (seq > size) return no('the row lies outside of the tree');
  let index = seq - 1;
  let last = size - 1;
  let hash = leafHash(claim.rowHash);
  for (const sibling of path) {
    if (last === 0) return no('the proof is too long');
    if (index % 2 === 1 || index === last) {
      hash = nodeHash(sibling, hash);
      while (index % 2 === 0 && index !== 0) [index, last] = [index / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
  }
  if (last !== 0) return no('the proof is too short');
  return hash.equals(root) ? OK : no('the row is not in the tree with this root');
}

/** Checks a consistency proof (RFC 9162, 2.1.4.2). */
export function verifyConsistency(claim: {
  readonly firstSize: number;
  readonly firstRoot: Buffer;
  readonly secondSize: number;
  readonly secondRoot: Buffer;
  readonly path: readonly Buffer[];
}): Verdict {
  const { firstSize, firstRoot, secondSize, secondRoot, path } = claim;
  const form = formProblem([firstSize, secondSize], [firstRoot, secondRoot, ...path]);
  if (form !== undefined) return no(form);
  if (firstSize > secondSize) return no('the first tree is larger than the second');
  if (firstSize === secondSize) {
    if (path.length > 0) return no('the proof is too long');
    return firstRoot.equals(secondRoot) ? OK : no('two trees of one size have different roots: the log was forked');
  }
  const hashes = isPowerOfTwo(firstSize) ? [firstRoot, ...path] : path;
  const [start, ...rest] = hashes;
  if (start === undefined || path.length === 0) return no('the proof is too short');
  let [index, last] = [firstSize - 1, secondSize - 1];
  while (index % 2 === 1) [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
  let [first, second] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return no('the proof is too long');
    if (index % 2 === 1 || index === last) {
      [first, second] = [nodeHash(sibling, first), nodeHash(sibling, second)];
      while (index % 2 === 0 && index !== 0) [index, last] = [index / 2, Math.floor(last / 2)];
    } else {
      second = nodeHash(second, sibling);
    }
    [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
  }
  if (last !== 0) return no('the proof is too short');
  if (!first.equals(firstRoot)) return no('the proof does not lead to the first root');
  return second.equals(secondRoot) ? OK : no('the proof does not lead to the second root');
}

async function rootsOf(ranges: readonly (readonly [number, number])[], hashOf: SubtreeHash): Promise<Buffer[]> {
  const roots: Buffer[] = [];
  for (const [begin, end] of ranges) roots.push(await rangeRoot(begin, end, hashOf));
  return roots;
}

const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** A plain verifier takes size 0 and the root of nothing for proven; neither is ever a claim about a row. */
function formProblem(sizes: readonly number[], hashes: readonly Buffer[]): string | undefined {
  if (!sizes.every(isSize)) return 'a size or sequence number is not a whole number from 1 on';
  if (hashes.some(({ length }) => length !== HASH_BYTES)) return 'a hash has a wrong length';
  if (hashes.some((hash) => hash.toString('hex') === EMPTY_ROOT)) return 'a hash is that of an empty tree';
  return undefined;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function isPowerOfTwo(value: number): boolean {
  return subtreesOf(0, value).length === 1;
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
