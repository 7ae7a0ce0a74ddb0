// A process that appends and signs without end until it is killed; each line on stdout is a row that it was told is durable.
import path from 'node:path';
import { openAudit } from '../../../src/audit';
import { migrate, SqliteDatabase } from '../../../src/store';

async function main(folder: string): Promise<void> {
  const database = new SqliteDatabase(path.join(folder, 'hub.sqlite'));
  const clock = { now: () => Date.now() };
  await migrate(database, clock.now());
  const quiet = () => undefined;
  const log = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (_: unknown, message: string) => process.stdout.write(`error ${message}\n`),
  };
  const { audit, checkpoints } = await openAudit({
    database,
    clock,
    log,
    keyFile: path.join(folder, 'audit.key'),
    checkpointFolder: path.join(folder, 'checkpoints'),
  });
  for (;;) {
    const entry = {
      actor: { kind: 'hub', id: 'hub' },
      type: 'test.row',
      object: { kind: 'test', id: '1' },
      body: { at: clock.now() },
    } as const;
    const append = async () => await database.write(async (transaction) => await audit.append(transaction, entry));
    const seqs = await Promise.all([append(), append(), append(), checkpoints.make('test').then(() => 0)]);
    process.stdout.write(`${Math.max(...seqs)}\n`);
  }
}

void main(process.argv[2] ?? '');
