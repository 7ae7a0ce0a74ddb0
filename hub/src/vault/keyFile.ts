import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AesVault, KEY_BYTES } from './aesVault';
import { VaultError } from './vaultError';

/** Rights that nobody but the owner, and readers of his group, may have on a key file. */
const FORBIDDEN_RIGHTS = 0o027;
const KEY_LINE = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Opens the vault of a key file; at the first start the file is made, readable by its owner only. It holds one key a line, base64,
 * the current one first; blank lines and lines that begin with `#` do not count. To rotate, put a new line first (`openssl rand
 * -base64 32`) and restart every hub: what was sealed before still opens.
 *
 * @throws VaultError when others may read the file, or when it is no key file
 */
export function openVault(file: string): AesVault {
  const text = read(file) ?? make(file);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0 || lines.some((line) => !KEY_LINE.test(line))) {
    throw new VaultError(
      `${file} is no key file of the hub`,
      `Each line must be a key of ${KEY_BYTES} bytes in base64. Restore the file.`,
    );
  }
  return new AesVault(lines.map((line) => Buffer.from(line, 'base64')));
}

function read(file: string): string | undefined {
  const descriptor = openIfThere(file);
  if (descriptor === undefined) return undefined;
  try {
    // Rights of the opened file, not of the name: the name could be another file by now. Windows has no such rights.
    const rights = fstatSync(descriptor).mode & 0o777;
    if (process.platform !== 'win32' && (rights & FORBIDDEN_RIGHTS) !== 0) {
      throw new VaultError(
        `The key file ${file} can be read or changed by others (rights ${rights.toString(8)})`,
        `Run: chmod 600 ${file}. If somebody else may have read it, put a new key first in it.`,
      );
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Written under another name, synced, then linked to its own: a crash leaves no half key, and of two hubs that start together one
 * makes the file and the other reads it.
 */
function make(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(
      descriptor,
      `# Key of the MedSupply hub. Keep a copy apart from the store: without it nothing sealed can be read.\n${randomBytes(KEY_BYTES).toString('base64')}\n`,
    );
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    linkSync(draft, file);
    syncFolder(dirname(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  const text = read(file);
  if (text === undefined) throw new VaultError(`The key file ${file} vanished while the hub started`, 'Start the hub again.');
  return text;
}

/** The name of the file has to survive a power cut as well: sealed values without their key are lost. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
