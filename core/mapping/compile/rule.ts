import type { Rule } from '../format';
import { MappingError } from '../issue';
import { compileSteps } from '../steps/compileStep';
import type { StepContext, Yield } from '../steps/step';
import type { JsonValue } from '../format';
import { BLOCK_SOURCES, EACH_ONLY, RULE_KEYS, VALUE_SOURCES } from '../vocabulary';
import { compileBlockSource } from './block';
import { compileCases, compileConcat } from './choices';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, countPart, report } from './environment';
import type { RuleEnd } from './finish';
import { applySteps, finish, readTextField, textFieldOf } from './finish';
import type { CompiledSource, Read } from './source';
import { compileValueSource } from './source';

const MAX_STEPS = 20;

export interface CompiledRule {
  /** The value; a Decimal is still a Decimal. */
  readonly read: Read;
  readonly yields: Yield;
  /** Set when it is always this value. */
  readonly fixed?: JsonValue | undefined;
}

/** Compiles one rule: source, then steps, then what happens when nothing is there. */
export function compileRule(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledRule {
  countPart(environment, where);
  assertRule(rule, where);
  const own: RuleInfo = rule.personal === true && !info.personal ? { ...info, personal: true } : info;
  const compiled = compileUnconditional(rule, block, environment, own, where);
  if (rule.when === undefined) return compiled;
  const { read, yields } = compiled;
  const test = compileCondition(rule.when, block, environment, own, `${where}.when`);
  return { read: (scope) => (test(scope) ? read(scope) : undefined), yields };
}

function compileUnconditional(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledRule {
  const source = compileSource(rule, block, environment, info, where);
  const end = endOf(rule, info, source);
  const given = rule.steps ?? [];
  if (given.length > MAX_STEPS) throw new MappingError(where, `a rule has at most ${MAX_STEPS} steps`);
  const context: StepContext = { block, environment, rule: info, where, source: source.source, incoming: source.yields };
  const steps = compileSteps(given, context);
  const [first, ...others] = steps;
  if (first === undefined) return { ...finish(source.read, undefined, source.yields, end), fixed: source.fixed };
  const field = textFieldOf(source, first, context);
  if (field !== undefined && others.length === 0) return { read: readTextField(field, end), yields: 'any' };
  const before = field === undefined ? source.read : readTextField(field, {});
  const rest = field === undefined ? steps : others;
  const last = rest.at(-1);
  return finish(applySteps(source, before, rest.slice(0, -1)), last?.apply, last?.yields ?? 'any', end);
}

function endOf(rule: Rule, info: RuleInfo, { source }: CompiledSource): RuleEnd {
  const missing: RuleEnd['missing'] = (value, scope) =>
    report(scope, info, source, `a value is required here, but the input has ${value === '' ? 'empty text' : 'none'}`);
  return { fallback: rule.default ?? undefined, missing: rule.required === true ? missing : undefined };
}

/** Refuses keys that nobody knows, and keys that would be ignored where they stand. */
function assertRule(rule: Rule, where: string): void {
  assertKeys(rule, RULE_KEYS, where, 'a rule');
  const sources: string[] = VALUE_SOURCES.filter((key) => rule[key] !== undefined);
  if (BLOCK_SOURCES.some((key) => rule[key] !== undefined))
    sources.push(rule.each !== undefined && rule.object !== undefined ? 'each and object' : 'each/object/fields');
  if (sources.length === 0)
    throw new MappingError(where, `a rule needs one source: ${[...VALUE_SOURCES, ...BLOCK_SOURCES].join(', ')}`);
  if (sources.length > 1 || sources[0] === 'each and object')
    throw new MappingError(where, `a rule has one source, this one has ${sources.join(' and ')}`);
  const isBlock = sources[0] === 'each/object/fields';
  for (const key of EACH_ONLY) {
    if (rule[key] !== undefined && rule.each === undefined)
      throw new MappingError(where, `"${key}" only has a meaning beside "each"`);
  }
  if (rule.let !== undefined && !isBlock)
    throw new MappingError(where, '"let" only has a meaning beside "each", "object" or "fields"');
  if (rule.value !== undefined && (rule.fields !== undefined || rule.use !== undefined || rule.let !== undefined)) {
    throw new MappingError(where, 'beside "each" stands either "value" or "fields", "use" and "let"');
  }
}

function compileSource(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  if (BLOCK_SOURCES.some((key) => rule[key] !== undefined)) return compileBlockSource(rule, block, environment, info, where);
  if (rule.cases !== undefined) return compileCases(rule.cases, block, environment, info, where);
  if (rule.concat !== undefined) return compileConcat(rule.concat, block, environment, info, where);
  return compileValueSource(rule, block, environment, info, where);
}
