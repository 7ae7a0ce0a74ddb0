import type { GeneratedValidator } from '../documents/validator';
import { describeShape } from '../failure';
import { compileCheck } from './compile/check';
import { compileContext } from './compile/context';
import type { Block, Environment, RuleInfo } from './compile/environment';
import { assertKeys, assertName } from './compile/environment';
import { compileFields } from './compile/fields';
import type { Frame, Run } from './compile/scope';
import { Scope, isRecord } from './compile/scope';
import type { CompileOptions, Context, Explained } from './compileMapping';
import type { JsonValue, Limits, Mapping } from './format';
import type { Issue } from './issue';
import { MappingError, withoutDoubles } from './issue';
import { schemaIssues } from './schemaIssues';
import { currencyMinorUnits } from './tables/currencyMinorUnits';
import { LIMIT_KEYS } from './vocabulary';

export const DEFAULT_LIMITS: Required<Limits> = {
  maxItems: 10_000,
  maxTextLength: 200_000,
  maxIssues: 100,
  maxVisits: 5_000_000,
};

/** A mapping turned into closures, for plain runs or (traced) for explain mode. */
export interface Program {
  /** Patterns of the input fields that rules read. */
  readonly reads: ReadonlySet<string>;
  run(input: unknown, context: Context | undefined): Explained;
}

/** Compiles a mapping whose `extends` is resolved. */
export function compileProgram(mapping: Mapping, options: CompileOptions, traced: boolean): Program {
  const environment: Environment = {
    mapping,
    traced,
    tables: tablesOf(mapping),
    limits: limitsOf(mapping),
    reads: new Set(),
    contextNames: new Set(Object.keys(mapping.context ?? {})),
    size: 0,
  };
  const frame: Frame = {
    parent: undefined,
    sourcePath: undefined,
    sourceBase: 'root',
    targetPath: '',
    repeated: false,
    listed: false,
    transparent: false,
  };
  const block: Block = { parent: undefined, frame, lets: new Map(), pattern: '', grouped: false };
  const top: RuleInfo = { key: '', target: '', personal: false };
  const fill = compileFields(mapping.let ?? {}, mapping.fields ?? {}, block, environment, top, '', 'fields');
  const checks = (mapping.checks ?? []).map((check, place) => compileCheck(check, block, environment, `checks[${place}]`));
  const contextOf = compileContext(mapping);
  const validate = validatorOf(mapping, options);
  const { maxIssues, maxVisits } = environment.limits;

  const fillAndCheck = (scope: Scope): Readonly<Record<string, unknown>> => {
    const { issues } = scope.run;
    fill(scope);
    if (scope.run.visitsLeft < 0 && issues.length === 0)
      issues.push(
        defect(
          mapping.id,
          'limits',
          'the record is too large: its lists have more entries to look at than the limit "maxVisits" allows',
        ),
      );
    if (issues.length === 0) for (const check of checks) check(scope);
    if (issues.length === 0 && validate !== undefined && !validate(scope.out))
      issues.push(...schemaIssues(mapping.id, mapping.target?.document ?? '', validate.errors ?? []));
    return scope.out;
  };

  const result = (
    output: Readonly<Record<string, unknown>> | undefined,
    issues: Issue[],
    fields: Explained['fields'],
  ): Explained => {
    if (issues.length === 0) return { output, issues, fields };
    return { output: undefined, issues: withoutDoubles(issues).slice(0, maxIssues), fields };
  };

  return {
    reads: environment.reads,
    run(input, given) {
      const issues: Issue[] = [];
      const context = contextOf(given, issues);
      const trace: Run['trace'] = traced ? [] : undefined;
      const fields = trace ?? [];
      if (!isRecord(input)) {
        issues.push(defect(mapping.id, 'input', `expected one record (an object), got ${describeShape(input)}`));
        return result(undefined, issues, fields);
      }
      const run: Run = {
        mappingId: mapping.id,
        root: input,
        context,
        issues,
        maxIssues,
        visitsLeft: maxVisits,
        trace,
        reads: traced ? [] : undefined,
      };
      const scope = new Scope(run, frame, undefined);
      scope.enter(input, 0, 0);
      scope.out = {};
      try {
        return result(fillAndCheck(scope), issues, fields);
      } catch (error) {
        // Records come from outside: whatever they hold, one of them must not stop the others.
        issues.push(
          defect(
            mapping.id,
            'engine',
            `the mapping engine failed on this record (${error instanceof Error ? error.name : 'unknown error'}); please report it`,
          ),
        );
        return result(undefined, issues, fields);
      }
    },
  };
}

/** An issue that is not about one rule. */
function defect(mappingId: string, rule: string, message: string): Issue {
  return { rule: `${mappingId}#${rule}`, source: '', target: '', message };
}

function validatorOf(mapping: Mapping, { validatorFor }: CompileOptions): GeneratedValidator | undefined {
  const documentType = mapping.target?.document;
  if (documentType === undefined || validatorFor === undefined) return undefined;
  const validate = validatorFor(documentType);
  if (validate === undefined) throw new MappingError('target.document', `"${documentType}" is not a document type`);
  return validate;
}

function limitsOf(mapping: Mapping): Required<Limits> {
  if (mapping.limits === undefined) return DEFAULT_LIMITS;
  assertKeys(mapping.limits, LIMIT_KEYS, 'limits', '"limits"');
  for (const [name, value] of Object.entries(mapping.limits)) {
    if (!Number.isSafeInteger(value) || (value as number) < 1)
      throw new MappingError(`limits.${name}`, 'expected a whole number above zero');
  }
  return { ...DEFAULT_LIMITS, ...mapping.limits };
}

/** The tables that every mapping has, with those of the file laid over them entry by entry. */
function tablesOf(mapping: Mapping): ReadonlyMap<string, ReadonlyMap<string, JsonValue>> {
  const tables = new Map<string, ReadonlyMap<string, JsonValue>>([
    ['currencyMinorUnits', new Map<string, JsonValue>(Object.entries(currencyMinorUnits))],
  ]);
  for (const [name, entries] of Object.entries(mapping.tables ?? {})) {
    assertName(name, 'tables');
    if (!isRecord(entries)) throw new MappingError(`tables.${name}`, 'a table is an object: text → value');
    tables.set(name, new Map([...(tables.get(name) ?? []), ...Object.entries(entries as Readonly<Record<string, JsonValue>>)]));
  }
  return tables;
}
