import type { KeyObject } from 'node:crypto';
import { canonicalJson } from './canonicalJson';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { isSignedBy } from './note';
import { verifyConsistency, verifyInclusion, type Verdict } from './proofs';
import { readRow } from './readExport';

const HASH = /^[0-9a-f]{64}$/;
const refuse = (reason: string): Verdict => ({ ok: false, reason });

/**
 * Checks a proof as the hub hands it out, with nothing but the public key. Checkpoints kept elsewhere take the place of those of the
 * same size inside the proof: then the proof is about what was really given away.
 *
 * @param outside signed notes
 */
export function verifyProof(proof: unknown, publicKeys: readonly KeyObject[], outside: readonly string[] = []): Verdict {
  if (typeof proof !== 'object' || proof === null) return refuse('the file is not a proof');
  const { kind, path, ...more } = proof as Readonly<Record<string, unknown>>;
  if (!Array.isArray(path) || !path.every((hash) => typeof hash === 'string' && HASH.test(hash)))
    return refuse('the path is not a list of hashes');
  const hashes = path.map((hash) => Buffer.from(hash as string, 'hex'));
  const known = outside.map((note) => parseCheckpoint(note));
  const signed = (note: unknown, size: unknown) => checkpointOf(note, size, publicKeys, known);
  if (kind === 'inclusion') {
    const checkpoint = signed(more['checkpoint'], more['size']);
    if (typeof checkpoint === 'string') return refuse(checkpoint);
    return inclusion(more['row'], checkpoint, hashes);
  }
  if (kind !== 'consistency') return refuse('the proof is of an unknown kind');
  const first = signed(more['firstCheckpoint'], more['first']);
  const second = signed(more['secondCheckpoint'], more['second']);
  if (typeof first === 'string') return refuse(`first checkpoint: ${first}`);
  if (typeof second === 'string') return refuse(`second checkpoint: ${second}`);
  if (first.origin !== second.origin) return refuse('the two checkpoints are of two logs');
  return verifyConsistency({
    firstSize: first.size,
    firstRoot: first.root,
    secondSize: second.size,
    secondRoot: second.root,
    path: hashes,
  });
}

function inclusion(row: unknown, { size, root }: Checkpoint, path: readonly Buffer[]): Verdict {
  let line: string;
  try {
    line = canonicalJson(row);
  } catch {
    return refuse('the row has no canonical form');
  }
  const read = readRow(line);
  if (!read.ok) return refuse(read.problem);
  return verifyInclusion({ seq: read.value.seq, size, rowHash: Buffer.from(read.value.hash, 'hex'), path, root });
}

/** The checkpoint of this size: one kept elsewhere if there is one, else that in the proof. */
function checkpointOf(
  note: unknown,
  size: unknown,
  publicKeys: readonly KeyObject[],
  outside: readonly (Checkpoint | string)[],
): Checkpoint | string {
  const kept = outside.find((checkpoint) => typeof checkpoint !== 'string' && checkpoint.size === size);
  const checkpoint =
    kept ?? (typeof note === 'string' ? parseCheckpoint(note) : 'there is no checkpoint of this size in the proof');
  if (typeof checkpoint === 'string') return checkpoint;
  if (checkpoint.size !== size) return 'the checkpoint is of another size';
  return publicKeys.some((key) => isSignedBy(checkpoint.note, checkpoint.origin, key))
    ? checkpoint
    : 'the checkpoint is not signed by the given key';
}
