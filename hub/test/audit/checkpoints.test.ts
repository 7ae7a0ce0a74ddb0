import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseCheckpoint, type Checkpoint } from '../../../core/audit';
import { Checkpoints, openKey, replaceLostKey, rotateKey } from '../../src/audit';
import { makeNextKey } from '../../src/audit/keyFile';
import { migrate, SqliteDatabase, type Database } from '../../src/store';
import { describeStores } from '../support/databases';
import { append, exportText, openLog, temporaryFolder, verifyText, type OpenLog } from './support/surroundings';

const actor = { kind: 'person', id: 'ada' } as const;
const filesIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).sort((a, b) => Number.parseInt(a) - Number.parseInt(b)) : [];

describeStores('checkpoints', (open, store) => {
  test('are signed notes in files named by their size, and rows of the log', async () => {
    const log = await openLog(await open());
    await append(log);
    const made = await log.checkpoints.make('request');
    expect(made.size).toBe(2);
    expect(filesIn(log.folder)).toEqual(['2.txt']);
    expect(readFileSync(path.join(log.folder, '2.txt'), 'utf8')).toBe(made.note);
    const row = (await log.audit.list({ limit: 10 })).at(-1);
    expect(row).toMatchObject({
      seq: 3,
      type: 'audit.checkpoint',
      body: { checkpoint: made.note, previousCheckpoint: null, reason: 'request', at: '2026-11-22T10:00:00.000Z' },
    });
    expect(row?.body['chainHead']).toBe(row?.prevHash);
    expect(await log.checkpoints.newest()).toEqual(made);
  });

  test('name the checkpoint before them', async () => {
    const log = await openLog(await open());
    await append(log);
    await log.checkpoints.make('request');
    await append(log);
    await log.checkpoints.make('request');
    const rows = (await log.audit.list({ limit: 10 })).filter(({ type }) => type === 'audit.checkpoint');
    expect(rows[1]?.body['previousCheckpoint']).toMatch(/^[0-9a-f]{64}$/);
    await append(log);
    expect(verifyText(await exportText(log), log)).toMatchObject({ ok: true, checkpoints: 2 });
  });

  test('asked for again without anything new are the same', async () => {
    const log = await openLog(await open());
    await append(log);
    const made = await log.checkpoints.make('request');
    expect(await log.checkpoints.make('shutdown')).toEqual(made);
    expect(await log.audit.list({ limit: 10 })).toHaveLength(3);
  });

  test('are due after so many rows, and after so long, also when nothing happened', async () => {
    const log = await openLog(await open(), { everyRows: 3, everyMs: 60_000 });
    await log.checkpoints.tick(); // the first one: the key's row
    expect(filesIn(log.folder)).toEqual(['1.txt']);
    for (let n = 0; n < 2; n++) await append(log);
    await log.checkpoints.tick();
    expect(filesIn(log.folder)).toEqual(['1.txt']);
    await append(log);
    await log.checkpoints.tick();
    expect(filesIn(log.folder)).toEqual(['1.txt']); // a burst does not make a file each second
    log.clock.advance(10_000);
    await log.checkpoints.tick();
    expect(filesIn(log.folder)).toEqual(['1.txt', '5.txt']);
    log.clock.advance(59_999);
    await log.checkpoints.tick();
    expect(filesIn(log.folder)).toHaveLength(2);
    log.clock.advance(1);
    await log.checkpoints.tick();
    expect(filesIn(log.folder)).toEqual(['1.txt', '5.txt', '6.txt']);
  });

  test('that could not be written to their folder are said so, and written later', async () => {
    const log = await openLog(await open());
    await append(log);
    writeFileSync(log.folder, 'a file where the folder should be');
    expect(await log.checkpoints.check()).toMatchObject({ state: 'ok', unusableFiles: [log.folder] });
    const made = await log.checkpoints.make('request');
    expect(log.log.said).toContainEqual({ level: 'error', message: expect.stringContaining('could not be written') as string });
    rmSync(log.folder);
    await log.checkpoints.tick();
    expect(filesIn(log.folder)).toEqual([`${made.size}.txt`]);
  });

  test('of a hub that was killed before it wrote the file are written at its next start', async () => {
    const log = await openLog(await open());
    await append(log);
    const { note } = await log.checkpoints.make('request');
    rmSync(path.join(log.folder, '2.txt'));
    const restarted = new Checkpoints({ ...log });
    expect(await restarted.check()).toMatchObject({ state: 'ok' });
    expect(readFileSync(path.join(log.folder, '2.txt'), 'utf8')).toBe(note);
  });

  test('in the folder that somebody else signed, or that cannot be read, are named and not believed', async () => {
    const log = await openLog(await open());
    await append(log);
    await log.checkpoints.make('request');
    writeFileSync(path.join(log.folder, '900.txt'), 'nonsense');
    writeFileSync(
      path.join(log.folder, '800.txt'),
      readFileSync(path.join(log.folder, '2.txt'), 'utf8').replace('\n2\n', '\n800\n'),
    );
    expect(await log.checkpoints.check()).toMatchObject({
      state: 'ok',
      checkpointSize: 2,
      unusableFiles: ['900.txt', '800.txt'],
    });
    expect(log.log.said).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  (store.kind === 'postgres' ? test : test.skip)('of two replicas at once are one', async () => {
    const log = await openLog(await open(), { everyRows: 1 });
    const other = new Checkpoints({ ...log, database: store.again(), everyRows: 1 });
    await other.check();
    await append(log);
    await Promise.all([log.checkpoints.tick(), other.tick(), log.checkpoints.tick(), other.tick()]);
    expect((await log.audit.list({ limit: 100 })).filter(({ type }) => type === 'audit.checkpoint')).toHaveLength(1);
    await append(log);
    expect(verifyText(await exportText(log), log)).toMatchObject({ ok: true });
  });
});

describe('a restored backup', () => {
  const databases: Database[] = [];
  afterEach(async () => {
    for (const database of databases.splice(0)) await database.close();
  });
  const openFile = async (file: string): Promise<Database> => {
    const database = new SqliteDatabase(file);
    databases.push(database);
    await migrate(database, 0);
    return database;
  };

  /** A log of 5 rows with a backup of its first 3; all in one folder. */
  async function withBackup(): Promise<{ folder: string; log: OpenLog; backup: string; outside: string }> {
    const folder = temporaryFolder();
    const file = path.join(folder, 'hub.sqlite');
    const log = await openLog(await openFile(file), { folder });
    await append(log, { n: 2 });
    await append(log, { n: 3 });
    const backup = path.join(folder, 'backup.sqlite');
    const connection = new DatabaseSync(file);
    connection.exec(`VACUUM INTO '${backup}'`);
    connection.close();
    await append(log, { n: 4 });
    await append(log, { n: 5 });
    const { note: outside } = await log.checkpoints.make('request');
    return { folder, log, backup, outside };
  }

  test('is found at the start, said loudly, and nothing is signed', async () => {
    const { folder, backup } = await withBackup();
    const restored = await openLog(await openFile(backup), { folder });
    expect(restored.checkpoints.status()).toMatchObject({
      state: 'behind',
      logSize: 3,
      checkpointSize: 5,
      detail: expect.stringContaining('rows 4 to 5 are gone') as string,
    });
    expect(restored.log.said).toContainEqual({
      level: 'error',
      message: expect.stringContaining('Was a backup restored?') as string,
    });
    await expect(restored.checkpoints.make('request')).rejects.toMatchObject({ status: 409, code: 'log-not-whole' });
    for (let n = 0; n < 4; n++) await append(restored, { n });
    await restored.checkpoints.tick();
    expect(filesIn(restored.folder)).toEqual(['5.txt']);
    expect(await restored.checkpoints.check()).toMatchObject({ state: 'forked' });
  });

  test('is found by verify against the checkpoint kept elsewhere, also after the hub went on', async () => {
    const { folder, backup, outside } = await withBackup();
    const elsewhere = temporaryFolder();
    copyFileSync(path.join(folder, 'audit.key'), path.join(elsewhere, 'audit.key'));
    const restored = await openLog(await openFile(backup), { folder: elsewhere });
    const short = await exportText(restored);
    expect(verifyText(short, restored)).toMatchObject({ ok: true });
    expect(verifyText(short, restored, outside)).toMatchObject({
      ok: false,
      firstBadSeq: 4,
      problem: expect.stringContaining('gone') as string,
    });
    for (let n = 0; n < 4; n++) await append(restored, { n });
    const longer = await exportText(restored);
    expect(verifyText(longer, restored)).toMatchObject({ ok: true });
    expect(verifyText(longer, restored, outside)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('forked') as string,
    });
  });

  test('can be taken on: under the name of the next generation, with a row that says what is gone', async () => {
    const { folder, backup, outside } = await withBackup();
    const restored = await openLog(await openFile(backup), { folder });
    const made = await restored.checkpoints.acceptRestore(actor);
    expect((parseCheckpoint(made.note) as Checkpoint).origin).toMatch(/\.2$/);
    expect(await restored.audit.list({ limit: 10, after: 3 })).toMatchObject([
      { type: 'audit.restored', actorId: 'ada', body: { lostCheckpointSize: 5, goesOnBehindRow: 3 } },
      { type: 'audit.checkpoint' },
    ]);
    expect(restored.checkpoints.status()).toMatchObject({ state: 'ok' });
    for (let n = 0; n < 3; n++) await append(restored, { n });
    const text = await exportText(restored);
    expect(verifyText(text, restored)).toMatchObject({ ok: true });
    expect(verifyText(text, restored, outside)).toMatchObject({ ok: false });
    expect(filesIn(restored.folder)).toEqual(expect.arrayContaining(['5.txt', '2-4.txt']));
    await expect(restored.checkpoints.acceptRestore(actor)).rejects.toMatchObject({ code: 'log-not-behind' });
  });

  test('of before it was taken on once is found as well', async () => {
    const { folder, backup } = await withBackup();
    const again = path.join(folder, 'again.sqlite');
    copyFileSync(backup, again);
    const restored = await openLog(await openFile(backup), { folder });
    await restored.checkpoints.acceptRestore(actor);
    const second = await openLog(await openFile(again), { folder });
    expect(second.checkpoints.status()).toMatchObject({ state: 'behind' });
    const made = await second.checkpoints.acceptRestore(actor);
    expect((parseCheckpoint(made.note) as Checkpoint).origin).toMatch(/\.3$/);
  });

  test('gone on with beside the original is a fork', async () => {
    const { folder, backup } = await withBackup();
    const fork = await openFile(backup);
    const log = await openLog(fork, { folder: temporaryFolder() }).catch(() => undefined);
    expect(log).toBeUndefined(); // a new folder has a new key, and that is not this log's
    const withKey = await openLog(fork, { folder });
    for (let n = 0; n < 2; n++) await append(withKey, { other: n });
    expect(await withKey.checkpoints.check()).toMatchObject({ state: 'forked', checkpointSize: 5 });
  });
});

describe('the key', () => {
  const databases: Database[] = [];
  afterEach(async () => {
    for (const database of databases.splice(0)) await database.close();
  });
  const freshLog = async (): Promise<OpenLog> => {
    const folder = temporaryFolder();
    const database = new SqliteDatabase(path.join(folder, 'hub.sqlite'));
    databases.push(database);
    await migrate(database, 0);
    return await openLog(database, { folder });
  };

  test('is made at the first start: private for its owner, public beside it, neither in the store', async () => {
    const { key, keyFile, database, folder } = await freshLog();
    expect(key).toMatchObject({ isNew: true, publicKeyFile: keyFile.replace('.key', '.public.pem') });
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(key.publicKeyFile, 'utf8')).toContain('BEGIN PUBLIC KEY');
    const seed = key.privateKey.export({ format: 'jwk' }).d ?? '';
    await database.close();
    const bytes = readFileSync(path.join(path.dirname(folder), 'hub.sqlite')).toString('latin1');
    expect(bytes).toContain(key.fingerprint);
    for (const secret of [
      seed,
      Buffer.from(seed, 'base64url').toString('latin1'),
      Buffer.from(seed, 'base64url').toString('hex'),
    ]) {
      expect(bytes).not.toContain(secret);
    }
  });

  test('that others may read is refused', async () => {
    const log = await freshLog();
    const { chmodSync } = await import('node:fs');
    chmodSync(log.keyFile, 0o644);
    await expect(openKey(log)).rejects.toThrow('0600');
  });

  test('of another log is refused, and so is a file that is no key', async () => {
    const [log, other] = [await freshLog(), await freshLog()];
    copyFileSync(other.keyFile, log.keyFile);
    await expect(openKey(log)).rejects.toMatchObject({
      code: 'other-key',
      members: { nextStep: expect.stringContaining('rotate-key') as string },
    });
    await expect(new Checkpoints({ ...log, key: other.key }).make('request')).rejects.toMatchObject({ code: 'other-key' });
    writeFileSync(log.keyFile, 'nonsense', { mode: 0o600 });
    await expect(openKey(log)).rejects.toThrow('not an Ed25519 private key');
  });

  test('is changed by a row that both sign; whoever has either public key can verify', async () => {
    const log = await freshLog();
    await append(log, { n: 1 });
    const { note: outside } = await log.checkpoints.make('request');
    const key = await rotateKey(log, actor);
    expect(key.fingerprint).not.toBe(log.key.fingerprint);
    expect(readFileSync(key.publicKeyFile, 'utf8')).toContain('BEGIN PUBLIC KEY');
    const after = await openLog(log.database, { folder: path.dirname(log.keyFile) });
    await append(after, { n: 2 });
    const text = await exportText(after);
    expect(verifyText(text, log, outside)).toMatchObject({ ok: true, signedBy: key.fingerprint });
    expect(verifyText(text, after, outside)).toMatchObject({ ok: true });
    await expect(log.checkpoints.make('request')).rejects.toMatchObject({ code: 'other-key' });
  });

  test('whose change a crash cut off before the row stays; after the row it is finished at the next start', async () => {
    const log = await freshLog();
    makeNextKey(log.keyFile);
    expect((await openKey(log)).fingerprint).toBe(log.key.fingerprint);
    expect(existsSync(`${log.keyFile}.next`)).toBe(false);

    const old = readFileSync(log.keyFile);
    const changed = await rotateKey(log, actor);
    copyFileSync(log.keyFile, `${log.keyFile}.next`); // as if the file had not been put in place
    writeFileSync(log.keyFile, old);
    expect((await openKey(log)).fingerprint).toBe(changed.fingerprint);
  });

  test('that is lost is replaced; verifying then takes both public keys', async () => {
    const log = await freshLog();
    await append(log, { n: 1 });
    await log.checkpoints.make('request');
    await expect(replaceLostKey(log, actor)).rejects.toMatchObject({ code: 'key-not-lost' });
    rmSync(log.keyFile);
    const key = await replaceLostKey(log, actor);
    const after = await openLog(log.database, { folder: path.dirname(log.keyFile) });
    expect(after.key.fingerprint).toBe(key.fingerprint);
    const text = await exportText(after);
    expect(verifyText(text, log).ok).toBe(false);
    expect(verifyText(text, after).ok).toBe(false);
    const { ExportVerifier } = await import('../../../core/audit');
    const verifier = new ExportVerifier({ publicKeys: [log.key.publicKey, after.key.publicKey] });
    for (const line of text.split('\n').slice(0, -1)) verifier.push(line);
    expect(verifier.end()).toMatchObject({ ok: true, checkpoints: 1 });
  });
});
