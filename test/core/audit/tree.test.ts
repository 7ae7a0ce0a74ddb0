import { leafHash, RightEdge, sha256, subtreesOf, foldRight, nodeHash } from '../../../core/audit';
import { digest, naiveRoot } from './support/naiveVerifier';

const rows = Array.from({ length: 130 }, (_, place) => sha256(`row ${place + 1}`));
const leaves = rows.map((row) => digest(Buffer.concat([Buffer.from([0]), row])));

test('the root of every size from 1 to 130 is that of the naive recursion', () => {
  const edge = new RightEdge();
  for (let size = 1; size <= 130; size++) {
    edge.append(rows[size - 1] as Buffer);
    expect(edge.size).toBe(size);
    expect(edge.root().toString('hex')).toBe(naiveRoot(leaves.slice(0, size)).toString('hex'));
  }
});

test('an edge that was written and read goes on as if it had stayed in memory', () => {
  for (let size = 0; size < 130; size++) {
    const edge = new RightEdge();
    for (const row of rows.slice(0, size)) edge.append(row);
    const read = RightEdge.fromBytes(size, edge.toBytes());
    for (const row of rows.slice(size)) read.append(row);
    expect(read.root()).toEqual(naiveRoot(leaves));
  }
});

test('every range is made of complete subtrees, and any split of the log gives its root', () => {
  for (let split = 0; split <= 130; split++) {
    const edge = new RightEdge();
    for (const row of rows.slice(0, split)) edge.append(row);
    for (const { level, place } of subtreesOf(split, 130)) {
      const [begin, end] = [place * 2 ** level, (place + 1) * 2 ** level];
      edge.add(level, naiveRoot(leaves.slice(begin, end)));
    }
    expect(edge.size).toBe(130);
    expect(edge.root()).toEqual(naiveRoot(leaves));
  }
});

test('the completed subtrees are named by level and place', () => {
  const edge = new RightEdge();
  const completed = rows.slice(0, 8).flatMap((row) => edge.append(row).map(({ level, place }) => `${level}/${place}`));
  expect(completed).toEqual(['1/0', '1/1', '2/0', '1/2', '1/3', '2/1', '3/0']);
});

test('a leaf can never stand for a node', () => {
  const [left, right] = [rows[0] as Buffer, rows[1] as Buffer];
  expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
});

test('nothing has no root, and an edge must fit its size', () => {
  expect(() => new RightEdge().root()).toThrow(RangeError);
  expect(() => foldRight([])).toThrow(RangeError);
  expect(() => new RightEdge(3, [rows[0] as Buffer])).toThrow('does not fit');
  expect(() => RightEdge.fromBytes(1, Buffer.alloc(31))).toThrow('wrong length');
  expect(() => new RightEdge(1, [Buffer.alloc(31)])).toThrow('wrong length');
  expect(() => new RightEdge(1, [rows[0] as Buffer]).add(1, rows[1] as Buffer)).toThrow('cannot begin');
});

test('sizes beyond 2^31 count right', () => {
  const size = 2 ** 40 + 5;
  expect(subtreesOf(0, size)).toEqual([
    { level: 40, place: 0 },
    { level: 2, place: 2 ** 38 },
    { level: 0, place: 2 ** 40 + 4 },
  ]);
});
