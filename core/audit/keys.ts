import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Checkpoint } from './checkpoint';
import { fingerprint, isSignedBy, rawPublicKey } from './note';

/** Type of the row that changes the key. */
export const KEY_ROTATED = 'audit.keyRotated';

/** Body of a key change: both keys sign the same statement. */
export interface KeyRotation {
  /** Public keys, base64 of their 32 bytes. */
  readonly oldKey: string;
  readonly newKey: string;
  readonly signedByOld: string;
  readonly signedByNew: string;
}

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Body of a key change in this log (by its id, which never changes) at this sequence number. */
export function keyRotation(logId: string, seq: number, from: KeyPair, to: KeyPair): KeyRotation {
  const [oldKey, newKey] = [base64(from.publicKey), base64(to.publicKey)];
  const statement = statementOf(logId, seq, oldKey, newKey);
  const signed = ({ privateKey }: KeyPair) => sign(undefined, statement, privateKey).toString('base64');
  return { oldKey, newKey, signedByOld: signed(from), signedByNew: signed(to) };
}

function statementOf(logId: string, seq: number, oldKey: string, newKey: string): Buffer {
  return Buffer.from(`medsupply-log-key/1\n${logId}\n${seq}\n${oldKey}\n${newKey}\n`, 'utf8');
}

function base64(publicKey: KeyObject): string {
  return rawPublicKey(publicKey).toString('base64');
}

interface Trusted {
  readonly publicKey: KeyObject;
  /** Sizes of checkpoints that this key may sign. */
  from: number;
  until: number;
}

/**
 * The keys that a verifier trusts: those it was given, and those that a key change in the log, signed by both sides, adds. After
 * its change the old key is trusted no longer: it may have been changed because it was lost.
 */
export class KeyRing {
  private readonly keys = new Map<string, Trusted>();

  constructor(given: readonly KeyObject[]) {
    for (const publicKey of given) {
      this.keys.set(base64(publicKey), { publicKey, from: 1, until: Number.MAX_SAFE_INTEGER });
    }
  }

  /** Fingerprint of the key that signed, or `undefined` when none of the trusted ones did. */
  signerOf({ note, origin, size }: Checkpoint): string | undefined {
    for (const { publicKey, from, until } of this.keys.values()) {
      if (size >= from && size <= until && isSignedBy(note, origin, publicKey)) return fingerprint(publicKey);
    }
    return undefined;
  }

  /** Takes a key change on. @returns what is wrong with it; a change between two unknown keys says nothing and is passed over */
  rotate(logId: string, seq: number, body: Readonly<Record<string, unknown>>): string | undefined {
    const { oldKey, newKey, signedByOld, signedByNew } = body;
    const texts = [oldKey, newKey, signedByOld, signedByNew];
    if (!texts.every((text) => typeof text === 'string')) return 'the change of the key is incomplete';
    const change = body as unknown as KeyRotation;
    if (!this.keys.has(change.oldKey) && !this.keys.has(change.newKey)) return undefined;
    const statement = statementOf(logId, seq, change.oldKey, change.newKey);
    const [before, after] = [publicKeyOf(change.oldKey), publicKeyOf(change.newKey)];
    if (before === undefined || after === undefined) return 'the change of the key names something that is not a key';
    if (!verify(undefined, statement, before, Buffer.from(change.signedByOld, 'base64')))
      return 'the old key did not sign its change';
    if (!verify(undefined, statement, after, Buffer.from(change.signedByNew, 'base64')))
      return 'the new key did not sign the change';
    const known = this.keys.get(change.oldKey);
    this.keys.set(change.oldKey, { publicKey: before, from: known?.from ?? 1, until: seq - 1 });
    this.keys.set(change.newKey, { publicKey: after, from: seq, until: Number.MAX_SAFE_INTEGER });
    return undefined;
  }
}

function publicKeyOf(text: string): KeyObject | undefined {
  try {
    const x = Buffer.from(text, 'base64').toString('base64url');
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
