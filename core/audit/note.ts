import { sign, verify, type KeyObject } from 'node:crypto';
import { sha256 } from './digest';

/**
 * Signed notes as C2SP defines them (https://c2sp.org/signed-note): a text that ends with a newline, a blank line, and one line for
 * each signature: `— <name> <base64 of key hash (4 bytes) and signature>`.
 */
export interface NoteSignature {
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ public key), hexadecimal. */
  readonly keyHash: string;
  readonly signature: Buffer;
}

export interface Note {
  /** What is signed, its last newline included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ED25519 = Buffer.from([1]);
const KEY_HASH_BYTES = 4;
const SIGNATURE_BYTES = 64;
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;

/** The 32 bytes of an Ed25519 public key. */
export function rawPublicKey(key: KeyObject): Buffer {
  const { x, crv } = key.export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) throw new TypeError('the key is not an Ed25519 key');
  return Buffer.from(x, 'base64url');
}

/** How people compare public keys: SHA-256 of the key's DER form, as `openssl pkey -pubin -outform DER | sha256sum` prints it. */
export function fingerprint(publicKey: KeyObject): string {
  return sha256(publicKey.export({ format: 'der', type: 'spki' })).toString('hex');
}

export function noteKeyHash(name: string, publicKey: KeyObject): string {
  return sha256(name, '\n', ED25519, rawPublicKey(publicKey)).subarray(0, KEY_HASH_BYTES).toString('hex');
}

/** @param text ends with a newline */
export function signNote(text: string, name: string, privateKey: KeyObject, publicKey: KeyObject): string {
  const signature = Buffer.concat([
    Buffer.from(noteKeyHash(name, publicKey), 'hex'),
    sign(undefined, Buffer.from(text, 'utf8'), privateKey),
  ]);
  return `${text}\n\u2014 ${name} ${signature.toString('base64')}\n`;
}

/** Takes a note apart; `undefined` for text that is not one. Says nothing about whether a signature is right. */
export function parseNote(note: string): Note | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 1 || !note.endsWith('\n') || /[\0-\x09\x0b-\x1f]/.test(note)) return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  const signatures = lines.map(parseSignature).filter((signature) => signature !== undefined);
  if (signatures.length !== lines.length) return undefined;
  return { text: note.slice(0, split + 1), signatures };
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, text] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  // The last character of base64 has bits that decode to nothing: only one way of writing them is right.
  if (bytes.length <= KEY_HASH_BYTES || bytes.toString('base64') !== text) return undefined;
  return { name, keyHash: bytes.subarray(0, KEY_HASH_BYTES).toString('hex'), signature: bytes.subarray(KEY_HASH_BYTES) };
}

/** Whether this key signed the note under this name. Signatures of unknown keys are ignored: witnesses add theirs. */
export function isSignedBy(note: Note, name: string, publicKey: KeyObject): boolean {
  const keyHash = noteKeyHash(name, publicKey);
  const own = note.signatures.filter((signature) => signature.name === name && signature.keyHash === keyHash);
  const [only] = own;
  if (only?.signature.length !== SIGNATURE_BYTES || own.length !== 1) return false;
  return verify(undefined, Buffer.from(note.text, 'utf8'), publicKey, only.signature);
}
