import type { Decimal } from '../../decimal';
import { absolute, divide, negate, round, toDecimal } from '../../decimal';
import { describeShape } from '../../failure';
import type { Calculation, Condition } from '../format';
import { MappingError } from '../issue';
import { OPERATIONS } from '../vocabulary';
import type { Calculate, FieldOperand, Operand } from './arithmetic';
import { PAIRS, readField } from './arithmetic';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, countPart, report } from './environment';
import { compilePath } from './path';
import { FAILED } from './scope';
import { assertRounding, compileScale } from './scale';
import { compileCount, compileSum } from './sum';

/** Compiles a path whose value is taken as a decimal. */
function compileOperand(text: string, block: Block, environment: Environment, rule: RuleInfo, where: string): Operand {
  const path = compilePath(text, block, environment, where);
  const { get } = path;
  if (path.decimal) return { calculate: (scope) => get(scope) as Decimal | undefined | typeof FAILED };
  if (path.anchor.kind === 'index') return { calculate: (scope) => ({ units: get(scope) as number, scale: 0 }) };
  const refuse: FieldOperand['refuse'] = (value, scope) =>
    report(scope, rule, path, `expected a decimal number, got ${describeShape(value)}`);
  if (path.field !== undefined) {
    const field: FieldOperand = { key: path.field, refuse };
    return { calculate: (scope) => readField(field, scope), field };
  }
  return {
    calculate: (scope) => {
      const value = get(scope);
      if (value === undefined || value === FAILED) return value as undefined | typeof FAILED;
      return toDecimal(value) ?? refuse(value, scope);
    },
  };
}

const UNARY: Readonly<Record<string, (value: Decimal) => Decimal>> = { negate, absolute };

function compileOr(operands: readonly Calculate[]): Calculate {
  return (scope) => {
    for (const operand of operands) {
      const value = operand(scope);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

/** Compiles exact decimal arithmetic. A missing operand makes the result missing, except for `or` and the sums. */
export function compileCalculation(
  calculation: Calculation,
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): Calculate {
  return compilePart(calculation, block, environment, rule, where).calculate;
}

function compilePart(calculation: Calculation, block: Block, environment: Environment, rule: RuleInfo, where: string): Operand {
  countPart(environment, where);
  if (typeof calculation === 'string') return compileOperand(calculation, block, environment, rule, where);
  if (typeof calculation === 'number')
    return constant(Number.isSafeInteger(calculation) ? toDecimal(calculation) : undefined, where);
  if (!Array.isArray(calculation)) {
    assertKeys(calculation, ['value'], where, 'a fixed number');
    return constant(typeof calculation.value === 'string' ? toDecimal(calculation.value) : undefined, where);
  }

  return { calculate: compileOperation(calculation as readonly [string, ...unknown[]], block, environment, rule, where) };
}

function compileOperation(
  [operator, ...rest]: readonly [string, ...unknown[]],
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): Calculate {
  const compileAll = (list: readonly unknown[]): Operand[] =>
    list.map((operand) => compilePart(operand as Calculation, block, environment, rule, where));
  const expectCount = (count: number): void => {
    if (rest.length !== count)
      throw new MappingError(where, `"${operator}" takes ${count} operand${count === 1 ? '' : 's'}, got ${rest.length}`);
  };
  const pair = Object.hasOwn(PAIRS, operator) ? PAIRS[operator] : undefined;
  if (pair !== undefined || operator === 'or') {
    if (rest.length < 2) throw new MappingError(where, `"${operator}" takes two or more operands`);
    const operands = compileAll(rest);
    if (pair === undefined) return compileOr(operands.map(({ calculate }) => calculate));
    return operands.reduce((left, right) => ({ calculate: pair(left, right) })).calculate;
  }
  const unary = Object.hasOwn(UNARY, operator) ? UNARY[operator] : undefined;
  if (unary !== undefined) {
    expectCount(1);
    return mapResult((compileAll(rest)[0] as Operand).calculate, unary);
  }
  switch (operator) {
    case 'if': {
      expectCount(3);
      const test = compileCondition(rest[0] as Condition, block, environment, rule, where);
      const [{ calculate: yes }, { calculate: no }] = compileAll(rest.slice(1)) as [Operand, Operand];
      return (scope) => (test(scope) ? yes(scope) : no(scope));
    }
    case 'sum':
      expectCount(1);
      return compileSum(rest[0], block, environment, rule, where);
    case 'count':
      expectCount(1);
      return compileCount(rest[0], block, environment, rule, where);
    case 'divide':
      expectCount(3);
      return compileDivide(rest, block, environment, rule, where);
    case 'round':
      expectCount(2);
      return compileRound(rest, block, environment, rule, where);
    default:
      throw new MappingError(
        where,
        `"${String(operator).slice(0, 40)}" is not an operation; the operations are ${OPERATIONS.join(', ')}`,
      );
  }
}

function compileRoundTo(options: unknown, block: Block, environment: Environment, rule: RuleInfo, where: string) {
  assertKeys(options, ['scale', 'rounding'], where, 'the last operand, how to round,');
  return {
    scale: compileScale(options.scale, block, environment, rule, where),
    rounding: assertRounding(options.rounding, where),
  };
}

function compileDivide(
  [dividend, divisor, options]: readonly unknown[],
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): Calculate {
  const { scale, rounding } = compileRoundTo(options, block, environment, rule, where);
  const first = compileCalculation(dividend as Calculation, block, environment, rule, where);
  const second = compileCalculation(divisor as Calculation, block, environment, rule, where);
  return (scope) => {
    const a = first(scope);
    if (a === undefined || a === FAILED) return a;
    const b = second(scope);
    if (b === undefined || b === FAILED) return b;
    const digits = scale(scope);
    if (digits === FAILED) return FAILED;
    return divide(a, b, digits, rounding) ?? report(scope, rule, undefined, 'the calculation divides by zero');
  };
}

function compileRound(
  [operand, options]: readonly unknown[],
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): Calculate {
  const { scale, rounding } = compileRoundTo(options, block, environment, rule, where);
  const calculate = compileCalculation(operand as Calculation, block, environment, rule, where);
  return (scope) => {
    const value = calculate(scope);
    if (value === undefined || value === FAILED) return value;
    const digits = scale(scope);
    return digits === FAILED ? FAILED : round(value, digits, rounding);
  };
}

function constant(value: Decimal | undefined, where: string): Operand {
  if (value === undefined) throw new MappingError(where, 'expected a path, a whole number, {"value": "0.5"} or an operation');
  const fixed = Object.freeze(value);
  return { calculate: () => fixed, fixed };
}

function mapResult(calculate: Calculate, change: (value: Decimal) => Decimal): Calculate {
  return (scope) => {
    const value = calculate(scope);
    return value === undefined || value === FAILED ? value : change(value);
  };
}
