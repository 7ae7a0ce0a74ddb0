import type { Decimal } from '../../decimal';
import { ZERO, allocate, isZero } from '../../decimal';
import type { Allocation } from '../format';
import { ALLOCATION_KEYS } from '../vocabulary';
import { compileCalculation } from './calculation';
import { compileScale } from './scale';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, report } from './environment';
import { compileListPath, inspectionBlock } from './listPath';
import { FAILED, Scope } from './scope';
import type { CompiledSource } from './source';

/** Shares an amount among records by the largest remainder; yields the list of shares, one for each record that `where` lets through. */
export function compileAllocation(
  allocation: Allocation,
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): CompiledSource {
  assertKeys(allocation, ALLOCATION_KEYS, where, '"allocate"');
  const { amount: shared, over, where: condition, by, scale } = allocation as Allocation;
  const amount = compileCalculation(shared, block, environment, rule, where);
  const digitsOf = compileScale(scale, block, environment, rule, where);
  const list = compileListPath(over, block, environment, rule, where);
  const inner = inspectionBlock(list, block, where);
  const test = condition === undefined ? undefined : compileCondition(condition, inner.block, environment, rule, where);
  const weigh = compileCalculation(by, inner.block, environment, rule, where);
  return {
    yields: 'decimalFixed',
    source: list,
    read: (scope) => {
      const total = amount(scope) ?? ZERO;
      if (total === FAILED) return FAILED;
      const digits = digitsOf(scope);
      if (digits === FAILED) return FAILED;
      const own = new Scope(scope.run, inner.frame, scope);
      own.out = scope.out;
      const weights: Decimal[] = [];
      let failed: typeof FAILED | undefined;
      let place = 0;
      // An amount of zero has zero shares whatever the weights are: nothing needs weighing.
      const weighless = isZero(total);
      const stopped = list.forEach(scope, (record) => {
        own.enter(record, weights.length, place++);
        if (test !== undefined && !test(own)) return undefined;
        const weight = weighless ? ZERO : (weigh(own) ?? ZERO);
        if (weight === FAILED) failed = FAILED;
        else weights.push(weight);
        return undefined;
      });
      if (stopped === FAILED || failed === FAILED) return FAILED;
      if (weighless) {
        const none: Decimal = { units: 0, scale: digits };
        return weights.map(() => none);
      }
      return (
        allocate(total, weights, digits) ??
        report(
          scope,
          rule,
          list,
          'the amount cannot be shared among these records: it has too many decimals, there are no records, or a weight is negative',
        )
      );
    },
  };
}
