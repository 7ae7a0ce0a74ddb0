import { createHash } from 'node:crypto';
import { canonicalJson } from '../audit/canonicalJson';

/** What tells one state of a document from another; the fingerprint is about what will be asked of the target, not about when. */
const VERSION_MEMBERS = new Set(['version', 'updatedAt']);
/** Halves of characters: shops let them through, canonical JSON does not, and no target stores them. */
const LONE_SURROGATES = /\p{Cs}/gu;

/**
 * Fingerprint of one effect: SHA-256, hexadecimal, over the canonical JSON of the document without its version and of the options
 * that change what is written. The same key and version with another fingerprint is a conflict and never a replay.
 */
export function fingerprintOf(document: object, options: object = {}): string {
  const content = Object.fromEntries(Object.entries(document).filter(([name]) => !VERSION_MEMBERS.has(name)));
  return hashOf(wellFormed({ document: content, options }));
}

/**
 * SHA-256 of the canonical JSON of a value, hexadecimal; of a mapping it is the hash of its reference.
 * @throws CanonicalJsonError for what is no plain JSON
 */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(LONE_SURROGATES, '\ufffd');
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, wellFormed(member)]));
}
