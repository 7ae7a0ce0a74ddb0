import type { KeyObject } from 'node:crypto';
import { HASH_BYTES, sha256 } from './digest';
import { parseNote, signNote, type Note } from './note';

/**
 * Checkpoint as C2SP defines it (https://c2sp.org/tlog-checkpoint): origin, size and root of the log in three lines, as a signed note.
 */
export interface Checkpoint {
  /** Name of the log: `medsupply.dev/log/<log id>`; see {@link originOf}. */
  readonly origin: string;
  /** Rows that are covered, at least 1. */
  readonly size: number;
  readonly root: Buffer;
  readonly note: Note;
}

const ORIGIN = /^medsupply\.dev\/log\/([0-9a-f]{32})(?:\.([2-9]|[1-9]\d{1,5}))?$/;
const SIZE = /^[1-9]\d{0,15}$/;

/**
 * Name of a log. A log that goes on from a backup, behind a checkpoint that it has signed, takes the next generation: under one name
 * it would sign two histories.
 *
 * @param logId 32 hexadecimal digits, drawn when the log begins
 * @param generation 1 for a log that was never set back
 */
export function originOf(logId: string, generation: number): string {
  return `medsupply.dev/log/${logId}${generation === 1 ? '' : `.${generation}`}`;
}

/** Log id and generation of an origin; `undefined` for a name of another form. */
export function parseOrigin(origin: string): { readonly logId: string; readonly generation: number } | undefined {
  const [, logId, generation] = ORIGIN.exec(origin) ?? [];
  return logId === undefined ? undefined : { logId, generation: generation === undefined ? 1 : Number(generation) };
}

/** The signed note of a checkpoint. The name of the key is the origin, as the specification advises. */
export function signCheckpoint(
  checkpoint: { readonly origin: string; readonly size: number; readonly root: Buffer },
  privateKey: KeyObject,
  publicKey: KeyObject,
): string {
  const { origin, size, root } = checkpoint;
  if (!SIZE.test(String(size)) || root.length !== HASH_BYTES) throw new RangeError('an empty log has no checkpoint');
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, origin, privateKey, publicKey);
}

/**
 * Reads a checkpoint. Its signature is checked apart (`isSignedBy`, `KeyRing`).
 * @returns what is wrong with the text, where it is not a checkpoint of such a log
 */
export function parseCheckpoint(text: string): Checkpoint | string {
  const note = parseNote(text);
  if (note === undefined) return 'it is not a signed note';
  const [origin = '', size = '', root = '', ...more] = note.text.slice(0, -1).split('\n');
  if (parseOrigin(origin) === undefined) return 'its first line is not the name of a log';
  if (size === '0') return 'it covers no row';
  if (!SIZE.test(size) || !Number.isSafeInteger(Number(size))) return 'its size is not a whole number without leading zeros';
  const bytes = Buffer.from(root, 'base64');
  if (bytes.length !== HASH_BYTES || bytes.toString('base64') !== root) return 'its root is not 32 bytes in base64';
  if (more.length > 0) return 'it has lines that this log never writes';
  return { origin, size: Number(size), root: bytes, note };
}

/** How a checkpoint event names the checkpoint before it. */
export function checkpointHash(note: string): string {
  return sha256(note).toString('hex');
}
