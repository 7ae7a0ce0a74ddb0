import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';

const cli = path.resolve(__dirname, '../../bin/medsupply.js');
const folder = mkdtempSync(path.join(tmpdir(), 'medsupply-hub-cli-'));
const running = new Set<ChildProcess>();
afterEach(async () => {
  for (const child of [...running]) await kill(child, 'SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const newData = () => path.join(folder, `hub-${(count += 1)}`);

function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'hub', ...args], { encoding: 'utf8', cwd: folder });
  return { code: status, stdout, stderr };
}

interface Started {
  readonly child: ChildProcess;
  readonly publicAddress: string;
  readonly privateAddress: string;
  readonly stderr: () => string;
  readonly stdout: () => string;
}

/** The built command, as a process of its own. */
async function start(data: string): Promise<Started> {
  const child = spawn(process.execPath, [cli, 'hub', 'start', '--data', data, '--public-port', '0', '--private-port', '0'], {
    cwd: folder,
  });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the hub ended with ${code ?? 'a signal'}: ${stderr}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const ready = stdout.split('\n').find((line) => line.includes('"the hub is ready"'));
      if (ready === undefined) return;
      const { publicAddress, privateAddress } = JSON.parse(ready) as { publicAddress: string; privateAddress: string };
      resolve({ child, publicAddress, privateAddress, stderr: () => stderr, stdout: () => stdout });
    });
  });
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  running.delete(child);
  return await code;
}

const keyOf = (stdout: string) => /msk_\S+/.exec(stdout)?.[0] ?? '';
const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` }, validateStatus: () => true });

test('a first start says how to make a key; a key that the command makes opens the running hub, until it is revoked', async () => {
  const data = newData();
  const hub = await start(data);
  await new Promise((resolve) => setTimeout(resolve, 50)); // the hint follows the log line
  expect(hub.stderr()).toContain('medsupply hub key create --preset n8n');

  const made = run(['key', 'create', '--preset', 'admin', '--name', 'n8n', '--data', data]);
  expect(made).toMatchObject({ code: 0 });
  const key = keyOf(made.stdout);
  const answer = await axios.get<{ keys: { id: string; name: string }[] }>(`${hub.privateAddress}/v1/keys`, bearer(key));
  expect([answer.status, answer.data.keys.map(({ name }) => name)]).toEqual([200, ['n8n']]);
  expect(run(['key', 'list', '--data', data]).stdout).toContain('admin (15 scopes)');
  expect(run(['key', 'list', '--data', data]).stdout).not.toContain(key.split('_')[2]);

  expect(run(['key', 'revoke', answer.data.keys[0]?.id ?? '', '--data', data]).code).toBe(0);
  const endsAt = Date.now() + 1_500;
  let status = 200;
  while (status === 200 && Date.now() < endsAt) ({ status } = await axios.get(`${hub.privateAddress}/v1/keys`, bearer(key)));
  expect(status).toBe(401);
  expect(hub.stdout()).not.toContain(key);
});

test('SIGTERM ends it with 0 in a few seconds, and a killed hub starts again on its store', async () => {
  const data = newData();
  const first = await start(data);
  const idle = await axios.get(`${first.privateAddress}/readyz`);
  expect(idle.data).toMatchObject({ status: 'ready' });
  expect(await kill(first.child, 'SIGKILL')).toBeNull();
  const second = await start(data);
  const startedAt = Date.now();
  expect(await kill(second.child, 'SIGTERM')).toBe(0);
  expect(Date.now() - startedAt).toBeLessThan(8_000);
  expect(readdirSync(path.join(data, 'checkpoints')).length).toBeGreaterThan(0);
});

test('a second hub on the same store is refused, and a restore under a running hub as well', async () => {
  const data = newData();
  await start(data);
  const second = run(['start', '--data', data, '--public-port', '0', '--private-port', '0']);
  expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('Another hub works on') });
  const file = path.join(folder, 'running.sqlite');
  expect(run(['backup', file, '--data', data])).toMatchObject({ code: 0, stderr: expect.stringContaining('not in the backup') });
  expect(run(['restore', file, '--data', data, '--force'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('running'),
  });
});

test('a backup behind the last checkpoint is restored only when that is accepted, and the audit log says so', async () => {
  const data = newData();
  run(['key', 'create', '--preset', 'n8n', '--name', 'before', '--data', data]);
  await kill((await start(data)).child, 'SIGTERM'); // makes a checkpoint
  const file = path.join(folder, 'behind.sqlite');
  expect(run(['backup', file, '--data', data]).code).toBe(0);
  for (const name of ['one', 'two', 'three']) run(['key', 'create', '--preset', 'n8n', '--name', name, '--data', data]);
  await kill((await start(data)).child, 'SIGTERM');

  expect(run(['restore', file, '--data', data])).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') });
  expect(run(['restore', file, '--data', data, '--force'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--accept-rollback'),
  });
  expect(run(['key', 'list', '--data', data]).stdout).toContain('three');
  const restored = run(['restore', file, '--data', data, '--force', '--accept-rollback']);
  expect([restored.code, restored.stderr]).toEqual([0, expect.any(String)]);
  expect(run(['key', 'list', '--data', data]).stdout).not.toContain('three');

  const key = keyOf(run(['key', 'create', '--preset', 'admin', '--name', 'after', '--data', data]).stdout);
  const hub = await start(data);
  const { data: audit } = await axios.get<{ entries?: { type: string }[]; rows?: { type: string }[] }>(
    `${hub.privateAddress}/v1/audit?limit=100`,
    bearer(key),
  );
  expect(JSON.stringify(audit)).toContain('audit.restored');
  expect((await axios.get(`${hub.privateAddress}/readyz`)).data).toMatchObject({ checks: { audit: 'ok' } });
});

test('the doctor is content with a healthy store, and names what is wrong with an unhealthy one', async () => {
  const data = newData();
  await kill((await start(data)).child, 'SIGTERM');
  const healthy = run(['doctor', '--data', data]);
  expect([healthy.code, healthy.stdout]).toEqual([0, expect.stringMatching(/store +ok +sqlite, takes writes/)]);
  chmodSync(path.join(data, 'audit.key'), 0o644);
  const ill = run(['doctor', '--data', data]);
  expect([ill.code, ill.stdout]).toEqual([1, expect.stringMatching(/audit\.key +wrong .*chmod 600/)]);
  const { checks } = JSON.parse(run(['doctor', '--data', data, '--json']).stdout) as {
    checks: { name: string; state: string }[];
  };
  expect(checks).toContainEqual(expect.objectContaining({ name: 'audit.key', state: 'wrong' }));
});

test('the first account is an admin, and its password is printed once', () => {
  const data = newData();
  const added = run(['user', 'add', '--name', 'wang', '--data', data]);
  expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('admin') });
  expect(run(['user', 'list', '--data', data]).stdout).toContain('wang');
  expect(run(['user', 'add', '--name', 'wang', '--role', 'operator', '--data', data])).toMatchObject({ code: 1, stdout: '' });
});

test.each<[string, readonly string[], number, RegExp]>([
  ['no scopes at all', ['key', 'create', '--name', 'x'], 2, /--preset or --scopes/],
  ['a scope that does not exist', ['key', 'create', '--name', 'x', '--scopes', 'everything'], 2, /everything is none of/],
  ['a role that does not exist', ['user', 'add', '--name', 'x', '--role', 'king'], 2, /--role takes one of/],
  ['a port that is none', ['start', '--public-port', 'http'], 2, /MEDSUPPLY_HUB_PUBLIC_PORT/],
  ['a backup of PostgreSQL', ['backup', 'x', '--store', 'postgres://hub:secret@127.0.0.1/hub'], 2, /pg_dump/],
  ['a restore into PostgreSQL', ['restore', 'x', '--store', 'postgres://hub:secret@127.0.0.1/hub'], 2, /pg_restore/],
  ['a database that does not answer', ['key', 'list', '--store', 'postgres://hub:secret@127.0.0.1:1/hub'], 1, /ECONNREFUSED/],
  ['a key that does not exist', ['key', 'revoke', 'abc'], 1, /There is no API key/],
  ['a doctor without a store', ['doctor', '--data', 'nowhere'], 1, /There is no store/],
  ['a command that does not exist', ['begin'], 2, /--help/],
])('%s ends with one sentence and the right exit code', (_, args, code, words) => {
  const data = args.includes('--data') ? [] : ['--data', newData()];
  const known = args[0] === 'begin' ? [] : data;
  const result = run([...args, ...known]);
  expect([result.code, result.stderr]).toEqual([code, expect.stringMatching(words)]);
  expect(result.stderr).not.toMatch(/\n\s+at |secret/);
});

test('a damaged store does not print a stack', () => {
  const data = newData();
  run(['migrate', '--data', data]);
  writeFileSync(path.join(data, 'medsupply-hub.sqlite'), 'no database at all');
  for (const end of ['-wal', '-shm']) rmSync(path.join(data, `medsupply-hub.sqlite${end}`), { force: true });
  const result = run(['key', 'list', '--data', data]);
  expect(result.code).toBe(1);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(existsSync(path.join(data, 'medsupply-hub.sqlite'))).toBe(true);
});
