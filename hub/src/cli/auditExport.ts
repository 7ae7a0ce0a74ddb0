import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { checkAgainstCheckpoints, createExport, type MadeCheckpoint } from '../audit';
import { newestCheckpoint } from '../audit/checkpointRows';
import type { HubSettings } from '../service/settings';
import type { Database } from '../store';
import { ApiClient, withHub, type ApiOptions } from './apiClient';
import { openWithKey, withAuditStore } from './auditStore';
import { CommandFailure } from './commandFailure';
import { settingsOf, withSettings } from './hubSettings';
import { printJson } from './io';
import { positive } from './auditNumbers';

interface ExportOptions extends ApiOptions, Record<string, unknown> {
  readonly out: string;
  readonly from?: string;
  readonly to?: string;
}

interface Range {
  readonly from?: number;
  readonly to?: number;
}

const PROGRESS_ROWS = 100_000;

/** `medsupply audit export`: the log as JSON Lines, from the store or from a running hub. */
export function exportCommand(): Command {
  const command = new Command('export')
    .description('Write the log as JSON Lines, with the checkpoint that covers it')
    .requiredOption('--out <file>', 'file to write')
    .option('--from <row>', 'first row (default: 1)')
    .option('--to <row>', 'last row (default: the last one)');
  withSettings(withHub(command), 'places').action(async (options: ExportOptions) => {
    const range = { from: positive('--from', options.from), to: positive('--to', options.to) };
    if (options.url === undefined) await exportStore(settingsOf(options), options.out, range);
    else await writeWhole(options.out, Readable.from(await new ApiClient(options).stream('/v1/audit/export', range)));
    printJson({ written: options.out });
  });
  return command;
}

async function exportStore(settings: HubSettings, out: string, range: Range): Promise<void> {
  await withAuditStore(settings, async (database) => {
    const checkpoint = await checkpointFor(settings, database);
    const onProgress = (rows: number, of: number) => {
      if (rows % PROGRESS_ROWS === 0) process.stderr.write(`${rows} of ${of} rows\n`);
    };
    await writeWhole(out, Readable.from(createExport({ database, checkpoint, ...range, onProgress })));
  });
}

/** A new checkpoint with the key; without it the newest one in the store. */
async function checkpointFor(settings: HubSettings, database: Database): Promise<MadeCheckpoint> {
  const opened = await openWithKey(settings, database);
  if (opened !== undefined) {
    const { status } = opened;
    if (status.state !== 'ok') process.stderr.write(`${status.detail}\n`);
    return await opened.checkpoints.forExport();
  }
  const newest = await database.read(newestCheckpoint);
  if (newest === undefined)
    throw new CommandFailure('The log has no checkpoint yet, and its key is not here (--audit-key-file) to sign one.');
  const status = await checkAgainstCheckpoints({ database, folder: settings.checkpointsDir, publicKeys: [] });
  process.stderr.write(
    `The key is not here: rows ${newest.size + 1} to ${status.logSize}, behind the last checkpoint, are left out.\n`,
  );
  return newest;
}

/** Writes beside the file and puts it in place when it is whole. */
async function writeWhole(out: string, lines: Readable): Promise<void> {
  const part = `${out}.part`;
  try {
    await pipeline(lines, createWriteStream(part));
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof CommandFailure) throw error;
    throw new CommandFailure(`${out} cannot be written (${code}).`);
  }
}
