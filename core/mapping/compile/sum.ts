import type { Decimal } from '../../decimal';
import { ZERO, add, toDecimal } from '../../decimal';
import { describeShape } from '../../failure';
import type { Calculation, Condition } from '../format';
import { SUM_KEYS } from '../vocabulary';
import type { Calculate } from './arithmetic';
import { compileCalculation } from './calculation';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, reportAt } from './environment';
import { compileListPath, inspectionBlock, pointerOfVisit } from './listPath';
import { FAILED, Scope } from './scope';

/** `["sum", path]` or `["sum", {each, where, of}]`: missing values count as zero, no list at all gives zero. */
export function compileSum(over: unknown, block: Block, environment: Environment, rule: RuleInfo, where: string): Calculate {
  if (typeof over === 'string') return compileSumOfPath(over, block, environment, rule, where);
  assertKeys(over, SUM_KEYS, where, '"sum"');
  return compileSumOver(over, block, environment, rule, where);
}

function compileSumOfPath(text: string, block: Block, environment: Environment, rule: RuleInfo, where: string): Calculate {
  const path = compileListPath(text, block, environment, rule, where);
  return (scope) => {
    let total: Decimal = ZERO;
    // Whole numbers are counted apart: no Decimal has to be made for each of them.
    let whole = 0;
    let place = 0;
    const failed = path.forEach(scope, (value) => {
      if (typeof value === 'number' && Number.isSafeInteger(whole + value)) whole += value;
      else if (value === FAILED) return FAILED;
      else if (value !== undefined) {
        const decimal = path.decimal ? (value as Decimal) : toDecimal(value);
        if (decimal === undefined) {
          return reportAt(
            scope,
            rule,
            pointerOfVisit(path, scope, place),
            `expected a decimal number, got ${describeShape(value)}`,
          );
        }
        total = total === ZERO ? decimal : add(total, decimal);
      }
      place++;
      return undefined;
    });
    if (failed !== undefined) return failed;
    return whole === 0 ? total : add(total, { units: whole, scale: 0 });
  };
}

function compileSumOver(
  over: Readonly<Record<string, unknown>>,
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): Calculate {
  const list = compileListPath(over.each as string, block, environment, rule, where);
  const inner = inspectionBlock(list, block, where);
  const test =
    over.where === undefined ? undefined : compileCondition(over.where as Condition, inner.block, environment, rule, where);
  const calculate = compileCalculation(over.of as Calculation, inner.block, environment, rule, where);
  return (scope) => {
    const own = new Scope(scope.run, inner.frame, scope);
    own.out = scope.out;
    let total: Decimal = ZERO;
    let place = 0;
    let counted = 0;
    let failed: typeof FAILED | undefined;
    const stopped = list.forEach(scope, (record) => {
      own.enter(record, counted, place++);
      if (test !== undefined && !test(own)) return undefined;
      counted++;
      const value = calculate(own);
      // The other records are still looked at, so that all their problems are reported at once.
      if (value === FAILED) failed = FAILED;
      else if (value !== undefined) total = add(total, value);
      return undefined;
    });
    return stopped ?? failed ?? total;
  };
}

/** `["count", path]`: the number of entries; no list at all gives zero. */
export function compileCount(text: unknown, block: Block, environment: Environment, rule: RuleInfo, where: string): Calculate {
  const path = compileListPath(text as string, block, environment, rule, where);
  const isWhole = path.segments.findIndex((segment) => 'each' in segment) === path.segments.length - 1;
  return (scope) => {
    const list = path.get(scope);
    // The list itself: its length is the answer.
    if (Array.isArray(list) && isWhole && !environment.traced) return { units: list.length, scale: 0 };
    let count = 0;
    const failed = path.forEach(scope, () => {
      count++;
      return undefined;
    });
    return failed ?? { units: count, scale: 0 };
  };
}
