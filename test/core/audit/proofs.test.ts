import {
  consistencyProof,
  inclusionProof,
  sha256,
  verifyConsistency,
  verifyInclusion,
  type SubtreeHash,
  type Verdict,
} from '../../../core/audit';
import { digest, naiveRoot } from './support/naiveVerifier';

const rows = Array.from({ length: 130 }, (_, place) => sha256(`row ${place + 1}`));
const leaves = rows.map((row) => digest(Buffer.concat([Buffer.from([0]), row])));
const root = (size: number): Buffer => naiveRoot(leaves.slice(0, size));
const hashOf: SubtreeHash = ({ level, place }) =>
  Promise.resolve(naiveRoot(leaves.slice(place * 2 ** level, (place + 1) * 2 ** level)));
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 130];
const refused = (verdict: Verdict) => expect(verdict.ok).toBe(false);
const other = sha256('something else');
const empty = sha256('');

test('every row of every size is proven to be in the tree', async () => {
  for (const size of SIZES) {
    for (let seq = 1; seq <= size; seq++) {
      const path = await inclusionProof(seq, size, hashOf);
      const claim = { seq, size, rowHash: rows[seq - 1] as Buffer, path, root: root(size) };
      expect(verifyInclusion(claim)).toEqual({ ok: true });
      refused(verifyInclusion({ ...claim, rowHash: other }));
      refused(verifyInclusion({ ...claim, root: other }));
      refused(verifyInclusion({ ...claim, path: [...path, other] }));
      refused(verifyInclusion({ ...claim, path: [other, ...path] }));
      if (path.length > 0) refused(verifyInclusion({ ...claim, path: path.slice(1) }));
      if (path.length > 0) refused(verifyInclusion({ ...claim, path: path.slice(0, -1) }));
      if (size > 1) refused(verifyInclusion({ ...claim, seq: (seq % size) + 1 }));
    }
  }
});

test('every pair of sizes is proven to be consistent', async () => {
  for (const firstSize of SIZES) {
    for (const secondSize of SIZES.filter((size) => size >= firstSize)) {
      const path = await consistencyProof(firstSize, secondSize, hashOf);
      const claim = { firstSize, secondSize, firstRoot: root(firstSize), secondRoot: root(secondSize), path };
      expect(verifyConsistency(claim)).toEqual({ ok: true });
      refused(verifyConsistency({ ...claim, firstRoot: other }));
      refused(verifyConsistency({ ...claim, secondRoot: other }));
      refused(verifyConsistency({ ...claim, path: [...path, other] }));
      refused(verifyConsistency({ ...claim, path: [other, ...path] }));
      if (firstSize === secondSize) continue;
      refused(verifyConsistency({ ...claim, firstRoot: claim.secondRoot, secondRoot: claim.firstRoot }));
      refused(verifyConsistency({ ...claim, path: path.slice(1) }));
      refused(verifyConsistency({ ...claim, path: path.slice(0, -1) }));
      refused(verifyConsistency({ ...claim, path: [] }));
    }
  }
});

test('size 0 and the root of nothing are refused, whatever the proof', () => {
  for (const path of [[], [other]]) {
    refused(verifyConsistency({ firstSize: 0, firstRoot: empty, secondSize: 4, secondRoot: root(4), path }));
    refused(verifyConsistency({ firstSize: 0, firstRoot: empty, secondSize: 0, secondRoot: empty, path }));
    refused(verifyConsistency({ firstSize: 4, firstRoot: empty, secondSize: 4, secondRoot: empty, path }));
    refused(verifyInclusion({ seq: 1, size: 0, rowHash: other, path, root: empty }));
    refused(verifyInclusion({ seq: 0, size: 1, rowHash: other, path, root: root(1) }));
    refused(verifyInclusion({ seq: 1, size: 1, rowHash: empty, path, root: root(1) }));
  }
});

test('odd numbers, rows outside and hashes of a wrong length are refused', () => {
  const claim = { seq: 1, size: 1, rowHash: rows[0] as Buffer, path: [], root: root(1) };
  for (const wrong of [
    { seq: 2 },
    { seq: 1.5 },
    { size: Number.NaN },
    { size: 2 ** 60 },
    { root: Buffer.alloc(31) },
    { root: Buffer.alloc(0) },
  ]) {
    refused(verifyInclusion({ ...claim, ...wrong }));
  }
  refused(verifyConsistency({ firstSize: 2, firstRoot: root(2), secondSize: 1, secondRoot: root(1), path: [] }));
});

test('an empty proof for one size and two roots is a fork', () => {
  expect(verifyConsistency({ firstSize: 4, firstRoot: root(4), secondSize: 4, secondRoot: other, path: [] })).toEqual({
    ok: false,
    reason: expect.stringContaining('forked') as string,
  });
});

test('proofs outside of the tree are not made', async () => {
  await expect(inclusionProof(3, 2, hashOf)).rejects.toThrow(RangeError);
  await expect(inclusionProof(0, 2, hashOf)).rejects.toThrow(RangeError);
  await expect(consistencyProof(0, 2, hashOf)).rejects.toThrow(RangeError);
  await expect(consistencyProof(3, 2, hashOf)).rejects.toThrow(RangeError);
});
