import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ExportVerifier, type VerifyReport } from '../../../../core/audit';
import { AuditLog, Checkpoints, createExport, openKey, type AuditKey } from '../../../src/audit';
import type { AuditEntry, Clock, Log, Vault } from '../../../src/contract';
import type { Database } from '../../../src/store';

/** A clock that tests move. */
export class TestClock implements Clock {
  constructor(private ms = Date.UTC(2026, 10, 22, 10)) {}

  now(): number {
    return this.ms;
  }

  advance(ms: number): void {
    this.ms += ms;
  }
}

/** Remembers what was said. */
export class TestLog implements Log {
  readonly said: { readonly level: string; readonly message: string }[] = [];
  debug = this.at('debug');
  info = this.at('info');
  warn = this.at('warn');
  error = this.at('error');

  private at(level: string) {
    return (_fields: Readonly<Record<string, unknown>>, message: string) => void this.said.push({ level, message });
  }
}

const VAULT_KEY = randomBytes(32);

/** As the hub's own: bound to a purpose, refuses changed bytes. */
export const testVault: Vault = {
  seal: (purpose, plain) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', VAULT_KEY, iv).setAAD(Buffer.from(purpose));
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  open: (purpose, sealed) => {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', VAULT_KEY, bytes.subarray(0, 12)).setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  },
};

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'medsupply-audit-'));
  folders.push(folder);
  return folder;
}
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export interface OpenLog {
  readonly database: Database;
  readonly clock: TestClock;
  readonly log: TestLog;
  readonly audit: AuditLog;
  readonly checkpoints: Checkpoints;
  readonly key: AuditKey;
  readonly keyFile: string;
  readonly folder: string;
}

/** An audit log on a migrated store. @param folder of key and checkpoints; a new one if not given */
export async function openLog(
  database: Database,
  { folder = temporaryFolder(), clock = new TestClock(), everyRows = 1000, everyMs = 900_000 } = {},
): Promise<OpenLog> {
  const log = new TestLog();
  const audit = new AuditLog({ database, clock, vault: testVault, process: 'test', monotonicUs: () => 1 });
  const keyFile = path.join(folder, 'audit.key');
  const key = await openKey({ database, audit, keyFile });
  const checkpointFolder = path.join(folder, 'checkpoints');
  const checkpoints = new Checkpoints({ database, clock, audit, key, folder: checkpointFolder, log, everyRows, everyMs });
  await checkpoints.check();
  return { database, clock, log, audit, checkpoints, key, keyFile, folder: checkpointFolder };
}

export function entry(body: Readonly<Record<string, unknown>> = {}, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    actor: { kind: 'key', id: 'n8n', via: 'workflow 1' },
    type: 'effect.done',
    object: { kind: 'order', id: 'a/1' },
    body,
    ...more,
  };
}

/** Appends one row in a commit of its own. */
export async function append(
  { database, audit }: Pick<OpenLog, 'database' | 'audit'>,
  body: Readonly<Record<string, unknown>> = {},
  more: Partial<AuditEntry> = {},
): Promise<number> {
  return await database.write(async (transaction) => await audit.append(transaction, entry(body, more)));
}

/** Exports as the command does. */
export async function exportText(
  { database, checkpoints }: Pick<OpenLog, 'database' | 'checkpoints'>,
  range: { from?: number; to?: number } = {},
): Promise<string> {
  let text = '';
  for await (const part of createExport({ database, checkpoint: await checkpoints.forExport(), ...range })) text += part;
  return text;
}

export function verifyText(text: string, { key }: Pick<OpenLog, 'key'>, outside?: string): VerifyReport {
  const verifier = new ExportVerifier({ publicKeys: [key.publicKey], outside });
  const lines = text.split('\n').slice(0, -1);
  for (const line of lines) if (!verifier.push(line)) break;
  return verifier.end();
}
