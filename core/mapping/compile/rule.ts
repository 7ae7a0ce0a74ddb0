import type { Decimal } from '../../decimal';
import type { Case, JsonValue, Rule } from '../format';
import { MappingError } from '../issue';
import { compileSteps } from '../steps/compileStep';
import type { Apply, ChangeText, StepContext, Yield } from '../steps/step';
import { printDecimal, textOfOther } from '../steps/step';
import { sameText } from '../steps/textSteps';
import { BLOCK_SOURCES, CASE_KEYS, EACH_ONLY, RULE_KEYS, VALUE_SOURCES } from '../vocabulary';
import { compileBlockSource } from './block';
import type { Test } from './condition';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, countPart, report } from './environment';
import type { InnerField } from './path';
import { readInner } from './path';
import type { CompiledSource, Read } from './source';
import { compileValueSource } from './source';
import type { Scope } from './scope';
import { FAILED } from './scope';

const MAX_STEPS = 20;

export interface CompiledRule {
  /** The value; a Decimal is still a Decimal. */
  readonly read: Read;
  readonly yields: Yield;
  /** Set when it is always this value. */
  readonly fixed?: JsonValue | undefined;
  /** Set when the rule is what most rules are, a text field of the current record: writers then do it all in one function. */
  readonly textField?: TextField | undefined;
  /** The rule's last parts on their own, when it has no condition and yields no Decimal, so that a writer can take them over. */
  readonly parts?: RuleParts | undefined;
}

/** What a writer needs to finish a rule by itself. */
export interface RuleParts {
  readonly before: Read;
  /** The last step. */
  readonly last: Apply | undefined;
  readonly fallback: JsonValue | undefined;
  /** Reports that a required value is missing; undefined when it may be. */
  readonly missing: ((value: unknown, scope: Scope) => typeof FAILED) | undefined;
}

/** A field of the current record, or of an object in it, made text and changed by steps. */
export interface TextField {
  /** The field, unless it is an inner one. */
  readonly key: string;
  readonly inner: InnerField | undefined;
  /** What the steps do; undefined when they only make text of it. */
  readonly change: ChangeText | undefined;
  /** For values that are not text, or too long. */
  readonly other: Apply;
  readonly fallback: JsonValue | undefined;
  /** Reports that a required value is missing; undefined when it may be. */
  readonly missing: ((value: unknown, scope: Scope) => typeof FAILED) | undefined;
}

/** Compiles one rule: source, then steps, then what happens when nothing is there. */
export function compileRule(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledRule {
  countPart(environment, where);
  assertRule(rule, where);
  const own: RuleInfo = rule.personal === true && !info.personal ? { ...info, personal: true } : info;
  const source = compileSource(rule, block, environment, own, where);
  const { read, yields, textField, before, last } = withSteps(rule, source, block, environment, own, where);
  const settled = withDefault(rule, read, yields);
  const missing = rule.required === true ? compileMissing(own, source) : undefined;
  const demanded = missing === undefined ? settled.read : withRequired(settled.read, missing);
  if (rule.when === undefined) {
    const end = { fallback: rule.default ?? undefined, missing };
    return {
      read: demanded,
      yields: settled.yields,
      textField: textField === undefined ? undefined : { ...textField, ...end },
      parts: yields === 'any' ? { before, last, ...end } : undefined,
      fixed: last === undefined ? source.fixed : undefined,
    };
  }
  const test = compileCondition(rule.when, block, environment, own, `${where}.when`);
  return { read: (scope) => (test(scope) ? demanded(scope) : undefined), yields: settled.yields };
}

/** Refuses keys that nobody knows, and keys that would be ignored where they stand. */
function assertRule(rule: Rule, where: string): void {
  assertKeys(rule, RULE_KEYS, where, 'a rule');
  const sources: string[] = VALUE_SOURCES.filter((key) => rule[key] !== undefined);
  if (BLOCK_SOURCES.some((key) => rule[key] !== undefined)) sources.push(rule.each !== undefined && rule.object !== undefined ? 'each and object' : 'each/object/fields');
  if (sources.length === 0) throw new MappingError(where, `a rule needs one source: ${[...VALUE_SOURCES, ...BLOCK_SOURCES].join(', ')}`);
  if (sources.length > 1 || sources[0] === 'each and object') throw new MappingError(where, `a rule has one source, this one has ${sources.join(' and ')}`);
  const isBlock = sources[0] === 'each/object/fields';
  for (const key of EACH_ONLY) {
    if (rule[key] !== undefined && rule.each === undefined) throw new MappingError(where, `"${key}" only has a meaning beside "each"`);
  }
  if (rule.let !== undefined && !isBlock) throw new MappingError(where, '"let" only has a meaning beside "each", "object" or "fields"');
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

interface Stepped extends Pick<RuleParts, 'before' | 'last'> {
  readonly read: Read;
  readonly yields: Yield;
  readonly textField?: TextField | undefined;
}

function withSteps(rule: Rule, source: CompiledSource, block: Block, environment: Environment, info: RuleInfo, where: string): Stepped {
  const { read, yields } = source;
  const given = rule.steps ?? [];
  if (given.length > MAX_STEPS) throw new MappingError(where, `a rule has at most ${MAX_STEPS} steps`);
  const context: StepContext = { block, environment, rule: info, where, source: source.source, incoming: yields };
  const [first, ...others] = compileSteps(given, context);
  if (first === undefined) return { read, yields, before: read, last: undefined };
  const { field, innerField } = source;
  const isTextField = first.change !== undefined && (field !== undefined || innerField !== undefined);
  const textField = isTextField ? compileTextField(field ?? '', innerField, first.change, context) : undefined;
  let before = read;
  let last: Apply | undefined = first.apply;
  let result = textField === undefined ? applyFirst(source, last) : readTextField(textField, environment.limits.maxTextLength);
  for (const { apply } of others) {
    before = result;
    last = apply;
    result = applyStep(before, last);
  }
  return { read: result, yields: (others.at(-1) ?? first).yields, textField: others.length === 0 ? textField : undefined, before, last };
}

function applyFirst({ field, read }: CompiledSource, apply: Apply): Read {
  if (field === undefined) return applyStep(read, apply);
  return (scope) => {
    const value = scope.record[field];
    return value === undefined || value === null ? undefined : apply(value, scope);
  };
}

function applyStep(before: Read, apply: Apply): Read {
  return (scope) => {
    const value = before(scope);
    return value === undefined || value === FAILED ? value : apply(value, scope);
  };
}

function compileTextField(key: string, inner: InnerField | undefined, change: ChangeText, context: StepContext): TextField {
  return { key, inner, change: change === sameText ? undefined : change, other: textOfOther(context, change), fallback: undefined, missing: undefined };
}

function readTextField({ key, inner, change, other }: TextField, maxTextLength: number): Read {
  return (scope) => {
    const value = inner === undefined ? scope.record[key] : readInner(inner, scope);
    if (typeof value === 'string' && value.length <= maxTextLength) return change === undefined ? value : change(value, scope);
    return value === undefined || value === null ? undefined : other(value, scope);
  };
}

function withDefault(rule: Rule, read: Read, yields: Yield): CompiledRule {
  const fallback = rule.default;
  if (fallback === undefined || fallback === null) return { read, yields };
  if (yields === 'any') return { read: (scope) => read(scope) ?? fallback, yields };
  // The default is written as it stands, so what was calculated is printed here already.
  return { read: (scope) => print(read(scope), yields) ?? fallback, yields: 'any' };
}

function compileMissing(info: RuleInfo, { source }: CompiledSource): (value: unknown, scope: Scope) => typeof FAILED {
  return (value, scope) => report(scope, info, source, `a value is required here, but the input has ${value === '' ? 'empty text' : 'none'}`);
}

function withRequired(read: Read, missing: (value: unknown, scope: Scope) => typeof FAILED): Read {
  return (scope) => {
    const value = read(scope);
    return value === undefined || value === '' ? missing(value, scope) : value;
  };
}

const always: Test = () => true;

/** The first case whose condition holds; `else: true` holds always and stands last. */
function compileCases(cases: readonly Case[], block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  if (!Array.isArray(cases) || cases.length === 0) throw new MappingError(where, '"cases" needs a list of cases');
  const compiled = (cases as readonly Case[]).map((entry, place) => {
    const at = `${where}.cases[${place}]`;
    assertKeys(entry, CASE_KEYS, at, 'a case');
    const { when, else: isElse, ...rest } = entry as Case;
    if (isElse === true && place < cases.length - 1) throw new MappingError(at, '"else" stands last: the cases after it would never be reached');
    if ((when === undefined) !== (isElse === true)) throw new MappingError(at, 'a case has "when", or "else": true as the last one');
    const test: Test = when === undefined ? always : compileCondition(when, block, environment, info, at);
    return { test, rule: compileRule(rest, block, environment, info, at) };
  });
  const first = compiled[0]?.rule.yields ?? 'any';
  const yields: Yield = compiled.every(({ rule }) => rule.yields === first) ? first : 'any';
  const choices = compiled.map(({ test, rule }) => ({ test, read: yields === 'any' ? printed(rule) : rule.read, fixed: rule.fixed }));
  const [one, other, ...more] = choices;
  if (one?.fixed !== undefined && other?.fixed !== undefined && other.test === always && more.length === 0) {
    // One fixed value or another: nothing has to be called for it.
    const { test, fixed: yes } = one;
    const { fixed: no } = other;
    return { yields, source: undefined, read: (scope) => (test(scope) ? yes : no) };
  }
  // From the last to the first, so that each choice knows what comes after it.
  const read = choices.reduceRight<Read>((after, { test, read: chosen }) => (test === always ? chosen : (scope) => (test(scope) ? chosen(scope) : after(scope))), () => undefined);
  return { yields, source: undefined, read };
}

/** Joins lists and single values to one list; a part that failed makes the whole fail, after all parts were looked at. */
function compileConcat(parts: readonly Rule[], block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  if (!Array.isArray(parts) || parts.length === 0) throw new MappingError(where, '"concat" needs a list of rules');
  const { maxItems } = environment.limits;
  const reads = (parts as readonly Rule[]).map((part, place) => printed(compileRule(part, block, environment, { ...info, listed: true }, `${where}.concat[${place}]`)));
  return {
    yields: 'any',
    source: undefined,
    read: (scope) => {
      const output: unknown[] = [];
      let failed: typeof FAILED | undefined;
      const before = scope.partOffset;
      for (const read of reads) {
        // Messages name the place in the joined list.
        scope.partOffset = before + output.length;
        const value = read(scope);
        if (value === FAILED) failed = FAILED;
        else if (Array.isArray(value)) for (const entry of value as unknown[]) output.push(entry);
        else if (value !== undefined) output.push(value);
      }
      scope.partOffset = before;
      if (output.length > maxItems) return report(scope, info, undefined, `the list has ${output.length} entries; the limit is ${maxItems}`);
      return failed ?? output;
    },
  };
}

/** The value as it is written: decimals as text, also inside a list. */
export function printed({ read, yields }: CompiledRule): Read {
  return yields === 'any' ? read : (scope) => print(read(scope), yields);
}

function print(value: unknown, yields: Yield): unknown {
  if (value === undefined || value === FAILED) return value;
  if (Array.isArray(value)) return (value as readonly Decimal[]).map((entry) => printDecimal(entry, yields));
  return printDecimal(value as Decimal, yields);
}

