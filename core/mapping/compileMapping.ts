import type { GeneratedValidator } from '../documents/validator';
import type { TraceEntry } from './compile/scope';
import type { Coverage } from './coverage';
import { coverageOf } from './coverage';
import type { ResolveMapping } from './extend';
import { resolveExtends } from './extend';
import type { Mapping } from './format';
import { assertInvertible } from './invertible';
import type { Issue } from './issue';
import { MappingError } from './issue';
import type { Program } from './program';
import { compileProgram } from './program';
import { assertForm } from './form';

export interface CompileOptions {
  /** Finds the mapping named by `extends`. */
  readonly resolve?: ResolveMapping;
  /** Validator of the target document type; without it the output is not validated. */
  readonly validatorFor?: (documentType: string) => GeneratedValidator | undefined;
}

export type Context = Readonly<Record<string, unknown>>;

export interface Applied {
  /** The document; `undefined` when there are issues. */
  readonly output: Readonly<Record<string, unknown>> | undefined;
  readonly issues: readonly Issue[];
}

export interface Explained extends Applied {
  /** For each output field: the rule, what it read and what came out. Personal values are shown: it is the caller's own record. */
  readonly fields: readonly TraceEntry[];
}

export interface CompiledMapping {
  readonly id: string;
  readonly version: string;
  /** The mapping with `extends` resolved. */
  readonly mapping: Mapping;
  /** Maps one record. Never throws for bad records: it returns located issues instead. */
  apply(input: unknown, context?: Context): Applied;
  /** Maps one record and says for every output field where it came from. */
  explain(input: unknown, context?: Context): Explained;
  /** Lists which fields of an input some rule reads and which nobody reads. */
  coverage(input: unknown): Coverage;
}

/**
 * Compiles a mapping file to closures.
 *
 * @throws MappingError naming the place in the file, when the mapping itself is wrong
 */
export function compileMapping(source: Mapping, options: CompileOptions = {}): CompiledMapping {
  assertForm(source);
  const mapping = resolveExtends(source, options.resolve ?? (() => undefined));
  if (mapping !== source) assertForm(mapping);
  const plain = compileSafely(mapping, options, false);
  assertInvertible(mapping);
  let traced: Program | undefined;
  return {
    id: mapping.id,
    version: mapping.version,
    mapping,
    apply: (input, context) => {
      const { output, issues } = plain.run(input, context);
      return { output, issues };
    },
    explain: (input, context) => {
      traced ??= compileSafely(mapping, options, true);
      return traced.run(input, context);
    },
    coverage: (input) => coverageOf(input, plain.reads),
  };
}

/** Files that passed no schema can hold anything: what the compiler stumbles over is a fault of the file as well. */
function compileSafely(mapping: Mapping, options: CompileOptions, traced: boolean): Program {
  let problem: MappingError;
  try {
    return compileProgram(mapping, options, traced);
  } catch (error) {
    problem =
      error instanceof MappingError
        ? error
        : new MappingError('mapping', 'the file does not have the form of a mapping; check it against mapping.schema.json');
  }
  throw problem;
}
