import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Vault } from '../contract';
import { VaultError } from './vaultError';

/** Bytes of a key of AES-256. */
export const KEY_BYTES = 32;

const FORMAT = 1;
const ID_BYTES = 8;
/** 96 bits, as NIST SP 800-38D advises; drawn anew for each value. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const POOL_BYTES = 4_096;
const HEAD_BYTES = 1 + ID_BYTES + NONCE_BYTES + TAG_BYTES;

interface Key {
  readonly id: Buffer;
  /** Made once: turning bytes into a key costs more than sealing an order. */
  readonly secret: KeyObject;
}

/**
 * AES-256-GCM under the hub's keys. Sealed bytes are `format (1) · key id (8) · nonce (12) · tag (16) · ciphertext`; format, key id
 * and purpose are authenticated, so a value neither opens at another place nor under another name.
 */
export class AesVault implements Vault {
  private readonly current: Key;
  private readonly byId: ReadonlyMap<string, Key>;

  /**
   * @param secrets 32 bytes each, the current one first; those behind it only open what was sealed before a rotation
   * @param random source of nonces; a test may hand in its own
   */
  constructor(
    secrets: readonly Uint8Array[],
    private readonly random: (bytes: number) => Buffer = pooledRandom(),
  ) {
    const keys = secrets.map((secret) => ({ id: idOf(secret), secret: createSecretKey(secret) }));
    const [current] = keys;
    if (current === undefined) throw new VaultError('The vault has no key', 'Start the hub with a key file.');
    this.current = current;
    this.byId = new Map(keys.map((key) => [key.id.toString('hex'), key]));
  }

  /** Ids of all keys, hexadecimal, the current one first. An id says nothing about its key. */
  get keyIds(): readonly string[] {
    return [...this.byId.keys()];
  }

  seal(purpose: string, plain: Uint8Array): Uint8Array {
    const { id, secret } = this.current;
    const nonce = this.random(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', secret, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(authenticated(id, purpose));
    const text = cipher.update(plain);
    cipher.final(); // adds no bytes in this mode
    return Buffer.concat([Buffer.of(FORMAT), id, nonce, cipher.getAuthTag(), text]);
  }

  open(purpose: string, sealed: Uint8Array): Uint8Array {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < HEAD_BYTES || bytes[0] !== FORMAT) throw changed(purpose);
    const id = bytes.subarray(1, 1 + ID_BYTES);
    const key = this.byId.get(id.toString('hex'));
    if (key === undefined) {
      throw new VaultError(
        `A sealed value (${kindOf(purpose)}) was sealed with a key that is not in the key file`,
        'Put the earlier key file back, or add its key below the current one.',
      );
    }
    const nonce = bytes.subarray(1 + ID_BYTES, 1 + ID_BYTES + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(authenticated(key.id, purpose));
    decipher.setAuthTag(bytes.subarray(HEAD_BYTES - TAG_BYTES, HEAD_BYTES));
    const plain = decipher.update(bytes.subarray(HEAD_BYTES));
    try {
      decipher.final();
    } catch {
      throw changed(purpose);
    }
    return plain;
  }
}

/** Asks the system for random bytes a few hundred nonces at a time; no byte is given out twice. */
function pooledRandom(): (bytes: number) => Buffer {
  let pool = Buffer.alloc(0);
  return (bytes) => {
    if (pool.length < bytes) pool = randomBytes(POOL_BYTES);
    const drawn = pool.subarray(0, bytes);
    pool = pool.subarray(bytes);
    return drawn;
  };
}

/** First bytes of a hash: the id tells keys apart and is no help in guessing one. */
function idOf(secret: Uint8Array): Buffer {
  if (secret.length !== KEY_BYTES) {
    throw new VaultError(`A key of the vault has ${secret.length} bytes instead of ${KEY_BYTES}`, 'Check the key file.');
  }
  return createHash('sha256').update('medsupply-vault-key/1\n').update(secret).digest().subarray(0, ID_BYTES);
}

function authenticated(id: Uint8Array, purpose: string): Buffer {
  return Buffer.concat([Buffer.of(FORMAT), id, Buffer.from(purpose, 'utf8')]);
}

function changed(purpose: string): VaultError {
  return new VaultError(
    `A sealed value (${kindOf(purpose)}) does not open: its bytes were changed, or it belongs to another record`,
    'Restore the record from a backup.',
  );
}

/** `event.body` of `event.body/123`: the rest can be an id that somebody else chose. */
function kindOf(purpose: string): string {
  return purpose.split('/')[0] ?? '';
}
