import type { Applied, CompileOptions, Fields, Mapping } from '../../../../core/mapping';
import { compileMapping } from '../../../../core/mapping';

/** A mapping file with these fields and whatever else a test needs. */
export function mappingOf(fields: Fields, rest: Partial<Mapping> = {}): Mapping {
  return { id: 'test', version: '1', fields, ...rest };
}

/** Compiles and runs in one go. */
export function map(fields: Fields, input: unknown, rest: Partial<Mapping> = {}, options: CompileOptions = {}): Applied {
  return compileMapping(mappingOf(fields, rest), options).apply(input);
}

/** The output of a mapping that must succeed. */
export function outputOf(fields: Fields, input: unknown, rest: Partial<Mapping> = {}): unknown {
  const { output, issues } = map(fields, input, rest);
  if (output === undefined) throw new Error(`refused: ${JSON.stringify(issues)}`);
  return output;
}

/** Each issue as `source → target: message`. */
export function problemsOf(fields: Fields, input: unknown, rest: Partial<Mapping> = {}): string[] {
  return map(fields, input, rest).issues.map(({ source, target, message }) => `${source} → ${target}: ${message}`);
}
