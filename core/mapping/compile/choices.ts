import type { Case, Rule } from '../format';
import { MappingError } from '../issue';
import type { Yield } from '../steps/step';
import { CASE_KEYS } from '../vocabulary';
import type { Test } from './condition';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, report } from './environment';
import { printed } from './finish';
import { compileRule } from './rule';
import { FAILED } from './scope';
import type { CompiledSource, Read } from './source';

const always: Test = () => true;

/** The first case whose condition holds; `else: true` holds always and stands last. */
export function compileCases(
  cases: readonly Case[],
  block: Block,
  environment: Environment,
  info: RuleInfo,
  where: string,
): CompiledSource {
  if (!Array.isArray(cases) || cases.length === 0) throw new MappingError(where, '"cases" needs a list of cases');
  const compiled = (cases as readonly Case[]).map((entry, place) => {
    const at = `${where}.cases[${place}]`;
    assertKeys(entry, CASE_KEYS, at, 'a case');
    const { when, else: isElse, ...rest } = entry as Case;
    if (isElse === true && place < cases.length - 1)
      throw new MappingError(at, '"else" stands last: the cases after it would never be reached');
    if ((when === undefined) !== (isElse === true))
      throw new MappingError(at, 'a case has "when", or "else": true as the last one');
    const test: Test = when === undefined ? always : compileCondition(when, block, environment, info, at);
    return { test, rule: compileRule(rest, block, environment, info, at) };
  });
  const first = compiled[0]?.rule.yields ?? 'any';
  const yields: Yield = compiled.every(({ rule }) => rule.yields === first) ? first : 'any';
  const choices = compiled.map(({ test, rule }) => ({
    test,
    read: yields === 'any' ? printed(rule) : rule.read,
    fixed: rule.fixed,
  }));
  const [one, other, ...more] = choices;
  if (one?.fixed !== undefined && other?.fixed !== undefined && other.test === always && more.length === 0) {
    // One fixed value or another: nothing has to be called for it.
    const { test, fixed: yes } = one;
    const { fixed: no } = other;
    return { yields, source: undefined, read: (scope) => (test(scope) ? yes : no) };
  }
  // From the last to the first, so that each choice knows what comes after it.
  const read = choices.reduceRight<Read>(
    (after, { test, read: chosen }) => (test === always ? chosen : (scope) => (test(scope) ? chosen(scope) : after(scope))),
    () => undefined,
  );
  return { yields, source: undefined, read };
}

/** Joins lists and single values to one list; a part that failed makes the whole fail, after all parts were looked at. */
export function compileConcat(
  parts: readonly Rule[],
  block: Block,
  environment: Environment,
  info: RuleInfo,
  where: string,
): CompiledSource {
  if (!Array.isArray(parts) || parts.length === 0) throw new MappingError(where, '"concat" needs a list of rules');
  const { maxItems } = environment.limits;
  const reads = (parts as readonly Rule[]).map((part, place) =>
    printed(compileRule(part, block, environment, { ...info, listed: true }, `${where}.concat[${place}]`)),
  );
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
      if (output.length > maxItems)
        return report(scope, info, undefined, `the list has ${output.length} entries; the limit is ${maxItems}`);
      return failed ?? output;
    },
  };
}
