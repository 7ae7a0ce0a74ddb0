import type { GeneratedValidator } from '../documents/validator';
import { describeShape } from '../failure';
import { formatShortest, subtract } from '../decimal';
import { compileCalculation } from './compile/calculation';
import { compileCondition } from './compile/condition';
import type { Block, Environment, PathInfo, RuleInfo } from './compile/environment';
import { assertSafeKey, report } from './compile/environment';
import { compileFields } from './compile/block';
import { compilePath } from './compile/path';
import type { Frame, Run, TraceEntry } from './compile/scope';
import { FAILED, Scope } from './compile/scope';
import { schemaIssues } from './schemaIssues';
import type { Coverage } from './coverage';
import { coverageOf } from './coverage';
import type { ResolveMapping } from './extend';
import { resolveExtends } from './extend';
import type { Check, JsonValue, Limits, Mapping } from './format';
import type { Issue } from './issue';
import { MappingError } from './issue';
import { currencyMinorUnits } from './tables/currencyMinorUnits';

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

const DEFAULT_LIMITS: Required<Limits> = { maxItems: 10_000, maxTextLength: 200_000, maxIssues: 100 };
const MAX_RULES = 2_000;

/**
 * Compiles a mapping file to closures.
 *
 * @throws MappingError naming the place in the file, when the mapping itself is wrong
 */
export function compileMapping(source: Mapping, options: CompileOptions = {}): CompiledMapping {
  const mapping = resolveExtends(source, options.resolve ?? (() => undefined));
  if (JSON.stringify(mapping.fields ?? {}).split('{').length > MAX_RULES * 4) throw new MappingError('fields', 'the mapping is too large');
  const plain = compileProgram(mapping, options, false);
  let traced: Program | undefined;
  return {
    id: mapping.id,
    version: mapping.version,
    mapping,
    apply: (input, context) => plain.run(input, context),
    explain: (input, context) => {
      traced ??= compileProgram(mapping, options, true);
      return traced.run(input, context);
    },
    coverage: (input) => coverageOf(input, plain.reads),
  };
}

interface Program {
  readonly reads: ReadonlySet<string>;
  run(input: unknown, context: Context | undefined): Explained;
}

function compileProgram(mapping: Mapping, options: CompileOptions, traced: boolean): Program {
  const environment: Environment = { mapping, traced, tables: tablesOf(mapping), limits: { ...DEFAULT_LIMITS, ...mapping.limits }, reads: new Set() };
  const frame: Frame = { parent: undefined, sourcePath: undefined, targetPath: '', repeated: false, transparent: false };
  const block: Block = { parent: undefined, frame, lets: new Map(), pattern: '' };
  const fill = compileFields(mapping.let ?? {}, mapping.fields ?? {}, block, environment, '', 'fields');
  const checks = (mapping.checks ?? []).map((check, place) => compileCheck(check, block, environment, `checks[${place}]`));
  const contextOf = compileContext(mapping);
  const documentType = mapping.target?.document;
  const validate = documentType === undefined ? undefined : options.validatorFor?.(documentType);
  if (documentType !== undefined && options.validatorFor !== undefined && validate === undefined) throw new MappingError('target.document', `"${documentType}" is not a document type`);
  const { maxIssues } = environment.limits;

  return {
    reads: environment.reads,
    run(input, given) {
      const issues: Issue[] = [];
      const context = contextOf(given, issues);
      const run: Run = { mappingId: mapping.id, root: input, context, issues, maxIssues };
      if (traced) {
        run.trace = [];
        run.reads = [];
      }
      const fields = run.trace ?? [];
      if (typeof input !== 'object' || input === null || Array.isArray(input)) {
        issues.push({ rule: `${mapping.id}#input`, source: '', target: '', message: `expected one record (an object), got ${describeShape(input)}` });
        return { output: undefined, issues, fields };
      }
      const output: Record<string, unknown> = {};
      const scope = new Scope(run, frame, input, undefined, 0, 0, output);
      fill(scope);
      if (issues.length === 0) for (const check of checks) check(scope);
      if (issues.length === 0 && validate !== undefined && !validate(output)) issues.push(...schemaIssues(mapping.id, documentType ?? '', validate.errors ?? []));
      return { output: issues.length === 0 ? output : undefined, issues, fields };
    },
  };
}

function tablesOf(mapping: Mapping): ReadonlyMap<string, ReadonlyMap<string, JsonValue>> {
  const tables = new Map<string, ReadonlyMap<string, JsonValue>>([['currencyMinorUnits', new Map(Object.entries(currencyMinorUnits))]]);
  for (const [name, entries] of Object.entries(mapping.tables ?? {})) tables.set(name, new Map(Object.entries(entries)));
  return tables;
}

/** Named values from outside the record: only declared ones are taken, defaults filled in, required ones demanded. */
function compileContext(mapping: Mapping): (given: Context | undefined, issues: Issue[]) => Context {
  const entries = Object.entries(mapping.context ?? {});
  for (const [name] of entries) assertSafeKey(name, 'context');
  return (given, issues) => {
    const context: Record<string, unknown> = {};
    for (const [name, entry] of entries) {
      const value = (given !== undefined && Object.hasOwn(given, name) ? given[name] : undefined) ?? entry.default;
      if (value !== undefined && value !== null) context[name] = value;
      else if (entry.required === true) issues.push({ rule: `${mapping.id}#context ${name}`, source: '', target: '', message: `the context value "${name}" is required but was not given` });
    }
    return context;
  };
}

type RunCheck = (scope: Scope) => void;

function compileCheck(check: Check, block: Block, environment: Environment, where: string): RunCheck {
  const info: RuleInfo = { key: check.rule, target: check.target ?? '', personal: false };
  const holds = compileCondition(check.that, block, environment, info, `${where}.that`);
  const applies = check.when === undefined ? () => true : compileCondition(check.when, block, environment, info, `${where}.when`);
  const source: PathInfo | undefined = check.source === undefined ? undefined : compilePath(check.source, block, environment, `${where}.source`);
  const expected = check.compare === undefined ? undefined : compileCalculation(check.compare.expected, block, environment, info, `${where}.compare`);
  const actual = check.compare === undefined ? undefined : compileCalculation(check.compare.actual, block, environment, info, `${where}.compare`);
  return (scope) => {
    if (!applies(scope) || holds(scope)) return;
    const want = expected?.(scope);
    const got = actual?.(scope);
    const figures =
      want === undefined || got === undefined || want === FAILED || got === FAILED
        ? ''
        : `: expected ${formatShortest(want)}, got ${formatShortest(got)}, difference ${formatShortest(subtract(got, want))}`;
    report(scope, info, source, `${check.message}${figures}`);
  };
}
