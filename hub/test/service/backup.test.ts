import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openAudit } from '../../src/audit';
import { backupSqlite } from '../../src/service/backup';
import { openBaseParts, openStore, type BaseParts } from '../../src/service/baseParts';
import { readSettings } from '../../src/service/settings';
import { restoreSqlite } from '../../src/service/restore';
import { lockStore } from '../../src/service/storeLock';
import { migrate } from '../../src/store';
import { silentLog } from '../../src/service/jsonLog';
import { silentMeter, TestClock } from '../access/parts';

const folder = mkdtempSync(path.join(tmpdir(), 'medsupply-backup-'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let hubs = 0;
const asked = { force: false, acceptRollback: false, nowMs: 1 };

function newSettings() {
  return readSettings({}, { data: path.join(folder, `hub-${(hubs += 1)}`) });
}

async function open(settings = newSettings()): Promise<BaseParts & { readonly close: () => Promise<void> }> {
  const database = openStore(settings);
  await migrate(database, 0);
  const parts = await openBaseParts(settings, database, { clock: new TestClock(), log: silentLog, meter: silentMeter });
  const close = async () => await database.close();
  closing.push(close);
  return { ...parts, close };
}

async function note(parts: BaseParts, count = 1): Promise<void> {
  for (let i = 0; i < count; i++) {
    await parts.database.write(
      async (transaction) =>
        await parts.audit.append(transaction, {
          actor: { kind: 'hub', id: 'test' },
          type: 'note.test',
          object: { kind: 'test', id: String(i) },
          body: {},
        }),
    );
  }
}

/** Makes the audit key and a checkpoint in the operator's folder. */
async function checkpoint({ settings, database, clock, vault, audit }: BaseParts): Promise<number> {
  const opened = await openAudit({
    database,
    clock,
    vault,
    audit,
    log: silentLog,
    keyFile: settings.auditKeyFile,
    checkpointFolder: settings.checkpointsDir,
  });
  return (await opened.checkpoints.make('export')).size;
}

describe('a backup', () => {
  test('is one file for its owner only, made while the hub works, with everything committed before it', async () => {
    const hub = await open();
    await note(hub, 5);
    const file = path.join(folder, 'while-working.sqlite');
    const writing = note(hub, 20);
    const { auditSize, bytes } = backupSqlite(hub.settings.store, file);
    await writing;
    expect(auditSize).toBeGreaterThanOrEqual(5);
    expect(bytes).toBe(statSync(file).size);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  test('holds neither of the key files', async () => {
    const hub = await open();
    await checkpoint(hub);
    const file = path.join(folder, 'without-keys.sqlite');
    backupSqlite(hub.settings.store, file);
    const bytes = readFileSync(file).toString('latin1');
    const secrets = [hub.settings.keyFile, hub.settings.auditKeyFile].flatMap((key) =>
      readFileSync(key, 'utf8')
        .split('\n')
        .filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line)),
    );
    expect(secrets.length).toBeGreaterThanOrEqual(2);
    for (const secret of secrets) {
      expect(bytes).not.toContain(secret);
      expect(bytes).not.toContain(Buffer.from(secret, 'base64').subarray(-32).toString('latin1'));
    }
  });

  test('never overwrites a file', async () => {
    const hub = await open();
    const file = path.join(folder, 'there.sqlite');
    writeFileSync(file, 'mine');
    expect(() => backupSqlite(hub.settings.store, file)).toThrow('exists already');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

describe('a restore', () => {
  async function backedUp(rows = 3) {
    const hub = await open();
    await note(hub, rows);
    await checkpoint(hub);
    const file = path.join(folder, `backup-${hubs}.sqlite`);
    backupSqlite(hub.settings.store, file);
    return { hub, file };
  }

  test('brings back what was backed up, and keeps the store that was there', async () => {
    const { hub, file } = await backedUp();
    await note(hub, 1);
    await hub.close();
    const { auditSize, keptAs } = await restoreSqlite(hub.settings, file, { ...asked, force: true });
    const again = await open(hub.settings);
    expect(await again.audit.list({ limit: 100 })).toHaveLength(auditSize);
    expect(keptAs).toBeDefined();
    expect(existsSync(keptAs ?? '')).toBe(true);
  });

  test('does not replace a store without being told to', async () => {
    const { hub, file } = await backedUp();
    await hub.close();
    const before = readFileSync(hub.settings.store);
    await expect(restoreSqlite(hub.settings, file, asked)).rejects.toThrow('--force');
    expect(readFileSync(hub.settings.store).equals(before)).toBe(true);
  });

  test('does not run under a running hub', async () => {
    const { hub, file } = await backedUp();
    const lock = lockStore(hub.settings.store);
    await expect(restoreSqlite(hub.settings, file, { ...asked, force: true })).rejects.toThrow('running');
    lock?.release();
  });

  test('refuses a backup that is behind the last exported checkpoint, unless that is accepted', async () => {
    const { hub, file } = await backedUp();
    await note(hub, 5);
    const size = await checkpoint(hub);
    await hub.close();
    await expect(restoreSqlite(hub.settings, file, { ...asked, force: true })).rejects.toThrow('--accept-rollback');
    const stays = await open(hub.settings);
    expect((await stays.audit.list({ limit: 100 })).length).toBeGreaterThanOrEqual(size);
    await stays.close();
    const { rollback } = await restoreSqlite(hub.settings, file, { ...asked, force: true, acceptRollback: true });
    expect(rollback).toMatchObject({ checkpointSize: size });
    expect(rollback?.logSize).toBeLessThan(size);
  });

  test('refuses a backup of a log that goes another way than the checkpoint', async () => {
    const { hub, file } = await backedUp();
    await hub.close();
    const other = new DatabaseSync(file);
    other.exec('DROP TRIGGER audit_log_no_update; UPDATE audit_log SET hash = zeroblob(32) WHERE seq = 1');
    other.close();
    await expect(restoreSqlite(hub.settings, file, { ...asked, force: true })).rejects.toThrow('checkpoint');
  });

  test.each([
    ['a text file', (file: string) => writeFileSync(file, 'no database')],
    ['a database of something else', (file: string) => (rmSync(file), new DatabaseSync(file).exec('CREATE TABLE a (b)'))],
    ['half a file', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096)],
    ['a file that is not there', (file: string) => rmSync(file)],
    [
      'the store of a newer hub',
      (file: string) => new DatabaseSync(file).exec("INSERT INTO migrations VALUES ('9999-future', 0)"),
    ],
  ])('refuses %s and leaves nothing behind', async (_, damage) => {
    const { hub, file } = await backedUp();
    await hub.close();
    damage(file);
    const before = readdirSync(hub.settings.dataDir).filter((name) => !name.includes('.lock'));
    await expect(restoreSqlite(hub.settings, file, { ...asked, force: true })).rejects.toThrow(
      /damaged|not a store|no file|newer hub/,
    );
    expect(readdirSync(hub.settings.dataDir).filter((name) => !name.includes('.lock'))).toEqual(before);
  });
});

describe('the mark of a running hub', () => {
  test('is had by one, and free again afterwards', async () => {
    const { settings, close } = await open();
    const one = lockStore(settings.store);
    expect(one).toBeDefined();
    expect(lockStore(settings.store)).toBeUndefined();
    one?.release();
    const next = lockStore(settings.store);
    expect(next).toBeDefined();
    next?.release();
    await close();
  });

  test('does not keep commands from reading and writing the store', async () => {
    const hub = await open();
    const lock = lockStore(hub.settings.store);
    await note(hub);
    lock?.release();
  });
});
