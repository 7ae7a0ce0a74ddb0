import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CompiledMapping, Issue } from '../../../core/mapping';
import {
  MappingError,
  compileOwn,
  compileShipped,
  findShippedMapping,
  runExamples,
  shippedMappingIds,
} from '../../../core/mapping';
import { readJson } from './io';
import { UsageError } from './usageError';

export interface MappingSummary {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly source: string;
  readonly target: string;
}

/** The shipped mappings, for `map list`. */
export function listMappings(): MappingSummary[] {
  return shippedMappingIds.map((id) => {
    const mapping = findShippedMapping(id);
    return {
      id,
      version: mapping?.version ?? '',
      title: mapping?.title ?? '',
      source: mapping?.source === undefined ? '' : `${mapping.source.system}/${mapping.source.document}`,
      target: mapping?.target?.document ?? '',
    };
  });
}

export type Loaded =
  | { readonly ok: true; readonly mapping: CompiledMapping }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Finds a mapping by shipped id or by file.
 * @throws UsageError when it is neither
 */
export function loadMapping(name: string): Loaded {
  const shipped = compileShipped(name);
  if (shipped !== undefined) return { ok: true, mapping: shipped };
  if (!existsSync(name))
    throw new UsageError(
      `"${name}" is neither a shipped mapping nor a file; "medsupply map list" shows ${shippedMappingIds.join(', ')}`,
    );
  const file = readJson(name);
  if (!file.ok) return { ok: false, issues: [{ rule: 'mapping', source: '', target: '', message: file.message }] };
  try {
    return { ok: true, mapping: compileOwn(file.value) };
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return { ok: false, issues: [{ rule: 'mapping', source: error.where, target: '', message: error.problem }] };
  }
}

export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly mappings: readonly {
    readonly mapping: string;
    readonly examples: readonly { readonly name: string; readonly passed: boolean; readonly problem?: string }[];
    readonly problem?: string;
  }[];
}

/** Runs the examples of every mapping file below a folder, or of the shipped mappings. */
export function testMappings(folder: string | undefined): TestReport {
  const names = folder === undefined ? shippedMappingIds : mappingFiles(folder);
  const mappings = names.map((name) => {
    const loaded = loadMapping(name);
    if (!loaded.ok)
      return {
        mapping: name,
        examples: [],
        problem: loaded.issues.map(({ source, message }) => `${source}: ${message}`).join('; '),
      };
    return { mapping: name, examples: runExamples(loaded.mapping) };
  });
  const all = mappings.flatMap(({ examples }) => examples);
  const broken = mappings.filter(({ problem }) => problem !== undefined).length;
  return {
    passed: all.filter(({ passed }) => passed).length,
    failed: all.filter(({ passed }) => !passed).length + broken,
    mappings,
  };
}

/** The file itself, or the mapping files below a folder: JSON files that name a mapping, schemas left out. */
function mappingFiles(folder: string): string[] {
  if (!existsSync(folder)) throw new UsageError(`${folder}: there is no such folder or file`);
  if (statSync(folder).isFile()) return [folder];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json') && !file.split(path.sep).includes('node_modules'))
    .map((file) => path.join(folder, file))
    .sort();
  if (files.length === 0) throw new UsageError(`${folder}: there are no mapping files (*.json)`);
  return files;
}
