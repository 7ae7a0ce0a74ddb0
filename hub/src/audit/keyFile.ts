import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { fingerprint, type KeyPair } from '../../../core/audit';
import { writeDurably } from './writeDurably';

/** The key that signs checkpoints, and where its public half lies. */
export interface AuditKey extends KeyPair {
  readonly fingerprint: string;
  readonly publicKeyFile: string;
  /** True when it was made just now. */
  readonly isNew: boolean;
}

/** Where the public key of a private key file lies: `audit.key` → `audit.public.pem`. */
export function publicKeyFileOf(keyFile: string): string {
  return `${keyFile.replace(/\.(?:key|pem)$/, '')}.public.pem`;
}

/**
 * Loads the key that signs checkpoints, or makes it at the first start: Ed25519, PEM, readable by its owner alone, outside of the
 * store and of its backup.
 *
 * @throws Error when the file is not an Ed25519 private key, or others may read it
 */
export function loadOrMakeKey(keyFile: string): AuditKey {
  const isNew = !existsSync(keyFile);
  if (isNew) writeDurably(keyFile, pemOf(generateKeyPairSync('ed25519').privateKey), 0o600);
  return readKey(keyFile, isNew);
}

/** The key, where the file is there. */
export function loadKey(keyFile: string): AuditKey | undefined {
  return existsSync(keyFile) ? readKey(keyFile, false) : undefined;
}

function readKey(keyFile: string, isNew: boolean): AuditKey {
  if (process.platform !== 'win32' && (statSync(keyFile).mode & 0o077) !== 0) {
    throw new Error(
      `${keyFile} can be read by others: set its mode to 0600 ("chmod 600"), and change the key if somebody may have read it.`,
    );
  }
  const privateKey = parsePrivate(readFileSync(keyFile, 'utf8'));
  if (privateKey?.asymmetricKeyType !== 'ed25519') throw new Error(`${keyFile} is not an Ed25519 private key in PEM form.`);
  const publicKey = createPublicKey(privateKey);
  const publicKeyFile = publicKeyFileOf(keyFile);
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  if (!existsSync(publicKeyFile) || readFileSync(publicKeyFile, 'utf8') !== pem) writeDurably(publicKeyFile, pem, 0o644);
  return { privateKey, publicKey, fingerprint: fingerprint(publicKey), publicKeyFile, isNew };
}

/**
 * Makes the next key beside the one in use. A crash between the change in the log and {@link takeNextKey} leaves both files; the next
 * start sees from the log which of them counts.
 */
export function makeNextKey(keyFile: string): KeyPair {
  const pair = generateKeyPairSync('ed25519');
  writeDurably(nextFileOf(keyFile), pemOf(pair.privateKey), 0o600);
  return pair;
}

/** The next key, where a change was begun. */
export function loadNextKey(keyFile: string): KeyObject | undefined {
  const file = nextFileOf(keyFile);
  return existsSync(file) ? parsePrivate(readFileSync(file, 'utf8')) : undefined;
}

/** Puts the next key into the place of the old one, which is gone then. */
export function takeNextKey(keyFile: string): void {
  renameSync(nextFileOf(keyFile), keyFile);
}

/** Forgets a next key whose change did not get into the log. */
export function dropNextKey(keyFile: string): void {
  rmSync(nextFileOf(keyFile), { force: true });
}

function nextFileOf(keyFile: string): string {
  return `${keyFile}.next`;
}

function pemOf(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function parsePrivate(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
