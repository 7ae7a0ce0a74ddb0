import { createHash } from 'node:crypto';
import { canonicalJson } from './canonicalJson';

/** Length of every hash of the log, bytes. */
export const HASH_BYTES = 32;

/** SHA-256. Texts are hashed as UTF-8. */
export function sha256(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 of a value's canonical JSON, hexadecimal: how mappings and bodies are named. */
export function hashOfJson(value: unknown): string {
  return sha256(canonicalJson(value)).toString('hex');
}

const MISSING = 0xffff_ffff;

/**
 * Fields to bytes: before each its length in four bytes (a missing one has the length 0xffffffff), so that no two different
 * lists of fields have the same bytes.
 */
export function lengthPrefixed(fields: readonly (string | null)[]): Buffer {
  let length = 0;
  for (const field of fields) length += 4 + (field === null ? 0 : Buffer.byteLength(field));
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const field of fields) {
    const written = field === null ? 0 : bytes.write(field, at + 4);
    bytes.writeUInt32BE(field === null ? MISSING : written, at);
    at += 4 + written;
  }
  return bytes;
}
