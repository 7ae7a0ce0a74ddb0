import { allocate, toDecimal } from '../../decimal';
import type { Decimal } from '../../decimal';
import { describeShape } from '../../failure';
import type { Allocation, JsonValue, Path, Rule } from '../format';
import { MappingError } from '../issue';
import type { Yield } from '../steps/compileStep';
import { compileCalculation, compileScale, inspectionBlock } from './calculation';
import { compileCondition } from './condition';
import type { Block, Environment, PathInfo, RuleInfo } from './environment';
import { report } from './environment';
import { compileListPath, compilePath } from './path';
import { FAILED, Scope } from './scope';

/** Reads a rule's value: `undefined` when missing, FAILED when a problem was reported. */
export type Read = (scope: Scope) => unknown;

export interface CompiledSource {
  readonly read: Read;
  readonly yields: Yield;
  /** Where the value comes from, for messages; undefined when it has no single place. */
  readonly source: PathInfo | undefined;
}

/** Keys of which a rule has exactly one. `fields`/`use` count through `each` or `object`, or alone. */
export const SOURCE_KEYS = ['from', 'const', 'template', 'join', 'list', 'calc', 'is', 'allocate', 'cases', 'concat'] as const;

/** Compiles the sources that yield one value (not lists and objects, which are blocks of rules). */
export function compileValueSource(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource | undefined {
  const path = (text: Path) => compilePath(text, block, environment, where);
  if (rule.from !== undefined) return compileFrom(rule.from, path, where);
  if (rule.const !== undefined) {
    const value = Object.freeze(rule.const) as JsonValue;
    return { read: () => value, yields: 'any', source: undefined };
  }
  if (rule.template !== undefined) return compileTemplate(rule.template, path, info, where);
  if (rule.join !== undefined) {
    const { paths, with: separator } = rule.join;
    return { ...compileTexts(paths.map(path), info, (parts) => (parts.length === 0 ? undefined : parts.join(separator))) };
  }
  if (rule.list !== undefined) return compileTexts(rule.list.map(path), info, (parts) => (parts.length === 0 ? undefined : parts));
  if (rule.calc !== undefined) return { read: compileCalculation(rule.calc, block, environment, info, where), yields: 'decimal', source: undefined };
  if (rule.is !== undefined) return { read: compileCondition(rule.is, block, environment, info, where), yields: 'any', source: undefined };
  if (rule.allocate !== undefined) return compileAllocation(rule.allocate, block, environment, info, where);
  return undefined;
}

function compileFrom(from: Path | readonly Path[], path: (text: Path) => ReturnType<typeof compilePath>, where: string): CompiledSource {
  const paths = (typeof from === 'string' ? [from] : from).map(path);
  const [first, second] = paths;
  if (first === undefined) throw new MappingError(where, '"from" needs at least one path');
  if (second === undefined) return { read: first.get, yields: first.decimal ? 'decimal' : 'any', source: first };
  const present = (value: unknown): boolean => value !== undefined && value !== '';
  return {
    read: (scope) => {
      for (const { get } of paths) {
        const value = get(scope);
        if (present(value)) return value;
      }
      return undefined;
    },
    yields: paths.every(({ decimal }) => decimal) ? 'decimal' : 'any',
    source: { pointer: (scope) => (paths.find(({ get }) => present(get(scope))) ?? first).pointer(scope) },
  };
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'boolean' ? String(value) : undefined;
}

function compileTexts(paths: readonly ReturnType<typeof compilePath>[], info: RuleInfo, combine: (parts: string[]) => unknown): CompiledSource {
  const [first] = paths;
  return {
    yields: 'any',
    source: first,
    read: (scope) => {
      const parts: string[] = [];
      for (const path of paths) {
        const value = path.get(scope);
        if (value === undefined || value === '') continue;
        const text = asText(value);
        if (text === undefined) return report(scope, info, path, `expected text, got ${describeShape(value)}`);
        parts.push(text);
      }
      return combine(parts);
    },
  };
}

/** `"{last_name} {first_name}"`: a missing part makes the whole value missing. `{{` and `}}` stand for braces. */
function compileTemplate(template: string, path: (text: Path) => ReturnType<typeof compilePath>, info: RuleInfo, where: string): CompiledSource {
  const parts: (string | ReturnType<typeof compilePath>)[] = [];
  const pattern = /\{\{|\}\}|\{([^{}]+)\}|[{}]/g;
  let from = 0;
  for (const match of template.matchAll(pattern)) {
    parts.push(template.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1] !== undefined) parts.push(path(match[1]));
    else if (match[0].length === 2) parts.push(match[0].charAt(0));
    else throw new MappingError(where, `the template has a single "${match[0]}"`);
  }
  parts.push(template.slice(from));
  const first = parts.find((part) => typeof part !== 'string') as PathInfo | undefined;
  return {
    yields: 'any',
    source: first,
    read: (scope) => {
      let result = '';
      for (const part of parts) {
        if (typeof part === 'string') {
          result += part;
          continue;
        }
        const value = part.get(scope);
        if (value === undefined) return undefined;
        const text = asText(value);
        if (text === undefined) return report(scope, info, part, `expected text, got ${describeShape(value)}`);
        result += text;
      }
      return result;
    },
  };
}

/** Shares an amount among records by the largest remainder; yields the list of shares. */
function compileAllocation(allocation: Allocation, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  const amount = compileCalculation(allocation.amount, block, environment, info, where);
  const scale = compileScale(allocation.scale, block, environment, info, where);
  const list = compileListPath(allocation.over, block, environment, where);
  const inner = inspectionBlock(list, block);
  const test = allocation.where === undefined ? undefined : compileCondition(allocation.where, inner.block, environment, info, where);
  const weigh = compileCalculation(allocation.by, inner.block, environment, info, where);
  const zero = toDecimal(0) as Decimal;
  return {
    yields: 'decimalFixed',
    source: list,
    read: (scope) => {
      const total = amount(scope) ?? zero;
      if (total === FAILED) return FAILED;
      const digits = scale(scope);
      if (digits === FAILED) return FAILED;
      const weights: Decimal[] = [];
      let failed = false;
      let place = 0;
      list.forEach(scope, (record) => {
        const own = new Scope(scope.run, inner.frame, record, scope, place, place, scope.out);
        place++;
        if (test !== undefined && !test(own)) return;
        const weight = weigh(own) ?? zero;
        if (weight === FAILED) failed = true;
        else weights.push(weight);
      });
      if (failed) return FAILED;
      if (weights.length === 0 && total.units === 0) return [];
      return allocate(total, weights, digits) ?? report(scope, info, list, 'the amount cannot be shared among these records: it has too many decimals, there are none, or a weight is negative');
    },
  };
}
