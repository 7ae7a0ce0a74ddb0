import type { Decimal } from '../../decimal';
import type { Case, Rule } from '../format';
import { MappingError } from '../issue';
import type { Yield } from '../steps/compileStep';
import { compileStep, printDecimal } from '../steps/compileStep';
import { compileBlockSource } from './block';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { report } from './environment';
import type { CompiledSource, Read } from './source';
import { SOURCE_KEYS, compileValueSource } from './source';
import { FAILED } from './scope';

const MAX_STEPS = 20;

export interface CompiledRule {
  /** The value; a Decimal is still a Decimal. */
  readonly read: Read;
  readonly yields: Yield;
}

/** Compiles one rule: source, then steps, then what happens when nothing is there. */
export function compileRule(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledRule {
  const source = compileSource(rule, block, environment, info, where);
  const steps = rule.steps ?? [];
  if (steps.length > MAX_STEPS) throw new MappingError(where, `a rule has at most ${MAX_STEPS} steps`);

  let { read, yields } = source;
  for (const [place, step] of steps.entries()) {
    const compiled = compileStep(step, { block, environment, rule: info, where: `${where}.steps[${place}]`, source: source.source, incoming: yields });
    const before = read;
    const { apply } = compiled;
    read = (scope) => {
      const value = before(scope);
      return value === undefined || value === FAILED ? value : apply(value, scope);
    };
    yields = compiled.yields;
  }

  if (rule.default !== undefined && rule.default !== null) {
    const before = read;
    const fallback = rule.default;
    if (yields !== 'any') {
      const wasFixed = yields;
      read = (scope) => {
        const value = before(scope);
        if (value === FAILED) return value;
        return value === undefined ? fallback : printDecimal(value as Decimal, wasFixed);
      };
      yields = 'any';
    } else read = (scope) => before(scope) ?? fallback;
  }
  if (rule.required === true) {
    const before = read;
    read = (scope) => before(scope) ?? report(scope, info, source.source, 'a value is required here, but the input has none');
  }
  if (rule.when !== undefined) {
    const before = read;
    const test = compileCondition(rule.when, block, environment, info, `${where}.when`);
    read = (scope) => (test(scope) ? before(scope) : undefined);
  }
  return { read, yields };
}

function compileSource(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  const isBlock = rule.each !== undefined || rule.object !== undefined || rule.fields !== undefined || rule.use !== undefined;
  const named = SOURCE_KEYS.filter((key) => rule[key] !== undefined);
  if (named.length + (isBlock ? 1 : 0) !== 1) {
    const found = [...named, ...(isBlock ? ['each/object/fields'] : [])];
    throw new MappingError(where, found.length === 0 ? `a rule needs one source: ${SOURCE_KEYS.join(', ')}, each, object or fields` : `a rule has one source, this one has ${found.join(' and ')}`);
  }
  if (isBlock) return compileBlockSource(rule, block, environment, info, where);
  if (rule.cases !== undefined) return compileCases(rule.cases, block, environment, info, where);
  if (rule.concat !== undefined) return compileConcat(rule.concat, block, environment, info, where);
  const compiled = compileValueSource(rule, block, environment, info, where);
  if (compiled === undefined) throw new MappingError(where, 'the rule has no source');
  return compiled;
}

/** The first case whose condition holds; `else: true` (or no `when`) holds always. */
function compileCases(cases: readonly Case[], block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  const compiled = cases.map((entry, place) => {
    const at = `${where}.cases[${place}]`;
    const { when, else: isElse, ...rest } = entry;
    if (when === undefined && isElse !== true) throw new MappingError(at, 'a case has "when", or "else": true as the last one');
    return { test: when === undefined ? () => true : compileCondition(when, block, environment, info, at), rule: compileRule(rest, block, environment, info, at) };
  });
  const yields: Yield = compiled.every(({ rule }) => rule.yields === compiled[0]?.rule.yields) ? (compiled[0]?.rule.yields ?? 'any') : 'any';
  const reads = compiled.map(({ test, rule }) => ({ test, read: yields === 'any' ? printed(rule) : rule.read }));
  return {
    yields,
    source: undefined,
    read: (scope) => {
      for (const { test, read } of reads) if (test(scope)) return read(scope);
      return undefined;
    },
  };
}

function compileConcat(parts: readonly Rule[], block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  const reads = parts.map((part, place) => printed(compileRule(part, block, environment, info, `${where}.concat[${place}]`)));
  return {
    yields: 'any',
    source: undefined,
    read: (scope) => {
      const output: unknown[] = [];
      let failed = false;
      for (const read of reads) {
        const value = read(scope);
        if (value === FAILED) failed = true;
        else if (Array.isArray(value)) output.push(...(value as unknown[]));
        else if (value !== undefined) output.push(value);
      }
      return failed ? FAILED : output;
    },
  };
}

/** The value as it is written: decimals as text, also inside a list. */
export function printed({ read, yields }: CompiledRule): Read {
  if (yields === 'any') return read;
  const print = (value: unknown): unknown => printDecimal(value as Decimal, yields);
  return (scope) => {
    const value = read(scope);
    if (value === undefined || value === FAILED) return value;
    return Array.isArray(value) ? value.map(print) : print(value);
  };
}
