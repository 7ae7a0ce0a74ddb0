import type { JsonValue, Path, Rule } from '../format';
import { MappingError } from '../issue';
import type { Yield } from '../steps/step';
import { compileAllocation } from './allocation';
import { compileCalculation } from './calculation';
import { compileCondition } from './condition';
import type { Block, Environment, PathInfo, RuleInfo } from './environment';
import { assertSafeKey } from './environment';
import type { CompiledPath, InnerField } from './path';
import { compilePath } from './path';
import type { Scope } from './scope';
import { compileJoin, compileList, compileTemplate } from './texts';

/** Reads a rule's value: `undefined` when missing, FAILED when a problem was reported. */
export type Read = (scope: Scope) => unknown;

export interface CompiledSource {
  readonly read: Read;
  readonly yields: Yield;
  /** Where the value comes from, for messages; undefined when it has no single place. */
  readonly source: PathInfo | undefined;
  /** Set when the value is one field of the current record, so that a reader can inline it. */
  readonly field?: string | undefined;
  readonly innerField?: InnerField | undefined;
  /** Set when it is always this value. */
  readonly fixed?: JsonValue;
}

/** Compiles the sources that yield one value (not lists and objects, which are blocks of rules). */
export function compileValueSource(
  rule: Rule,
  block: Block,
  environment: Environment,
  info: RuleInfo,
  where: string,
): CompiledSource {
  const path = (text: Path): CompiledPath => compilePath(text, block, environment, where);
  if (rule.from !== undefined) return compileFrom(rule.from, path, where);
  if (rule.const !== undefined) {
    const value = freeze(rule.const, where);
    return { read: () => value, yields: 'any', source: undefined, fixed: value };
  }
  if (rule.template !== undefined) return compileTemplate(rule.template, path, info, where);
  if (rule.join !== undefined) return compileJoin(rule.join, path, info, where);
  if (rule.list !== undefined) return compileList(rule.list, path, info, where);
  if (rule.calc !== undefined)
    return { read: compileCalculation(rule.calc, block, environment, info, where), yields: 'decimal', source: undefined };
  if (rule.is !== undefined)
    return { read: compileCondition(rule.is, block, environment, info, where), yields: 'any', source: undefined };
  if (rule.allocate !== undefined) return compileAllocation(rule.allocate, block, environment, info, where);
  throw new MappingError(where, 'the rule has no source');
}

function compileFrom(from: Path | readonly Path[], path: (text: Path) => CompiledPath, where: string): CompiledSource {
  const paths = (Array.isArray(from) ? (from as readonly Path[]) : [from as Path]).map(path);
  const [first, second] = paths;
  if (first === undefined) throw new MappingError(where, '"from" needs at least one path');
  if (second === undefined)
    return {
      read: first.get,
      yields: first.decimal ? 'decimal' : 'any',
      source: first,
      field: first.field,
      innerField: first.innerField,
    };
  if (paths.some(({ decimal }) => decimal !== first.decimal))
    throw new MappingError(where, 'the paths of "from" mix calculated values with others; use "cases"');
  const present = (value: unknown): boolean => value !== undefined && value !== '';
  return {
    read: (scope) => {
      for (const { get } of paths) {
        const value = get(scope);
        if (present(value)) return value;
      }
      return undefined;
    },
    yields: first.decimal ? 'decimal' : 'any',
    source: {
      pointer: (scope) => (paths.find(({ get }) => present(get(scope))) ?? first).pointer(scope),
      personal: paths.some(({ personal }) => personal),
    },
  };
}

/** Constants are shared by all records, so nobody may change them. */
function freeze(value: JsonValue, where: string): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  for (const [key, inner] of Object.entries(value)) {
    assertSafeKey(key, where);
    freeze(inner as JsonValue, where);
  }
  return Object.freeze(value);
}
