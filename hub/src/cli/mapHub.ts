import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ApiClient, HubRefusal, withHub, type ApiOptions } from './apiClient';
import { CommandFailure } from './commandFailure';
import { differences } from './mapDifferences';
import { printJson, readJson, reject } from './io';

interface OneMapping {
  readonly stored: { readonly id: string; readonly version: string; readonly hash: string };
  readonly file: unknown;
}

/** Adds `map push`, `map pull` and `map diff`: mappings kept by a running hub. */
export function addHubMappingCommands(command: Command): void {
  withHub(
    command
      .command('push')
      .description('Give a mapping file to the hub: it compiles it and runs its examples')
      .argument('<file>', 'mapping file, - for stdin')
      .option('--activate', 'make it the active version at once'),
  ).action(async (file: string, options: ApiOptions & { activate?: boolean }) => {
    const mapping = readMapping(file);
    if (mapping === undefined) return;
    try {
      printJson(await new ApiClient(options).send('put', '/v1/mappings', { mapping, activate: options.activate ?? false }));
    } catch (error) {
      // What is wrong with the file is a result, with the places in it; everything else is a failure.
      if (!(error instanceof HubRefusal) || !Array.isArray(error.problem['issues'])) throw error;
      reject({ issues: error.problem['issues'] });
    }
  });

  withHub(
    command
      .command('pull')
      .description('Print a mapping that the hub keeps, or write it to a file')
      .argument('<id>', 'id of the mapping')
      .option('--version <version>', 'version (default: the active one)')
      .option('--out <file>', 'file to write'),
  ).action(async (id: string, options: ApiOptions & { version?: string; out?: string }) => {
    const { stored, file } = await pull(options, id, options.version);
    if (options.out === undefined) {
      printJson(file);
      return;
    }
    write(options.out, `${JSON.stringify(file, null, 2)}\n`);
    printJson({ ...stored, written: options.out });
  });

  withHub(
    command
      .command('diff')
      .description('Compare a mapping that the hub keeps with a file: exit 1 when they differ')
      .argument('<id>', 'id of the mapping')
      .argument('<file>', 'mapping file, - for stdin')
      .option('--version <version>', 'version (default: the active one)'),
  ).action(async (id: string, file: string, options: ApiOptions & { version?: string }) => {
    const own = readMapping(file);
    if (own === undefined) return;
    const { stored, file: kept } = await pull(options, id, options.version);
    const found = differences(kept, own);
    const result = { id: stored.id, version: stored.version, same: found.length === 0, differences: found };
    if (found.length === 0) printJson(result);
    else reject(result);
  });
}

async function pull(options: ApiOptions, id: string, version: string | undefined): Promise<OneMapping> {
  return await new ApiClient(options).get<OneMapping>('/v1/mappings/one', { id, version });
}

function readMapping(file: string): unknown {
  const json = readJson(file);
  if (json.ok) return json.value;
  reject({ issues: [{ rule: 'mapping', source: '', target: '', message: json.message }] });
  return undefined;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandFailure(`${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
}
