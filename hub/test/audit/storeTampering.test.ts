import { canonicalJson, hashOfJson, RightEdge, rowHash } from '../../../core/audit';
import { checkAgainstCheckpoints } from '../../src/audit';
import { SqliteDatabase, migrate, type Database, type SqlValue } from '../../src/store';
import path from 'node:path';
import { append, exportText, openLog, temporaryFolder, verifyText, type OpenLog } from './support/surroundings';

const databases: Database[] = [];
afterEach(async () => {
  for (const database of databases.splice(0)) await database.close();
});

async function freshLog(): Promise<OpenLog> {
  const database = new SqliteDatabase(path.join(temporaryFolder(), 'hub.sqlite'));
  databases.push(database);
  await migrate(database, 0);
  return await openLog(database);
}

/** Five rows, a checkpoint, its row; then the triggers are gone, as somebody with the file can do. */
async function openToAttack(): Promise<
  OpenLog & { readonly outside: string; readonly run: (sql: string, parameters?: readonly SqlValue[]) => Promise<void> }
> {
  const log = await freshLog();
  await append(log, { text: 'Ünïcode 手套', lines: [1, { sku: 'A' }] }, { personal: { name: 'Ada' } });
  await append(log, {}, { object: { kind: 'order', id: 'b/2', version: '2026-11-22' } });
  await append(log, { n: 3 }, { actor: { kind: 'hub', id: 'hub' } });
  await append(log, { n: 4 });
  const { note: outside } = await log.checkpoints.make('request');
  const run = async (sql: string, parameters: readonly SqlValue[] = []) =>
    await log.database.write(async (transaction) => void (await transaction.run(sql, parameters)));
  for (const trigger of ['audit_log_no_update', 'audit_log_no_delete', 'audit_checkpoints_no_delete', 'audit_nodes_no_delete'])
    await run(`DROP TRIGGER ${trigger}`);
  return { ...log, outside, run };
}

const COLUMNS = [
  'ts_wall', 'ts_mono', 'process', 'actor_kind', 'actor_id', 'actor_via', 'type', 'object_kind', 'object_id', 'object_version',
  'body', 'body_hash', 'personal', 'prev_hash', 'hash',
]; // prettier-ignore

/** The value with one bit of one byte turned over, for each of its bytes; another value where there is none. */
function changesOf(value: SqlValue): SqlValue[] {
  if (value === null) return ['', 'x'];
  if (typeof value === 'number') return [value + 1, -value - 1, 2 ** 40, 'x'];
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value);
  const changes = Array.from(bytes, (byte, at) => {
    const changed = Buffer.from(bytes);
    changed[at] = byte ^ 0x01;
    return typeof value === 'string' ? changed.toString('utf8') : changed;
  });
  return [
    ...changes,
    typeof value === 'string' ? `${value} ` : Buffer.concat([bytes, Buffer.alloc(1)]),
    typeof value === 'string' ? '' : Buffer.alloc(0),
  ];
}

test('any byte of any column changed in the store is found by verify, and the row is named', async () => {
  const log = await openToAttack();
  let tried = 0;
  for (let seq = 1; seq <= 5; seq++) {
    const stored = await log.database.read(
      async (transaction) => await transaction.get('SELECT * FROM audit_log WHERE seq = ?', [seq]),
    );
    for (const column of COLUMNS) {
      const value = (stored as Record<string, SqlValue>)[column] as SqlValue;
      for (const change of changesOf(value).filter((change) => change !== value)) {
        await log.run(`UPDATE audit_log SET ${column} = ? WHERE seq = ?`, [change, seq]);
        expect({ column, ...verifyText(await exportText(log), log) }).toMatchObject({ column, ok: false, firstBadSeq: seq });
        tried++;
      }
      await log.run(`UPDATE audit_log SET ${column} = ? WHERE seq = ?`, [value, seq]);
    }
  }
  expect(tried).toBeGreaterThan(1200);
  expect(verifyText(await exportText(log), log)).toMatchObject({ ok: true });
}, 120_000);

test.each([
  ['the first row deleted', ['DELETE FROM audit_log WHERE seq = 1'], 1],
  ['a middle row deleted', ['DELETE FROM audit_log WHERE seq = 3'], 3],
  ['the last covered row deleted', ['DELETE FROM audit_log WHERE seq = 5'], 5],
  [
    'two rows swapped',
    [
      'UPDATE audit_log SET seq = 99 WHERE seq = 2',
      'UPDATE audit_log SET seq = 2 WHERE seq = 3',
      'UPDATE audit_log SET seq = 3 WHERE seq = 99',
    ],
    2,
  ],
  ['a row moved behind the end', ['UPDATE audit_log SET seq = 99 WHERE seq = 4'], 4],
  [
    'rows renumbered after a deletion',
    [
      'DELETE FROM audit_log WHERE seq = 2',
      'UPDATE audit_log SET seq = -seq WHERE seq > 2',
      'UPDATE audit_log SET seq = -seq - 1 WHERE seq < 0',
    ],
    2,
  ],
])('%s in the store is found by verify', async (_what, statements, seq) => {
  const log = await openToAttack();
  for (const sql of statements) await log.run(sql);
  expect(verifyText(await exportText(log), log)).toMatchObject({ ok: false, firstBadSeq: seq });
});

test('a row inserted into the store is found by verify', async () => {
  const log = await openToAttack();
  await log.run('UPDATE audit_log SET seq = -seq WHERE seq >= 3');
  await log.run('UPDATE audit_log SET seq = -seq + 1 WHERE seq < 0');
  await log.run(`INSERT INTO audit_log SELECT 3, ts_wall, ts_mono, process, actor_kind, actor_id, actor_via, type, object_kind, object_id,
    object_version, body, body_hash, personal, prev_hash, hash FROM audit_log WHERE seq = 2`);
  expect(verifyText(await exportText(log), log)).toMatchObject({ ok: false, firstBadSeq: 3 });
});

/** Writes the whole chain anew from a row on, as somebody with the file, but without the key, can do. */
async function rechain(log: Awaited<ReturnType<typeof openToAttack>>, from: number): Promise<void> {
  const rows = await log.database.read(
    async (transaction) => await transaction.all<Record<string, SqlValue>>('SELECT * FROM audit_log ORDER BY seq'),
  );
  const edge = new RightEdge();
  let previous: Buffer | undefined;
  for (const row of rows) {
    const seq = Number(row['seq']);
    const forged = seq === from ? canonicalJson({ forged: true }) : String(row['body']);
    const prevHash = previous ?? Buffer.from(row['prev_hash'] as Uint8Array);
    const bodyHash = hashOfJson(JSON.parse(forged));
    const text = (name: string) => row[name] as string;
    const hash = rowHash({
      seq,
      tsWall: text('ts_wall'),
      tsMono: Number(row['ts_mono']),
      process: text('process'),
      actorKind: text('actor_kind'),
      actorId: text('actor_id'),
      actorVia: row['actor_via'] as string | null,
      type: text('type'),
      objectKind: text('object_kind'),
      objectId: text('object_id'),
      objectVersion: row['object_version'] as string | null,
      bodyHash,
      personalText: text('personal'),
      prevHash: prevHash.toString('hex'),
    });
    await log.run('UPDATE audit_log SET body = ?, body_hash = ?, prev_hash = ?, hash = ? WHERE seq = ?', [
      forged,
      Buffer.from(bodyHash, 'hex'),
      prevHash,
      hash,
      seq,
    ]);
    edge.append(hash);
    previous = hash;
  }
  await log.run('UPDATE audit_head SET hash = ?, edge = ?', [previous ?? null, edge.toBytes()]);
}

test('the whole chain made anew without the key is found by its own checkpoints and by the hub before it signs', async () => {
  const log = await openToAttack();
  await rechain(log, 2);
  expect(
    await checkAgainstCheckpoints({ database: log.database, folder: log.folder, publicKeys: [log.key.publicKey] }),
  ).toMatchObject({ state: 'forked' });
  await expect(log.checkpoints.make('request')).rejects.toMatchObject({ status: 409, code: 'log-not-whole' });
  expect(verifyText(await exportText(log), log)).toMatchObject({ ok: false });
});

test('the whole chain made anew, checkpoints thrown away, and signed by the hub that knows no better, is found by a checkpoint kept outside', async () => {
  const log = await openToAttack();
  await log.run('DELETE FROM audit_log WHERE seq > 5');
  await log.run('DELETE FROM audit_checkpoints');
  await rechain(log, 2);
  await log.run('UPDATE audit_head SET size = 5');
  const elsewhere = await openLog(log.database, { folder: path.dirname(log.keyFile) });
  await append(elsewhere, { more: true });
  // The folder of the checkpoints gone too: nothing on the machine knows the earlier history.
  const forgetful = { ...elsewhere, checkpoints: await forgetfulCheckpoints(elsewhere) };
  const text = await exportText(forgetful);
  expect(verifyText(text, log)).toMatchObject({ ok: true });
  expect(verifyText(text, log, log.outside)).toMatchObject({
    ok: false,
    firstBadSeq: 1,
    problem: expect.stringContaining('forked') as string,
  });
});

async function forgetfulCheckpoints(log: OpenLog): Promise<OpenLog['checkpoints']> {
  const { Checkpoints } = await import('../../src/audit');
  return new Checkpoints({ ...log, folder: temporaryFolder() });
}

test('a tail cut off behind the last checkpoint is found when the next one is held against it', async () => {
  const log = await openToAttack();
  await append(log, { n: 6 });
  const { note } = await log.checkpoints.make('request');
  await log.run('DELETE FROM audit_log WHERE seq > 5');
  await log.run('DELETE FROM audit_checkpoints WHERE size > 5');
  const text = await exportText(log);
  expect(verifyText(text, log, note)).toMatchObject({ ok: false });
});

test('a row changed behind the last checkpoint is found at the start of the hub', async () => {
  const log = await openToAttack();
  await append(log, { n: 6 });
  await log.run("UPDATE audit_log SET actor_id = 'nobody' WHERE seq = 7");
  expect(await log.checkpoints.check()).toMatchObject({ state: 'changed', detail: expect.stringContaining('Row 7') as string });
  expect(log.log.said).toContainEqual(expect.objectContaining({ level: 'error' }));
});
