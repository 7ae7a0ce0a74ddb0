import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const ID_BYTES = 8;
const SECRET_BYTES = 32;
const FORM = /^msk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** An API key as its owner has it: `msk_<id>_<secret>`. */
export interface KeyText {
  /** Names the row; may be shown in lists, logs and the audit log. */
  readonly id: string;
  /** 32 random bytes, base64url; never stored, never shown again. */
  readonly secret: string;
}

/** Where random bytes come from; injected for tests. */
export type RandomBytes = (size: number) => Buffer;

/** A new id. */
export function makeKeyId(random: RandomBytes = randomBytes): string {
  return random(ID_BYTES).toString('hex');
}

/** A new secret. */
export function makeSecret(random: RandomBytes = randomBytes): string {
  return random(SECRET_BYTES).toString('base64url');
}

/** The text that is answered once. */
export function formatKey({ id, secret }: KeyText): string {
  return `msk_${id}_${secret}`;
}

/** @returns `undefined` for text that is no key of this product */
export function parseKey(text: string): KeyText | undefined {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/**
 * What is kept of a secret. A plain SHA-256 is right here, other than for a password: the secret has 256 random bits, so nobody can
 * try candidates, and a slow hash would only slow down every request of every node.
 */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Stands in where a key is unknown or has no earlier secret, so that the same work is done. */
export const NO_HASH: Uint8Array = new Uint8Array(32);

/** Compares in constant time; {@link NO_HASH} never matches. */
export function isSameHash(stored: Uint8Array, given: Uint8Array): boolean {
  const isEqual = stored.length === given.length && timingSafeEqual(stored, given);
  return isEqual && stored !== NO_HASH;
}
