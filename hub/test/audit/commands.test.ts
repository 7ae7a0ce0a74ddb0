import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { auditCommand } from '../../src/cli/audit';
import { migrate, SqliteDatabase } from '../../src/store';
import { runCommand, type CommandResult } from './support/command';
import { serve } from './support/serve';
import { append, openLog, temporaryFolder, type OpenLog } from './support/surroundings';

const audit = async (...args: string[]): Promise<CommandResult & { json: () => Record<string, unknown> }> => {
  const result = await runCommand(auditCommand(), args);
  return { ...result, json: () => JSON.parse(result.stdout) as Record<string, unknown> };
};

let folder: string;
let out: string;
let publicKey: string;

/** Works on the store as a hub does, and closes it again. */
async function withHub(work: (log: OpenLog) => Promise<void>): Promise<void> {
  const database = new SqliteDatabase(path.join(folder, 'medsupply-hub.sqlite'));
  try {
    await migrate(database, 0);
    await work(await openLog(database, { folder }));
  } finally {
    await database.close();
  }
}

beforeEach(async () => {
  folder = temporaryFolder();
  out = path.join(folder, 'audit.jsonl');
  publicKey = path.join(folder, 'audit.public.pem');
  await withHub(async (log) => {
    for (let n = 0; n < 5; n++) await append(log, { n });
  });
});

test('export and verify go through a file and a public key alone', async () => {
  const exported = await audit('export', '--out', out, '--data', folder);
  expect(exported).toMatchObject({ code: 0 });
  expect(exported.json()).toEqual({ written: out });
  expect(readdirSync(folder).filter((file) => file.endsWith('.part'))).toEqual([]);
  const elsewhere = temporaryFolder();
  copyFileSync(out, path.join(elsewhere, 'a.jsonl'));
  copyFileSync(publicKey, path.join(elsewhere, 'key.pem'));
  rmSync(folder, { recursive: true });
  const verified = await audit('verify', path.join(elsewhere, 'a.jsonl'), '--key', path.join(elsewhere, 'key.pem'));
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect(verified.json()).toMatchObject({ ok: true, rows: 6, anomalyCount: 0 });
});

test('verify exits 1 and names the first bad sequence number', async () => {
  await audit('export', '--out', out, '--data', folder);
  writeFileSync(out, readFileSync(out, 'utf8').replace('"n":3', '"n":4'));
  const verified = await audit('verify', out, '--key', publicKey);
  expect(verified).toMatchObject({ code: 1 });
  expect(verified.json()).toMatchObject({ ok: false, firstBadSeq: 5, problem: 'the body does not match its hash' });
});

test('verify holds an export against a checkpoint kept elsewhere', async () => {
  const first = await audit('checkpoint', '--data', folder);
  const kept = path.join(temporaryFolder(), 'kept.txt');
  writeFileSync(kept, first.stdout);
  await audit('export', '--out', out, '--data', folder);
  expect(await audit('verify', out, '--key', publicKey, '--checkpoint', kept)).toMatchObject({ code: 0 });
  const short = path.join(folder, 'short.jsonl');
  const other = temporaryFolder();
  copyFileSync(path.join(folder, 'audit.key'), path.join(other, 'audit.key'));
  expect(await audit('export', '--out', short, '--data', folder, '--to', '3')).toMatchObject({ code: 0 });
  expect(await audit('verify', short, '--key', publicKey)).toMatchObject({ code: 0 });
});

test('a part is exported with its proof', async () => {
  expect(await audit('export', '--out', out, '--data', folder, '--from', '3', '--to', '4')).toMatchObject({ code: 0 });
  expect((await audit('verify', out, '--key', publicKey)).json()).toMatchObject({ ok: true, rows: 2, from: 3, to: 4 });
});

test('a copy of the store without the key is exported up to its last checkpoint', async () => {
  await audit('checkpoint', '--data', folder);
  await withHub(async (log) => void (await append(log, { late: true })));
  const copy = temporaryFolder();
  copyFileSync(path.join(folder, 'medsupply-hub.sqlite'), path.join(copy, 'medsupply-hub.sqlite'));
  const exported = await audit('export', '--out', out, '--data', copy);
  expect(exported).toMatchObject({ code: 0, stderr: expect.stringContaining('left out') as string });
  expect((await audit('verify', out, '--key', publicKey)).json()).toMatchObject({ ok: true, rows: 6 });
  expect(existsSync(path.join(copy, 'audit.key'))).toBe(false);
});

test('proofs are printed and checked', async () => {
  const first = await audit('checkpoint', '--data', folder);
  await withHub(async (log) => void (await append(log, { late: true })));
  await audit('checkpoint', '--data', folder);
  const file = path.join(folder, 'proof.json');
  const inclusion = await audit('proof', 'inclusion', '--seq', '3', '--data', folder);
  writeFileSync(file, inclusion.stdout);
  expect(await audit('proof', 'verify', file, '--key', publicKey)).toMatchObject({ code: 0 });
  writeFileSync(file, inclusion.stdout.replace('"n": 1', '"n": 2'));
  expect(await audit('proof', 'verify', file, '--key', publicKey)).toMatchObject({ code: 1 });
  const kept = path.join(folder, 'kept.txt');
  writeFileSync(kept, first.stdout);
  const consistency = await audit('proof', 'consistency', '--first', '6', '--data', folder);
  writeFileSync(file, consistency.stdout);
  expect(await audit('proof', 'verify', file, '--key', publicKey, '--checkpoint', kept)).toMatchObject({ code: 0 });
});

test('the newest checkpoint is printed without signing a new one', async () => {
  expect(await audit('checkpoint', '--newest', '--data', folder)).toMatchObject({
    code: 1,
    stderr: 'There is no checkpoint yet.',
  });
  const made = await audit('checkpoint', '--data', folder);
  expect((await audit('checkpoint', '--newest', '--data', folder)).stdout).toBe(made.stdout);
  expect(readFileSync(path.join(folder, 'checkpoints/6.txt'), 'utf8')).toBe(made.stdout);
});

test('the key is changed, and exports verify with the old public key', async () => {
  const old = path.join(folder, 'old.pem');
  copyFileSync(publicKey, old);
  await audit('checkpoint', '--data', folder);
  const changed = await audit('rotate-key', '--data', folder);
  expect(changed).toMatchObject({ code: 0 });
  expect(changed.json()).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  await audit('export', '--out', out, '--data', folder);
  expect(await audit('verify', out, '--key', old)).toMatchObject({ code: 0 });
  expect(await audit('verify', out, '--key', publicKey)).toMatchObject({ code: 0 });
});

test('a restored backup is said, refused, and taken on with consent', async () => {
  const backup = temporaryFolder();
  copyFileSync(path.join(folder, 'medsupply-hub.sqlite'), path.join(backup, 'medsupply-hub.sqlite'));
  await withHub(async (log) => {
    await append(log, { n: 9 });
    await log.checkpoints.make('request');
  });
  for (const file of ['medsupply-hub.sqlite-wal', 'medsupply-hub.sqlite-shm']) rmSync(path.join(folder, file), { force: true });
  copyFileSync(path.join(backup, 'medsupply-hub.sqlite'), path.join(folder, 'medsupply-hub.sqlite'));
  expect(await audit('checkpoint', '--data', folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--after-restore') as string,
  });
  expect(await audit('checkpoint', '--after-restore', '--data', folder)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/\.2\n/) as string,
  });
  expect(await audit('checkpoint', '--data', folder)).toMatchObject({ code: 0 });
});

test('a running hub is asked with its address and a key', async () => {
  await withHub(async (log) => {
    const { app, key } = await serve(log, ['audit:read', 'audit:write']);
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const hub = ['--url', url, '--key', key];
    expect(await audit('export', '--out', out, ...hub)).toMatchObject({ code: 0 });
    expect((await audit('verify', out, '--key', publicKey)).json()).toMatchObject({ ok: true });
    expect(await audit('checkpoint', ...hub)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('medsupply.dev/log/') as string,
    });
    const proof = path.join(folder, 'proof.json');
    writeFileSync(proof, (await audit('proof', 'inclusion', '--seq', '2', ...hub)).stdout);
    expect(await audit('proof', 'verify', proof, '--key', publicKey)).toMatchObject({ code: 0 });
    const refused = await audit('export', '--out', `${out}.2`, '--url', url, '--key', 'msk_wrong_0000000000');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('401') as string });
    expect(refused.stderr).not.toContain('msk_wrong');
    expect(existsSync(`${out}.2`)).toBe(false);
    await app.close();
    expect(await audit('export', '--out', out, ...hub)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not answer') as string,
    });
  });
});

test.each([
  ['no file to write', ['export']],
  ['a first row that is no number', ['export', '--out', 'x', '--from', 'one']],
  ['no public key', ['verify', 'x']],
  ['a file that is not there', ['verify', 'missing.jsonl', '--key', 'PUBLIC']],
  ['a key that is not there', ['verify', 'x', '--key', 'missing.pem']],
  ['a private key', ['verify', 'x', '--key', 'PRIVATE']],
  ['a checkpoint that is none', ['verify', 'x', '--key', 'PUBLIC', '--checkpoint', 'PUBLIC']],
  ['an address without a key', ['checkpoint', '--url', 'http://127.0.0.1:1']],
  ['an address that is none', ['checkpoint', '--url', 'nowhere', '--key', 'x']],
  ['an unknown command', ['fly']],
])('%s exits 2 with a sentence', async (_what, args) => {
  const named = args.map((word) => (word === 'PUBLIC' ? publicKey : word === 'PRIVATE' ? path.join(folder, 'audit.key') : word));
  const { code, stdout, stderr } = await audit(...named);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toBe('');
});
