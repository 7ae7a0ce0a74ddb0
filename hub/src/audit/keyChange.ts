import { createPublicKey } from 'node:crypto';
import { fingerprint, KEY_ROTATED, keyRotation, rawPublicKey } from '../../../core/audit';
import type { Actor } from '../contract';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import type { AuditLog } from './auditLog';
import { HUB_ACTOR } from './checkpoints';
import { lockHead, originOfHead, type Head } from './head';
import { dropNextKey, loadNextKey, loadOrMakeKey, makeNextKey, takeNextKey, type AuditKey } from './keyFile';

interface KeyChangeOptions {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly keyFile: string;
}

/**
 * Loads the key of this log (the first start makes it and writes it down in the log) and finishes a change of it that a crash cut off.
 *
 * @throws Problem 409 when the file holds the key of another log
 */
export async function openKey({ database, audit, keyFile }: KeyChangeOptions): Promise<AuditKey> {
  const key = loadOrMakeKey(keyFile);
  const expected = await database.write(async (transaction) => {
    const head = await lockHead(transaction);
    if (head.keyFingerprint !== undefined) return head.keyFingerprint;
    await setKey(transaction, key.fingerprint);
    const body = { publicKey: rawPublicKey(key.publicKey).toString('base64'), fingerprint: key.fingerprint };
    await audit.append(transaction, { actor: HUB_ACTOR, type: 'audit.keyIntroduced', object: objectOf(head), body });
    return key.fingerprint;
  });
  if (expected === key.fingerprint) {
    dropNextKey(keyFile);
    return key;
  }
  const next = loadNextKey(keyFile);
  if (next !== undefined && fingerprint(createPublicKey(next)) === expected) {
    takeNextKey(keyFile);
    return loadOrMakeKey(keyFile);
  }
  throw new Problem(409, 'other-key', `${keyFile} does not hold the key of this audit log (its fingerprint is ${expected}).`, {
    nextStep: 'Put the right key file back. If it is lost for good: "medsupply audit rotate-key --old-key-lost".',
  });
}

/** Changes the key: a row signed by both, then the new file. The hub is started anew afterwards. */
export async function rotateKey(options: KeyChangeOptions, actor: Actor): Promise<AuditKey> {
  const { database, audit, keyFile } = options;
  const old = await openKey(options);
  const next = makeNextKey(keyFile);
  await database.write(async (transaction) => {
    const head = await lockHead(transaction);
    if (head.keyFingerprint !== old.fingerprint)
      throw new Problem(409, 'other-key', 'The key of the log was changed in the meantime.');
    const body = { ...keyRotation(head.logId, head.size + 1, old, next) };
    await setKey(transaction, fingerprint(next.publicKey));
    await audit.append(transaction, { actor, type: KEY_ROTATED, object: objectOf(head), body });
  });
  takeNextKey(keyFile);
  return loadOrMakeKey(keyFile);
}

/**
 * Introduces a new key without the old one, which is lost. Nothing connects the two: a verifier has to be given both public keys.
 */
export async function replaceLostKey({ database, audit, keyFile }: KeyChangeOptions, actor: Actor): Promise<AuditKey> {
  const key = loadOrMakeKey(keyFile);
  await database.write(async (transaction) => {
    const head = await lockHead(transaction);
    if (head.keyFingerprint === key.fingerprint)
      throw new Problem(409, 'key-not-lost', `${keyFile} holds the key of this log: it is not lost.`);
    const body = {
      publicKey: rawPublicKey(key.publicKey).toString('base64'),
      fingerprint: key.fingerprint,
      lost: head.keyFingerprint ?? null,
    };
    await setKey(transaction, key.fingerprint);
    await audit.append(transaction, { actor, type: 'audit.keyReplaced', object: objectOf(head), body });
  });
  return key;
}

async function setKey(transaction: Transaction, keyFingerprint: string): Promise<void> {
  await transaction.run('UPDATE audit_head SET key_fingerprint = ? WHERE id = 1', [keyFingerprint]);
}

function objectOf(head: Head) {
  return { kind: 'audit', id: originOfHead(head) };
}
