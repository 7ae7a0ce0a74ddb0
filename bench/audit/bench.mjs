import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { table } from '../harness.mjs';

const here = import.meta.dirname;
const QUICK_CPU_MS = 100;
const CHECKPOINT_EVERY = 1000;
const APPENDS = 20_000;
const PER_COMMIT = 100;

/** Measures the audit log: what an append costs beside its insert, and how fast and in how much memory an export is verified. */
export async function run({ cpuMs }) {
  const rows = cpuMs < QUICK_CPU_MS ? 100_000 : 1_000_000;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-audit-'));
  try {
    const bundle = path.join(folder, 'engine.cjs');
    const common = {
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      external: ['pg-native'],
      logLevel: 'error',
    };
    buildSync({ ...common, entryPoints: [path.join(here, 'engine.ts')], outfile: bundle });
    const engine = createRequire(import.meta.url)(bundle);
    const append = await measureAppend(engine, folder);
    const keyFile = path.join(folder, 'public.pem');
    const file = path.join(folder, 'export.jsonl');
    writeExport(engine, file, keyFile, rows);
    const read = (what) =>
      JSON.parse(execFileSync(process.execPath, [path.join(here, 'worker.mjs'), bundle, file, keyFile, what]));
    const results = { 'read lines': read('read'), 'JSON.parse of each line': read('parse'), verify: read('verify') };
    for (const result of Object.values(results)) assert.equal(result.rows, result === results.verify ? rows : rows + 2);
    const rate = ({ rows: count, cpuMs: ms }) => (count / ms) * 1000;
    const base = rate(results['JSON.parse of each line']);
    const lines = Object.entries(results).map(([name, result]) => ({
      name,
      rate: rate(result),
      microseconds: 1e6 / rate(result),
      ratio: rate(result) / base,
    }));
    const megabytes = statSync(file).size / 1024 / 1024;
    return {
      title: 'Audit log',
      text: [
        `An export of ${rows.toLocaleString('en')} rows (${megabytes.toFixed(0)} MB, a signed checkpoint every ${CHECKPOINT_EVERY} rows) read in a process of its own;`,
        'verifying recomputes every hash, the whole tree and every signature.',
        '',
        table(lines, 'JSON.parse'),
        '',
        `Peak memory of the verifying process: ${results.verify.peakMb.toFixed(0)} MB (only reading lines: ${results['read lines'].peakMb.toFixed(0)} MB).`,
        '',
        `An append to SQLite, ${PER_COMMIT} a commit: ${append.whole.toFixed(1)} us of CPU, of which the plain insert of the same row with the same index is`,
        `${append.insert.toFixed(1)} us.`,
      ].join('\n'),
      goals: [
        { what: 'verifying, in JSON.parse of the lines', value: base / rate(results.verify), limit: 8, kind: 'max' },
        {
          what: 'memory of verifying beyond reading',
          value: results.verify.peakMb - results['read lines'].peakMb,
          limit: 100,
          kind: 'max',
          unit: ' MB',
        },
        { what: 'an append beside its insert', value: append.whole - append.insert, limit: 30, kind: 'max', unit: ' us' },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const entry = (n) => ({
  actor: { kind: 'key', id: 'k7f3a9', via: 'workflow 01, execution 4711, node MedSupply ERP' },
  type: 'effect.done',
  object: {
    kind: 'effect',
    id: `tryton%3Aerp.example.com%2Ferp/shopify/a.myshopify.com/order/${n}`,
    version: '2026-11-22T10:00:00Z/1',
  },
  body: { attempt: 1, fingerprint: 'ab'.repeat(32), outcome: 'done', documentId: String(n) },
});

/** CPU microseconds of an append and of its bare insert, best of five rounds each. */
async function measureAppend({ AuditLog, SqliteDatabase, migrate }, folder) {
  const database = new SqliteDatabase(path.join(folder, 'hub.sqlite'));
  try {
    await migrate(database, 0);
    const audit = new AuditLog({ database, clock: { now: () => Date.now() } });
    await database.write(async (transaction) => {
      await audit.append(transaction, entry(0));
      await transaction.run('CREATE TABLE plain AS SELECT * FROM audit_log WHERE 0');
      await transaction.run('CREATE UNIQUE INDEX plain_seq ON plain (seq)');
      await transaction.run('CREATE INDEX plain_object ON plain (object_kind, object_id, seq)');
    });
    const [row] = await database.read(async (transaction) => await transaction.all('SELECT * FROM audit_log'));
    const values = Object.values(row);
    const insert = `INSERT INTO plain VALUES (${values.map(() => '?').join(', ')})`;
    let seq = 1;
    const works = {
      whole: async (transaction) => await audit.append(transaction, entry(seq++)),
      insert: async (transaction) => await transaction.run(insert, [seq++, ...values.slice(1)]),
    };
    const best = { whole: Number.POSITIVE_INFINITY, insert: Number.POSITIVE_INFINITY };
    for (let round = 0; round < 5; round++) {
      for (const [name, work] of Object.entries(works)) {
        const start = process.threadCpuUsage();
        for (let done = 0; done < APPENDS / 5; done += PER_COMMIT) {
          await database.write(async (transaction) => {
            for (let one = 0; one < PER_COMMIT; one++) await work(transaction);
          });
        }
        const { user, system } = process.threadCpuUsage(start);
        best[name] = Math.min(best[name], (user + system) / (APPENDS / 5));
      }
    }
    return best;
  } finally {
    await database.close();
  }
}

/** Writes an export with the core alone. */
function writeExport(core, file, keyFile, rows) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(keyFile, publicKey.export({ format: 'pem', type: 'spki' }));
  const logId = '0'.repeat(32);
  const origin = core.originOf(logId, 1);
  const edge = new core.RightEdge();
  const sign = () => core.signCheckpoint({ origin, size: edge.size, root: edge.root() }, privateKey, publicKey);
  let previous = core.genesisHash(logId).toString('hex');
  const output = openSync(file, 'w');
  let buffer = `${core.headerLine({ origin, from: 1, to: rows, size: rows, before: [] })}\n`;
  for (let seq = 1; seq <= rows; seq++) {
    const isCheckpoint = seq % CHECKPOINT_EVERY === 0;
    const { actor, type, object, body } = entry(seq);
    const content = isCheckpoint ? { checkpoint: sign() } : body;
    const columns = {
      seq,
      tsWall: new Date(1_795_000_000_000 + seq * 10).toISOString(),
      tsMono: seq * 10_000,
      process: 'a1b2c3d4e5f60718',
      actorKind: actor.kind,
      actorId: actor.id,
      actorVia: actor.via,
      type: isCheckpoint ? core.CHECKPOINT_ROW : type,
      objectKind: object.kind,
      objectId: object.id,
      objectVersion: object.version,
      bodyHash: core.hashOfJson(content),
      prevHash: previous,
    };
    const hash = core.rowHash({ ...columns, personalText: '{}' });
    previous = hash.toString('hex');
    edge.append(hash);
    buffer += `${core.composeLine({ ...columns, hash: previous }, core.canonicalJson(content), '{}')}\n`;
    if (buffer.length < 1_000_000) continue;
    writeSync(output, buffer);
    buffer = '';
  }
  writeSync(output, `${buffer}${core.trailerLine({ after: [], checkpoint: sign() })}\n`);
  closeSync(output);
}
