import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { SqliteDatabase } from '../../src/store';
import { exportText, openLog, temporaryFolder, verifyText } from './support/surroundings';

/** Runs the writer until it has said so many lines, then kills it; answers the last row that it was told is durable. */
async function runAndKill(script: string, folder: string, lines: number): Promise<number> {
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  await new Promise<void>((resolve, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (said.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.once('close', () => resolve());
    child.once('error', fail);
  });
  const whole = said.split('\n').slice(0, -1);
  expect(whole.filter((line) => line.startsWith('error'))).toEqual([]);
  return Number(whole.at(-1));
}

test('after kill -9 during appends and checkpoints nothing acknowledged is missing, and the log is whole', async () => {
  const folder = temporaryFolder();
  const script = path.join(folder, 'writer.cjs');
  buildSync({
    entryPoints: [path.join(__dirname, 'support/crashingWriter.ts')],
    bundle: true,
    platform: 'node',
    outfile: script,
    external: ['pg-native'],
    logLevel: 'error',
  });
  for (const lines of [1, 7, 20, 3, 12]) {
    const acknowledged = await runAndKill(script, folder, lines);
    const database = new SqliteDatabase(path.join(folder, 'hub.sqlite'));
    try {
      const log = await openLog(database, { folder });
      expect(log.checkpoints.status()).toMatchObject({ state: 'ok', unusableFiles: [] });
      const text = await exportText(log);
      const report = verifyText(text, log);
      expect(report).toMatchObject({ ok: true });
      expect(report.rows).toBeGreaterThanOrEqual(acknowledged);
      const newest = readdirSync(log.folder)
        .filter((file) => file.endsWith('.txt'))
        .map((file) => Number.parseInt(file));
      const outside = readFileSync(path.join(log.folder, `${Math.max(...newest)}.txt`), 'utf8');
      expect(verifyText(text, log, outside)).toMatchObject({ ok: true });
    } finally {
      await database.close();
    }
  }
}, 60_000);
