import { formatShortest, subtract } from '../../decimal';
import type { Check } from '../format';
import { MappingError } from '../issue';
import { CHECK_KEYS } from '../vocabulary';
import { compileCalculation } from './calculation';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, report } from './environment';
import { compileListPath } from './listPath';
import { FAILED } from './scope';
import type { Scope } from './scope';

export type RunCheck = (scope: Scope) => void;

/** Compiles one check of the whole record: reported only when no rule failed before it. */
export function compileCheck(check: Check, block: Block, environment: Environment, where: string): RunCheck {
  assertKeys(check, CHECK_KEYS, where, 'a check');
  const { rule, that, when, message, compare, source: sourcePath, target = '' } = check as Check;
  if (typeof rule !== 'string' || typeof message !== 'string' || typeof target !== 'string')
    throw new MappingError(where, 'a check needs the texts "rule" and "message"');
  const info: RuleInfo = { key: rule, target, personal: false };
  const holds = compileCondition(that, block, environment, info, `${where}.that`);
  const applies = when === undefined ? () => true : compileCondition(when, block, environment, info, `${where}.when`);
  const source = sourcePath === undefined ? undefined : compileListPath(sourcePath, block, environment, info, `${where}.source`);
  if (compare !== undefined) assertKeys(compare, ['expected', 'actual'], `${where}.compare`, '"compare"');
  const expected =
    compare === undefined
      ? undefined
      : compileCalculation(compare.expected, block, environment, info, `${where}.compare.expected`);
  const actual =
    compare === undefined ? undefined : compileCalculation(compare.actual, block, environment, info, `${where}.compare.actual`);
  return (scope) => {
    if (!applies(scope) || holds(scope)) return;
    const want = expected?.(scope);
    const got = actual?.(scope);
    const known = want !== undefined && got !== undefined && want !== FAILED && got !== FAILED;
    const figures = known
      ? `: expected ${formatShortest(want)}, got ${formatShortest(got)}, difference ${formatShortest(subtract(got, want))}`
      : '';
    report(scope, info, source, `${message}${figures}`);
  };
}
