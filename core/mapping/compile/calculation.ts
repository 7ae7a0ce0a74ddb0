import type { Decimal, Rounding } from '../../decimal';
import { ZERO, absolute, add, compare, divide, multiply, negate, round, subtract, toDecimal } from '../../decimal';
import { describeShape } from '../../failure';
import type { Calculation, RoundingName, SumOver } from '../format';
import { MappingError } from '../issue';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { report } from './environment';
import { compileListPath, compilePath } from './path';
import type { Frame } from './scope';
import { FAILED, Scope } from './scope';

/** A value, `undefined` when an operand is missing, FAILED when one is not a decimal (already reported). */
export type Calculate = (scope: Scope) => Decimal | undefined | typeof FAILED;

const ROUNDINGS: readonly RoundingName[] = ['halfUp', 'halfEven', 'down', 'up'];

export function assertRounding(name: unknown, where: string): Rounding {
  if (!ROUNDINGS.includes(name as RoundingName)) throw new MappingError(where, `rounding must be one of ${ROUNDINGS.join(', ')}`);
  return name as Rounding;
}

/** A number of decimals: fixed, or read from the record (a currency's scale). */
export function compileScale(scale: number | string, block: Block, environment: Environment, rule: RuleInfo, where: string): (scope: Scope) => number | typeof FAILED {
  if (typeof scale === 'number') {
    if (!Number.isInteger(scale) || scale < 0 || scale > 12) throw new MappingError(where, 'scale must be a whole number from 0 to 12');
    return () => scale;
  }
  const path = compilePath(scale, block, environment, where);
  return (scope) => {
    const value = path.get(scope);
    if (value === FAILED) return FAILED;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 12) return value;
    return report(scope, rule, path, `expected a number of decimals from 0 to 12, got ${describeShape(value)}`);
  };
}

function isDecimal(value: object): value is Decimal {
  return 'units' in value && 'scale' in value;
}

/** Compiles a path whose value is taken as a decimal. */
function compileOperand(text: string, block: Block, environment: Environment, rule: RuleInfo, where: string): Calculate {
  const path = compilePath(text, block, environment, where);
  return (scope) => {
    const value = path.get(scope);
    if (value === undefined || value === FAILED) return value as undefined | typeof FAILED;
    if (path.decimal && typeof value === 'object' && value !== null && isDecimal(value)) return value;
    const decimal = toDecimal(value);
    if (decimal !== undefined) return decimal;
    return report(scope, rule, path, `expected a decimal number, got ${describeShape(value)}`);
  };
}

function compileBinary(operate: (a: Decimal, b: Decimal) => Decimal, operands: readonly Calculate[]): Calculate {
  const [left, right] = operands as [Calculate, Calculate];
  if (operands.length === 2) {
    return (scope) => {
      const a = left(scope);
      if (a === undefined || a === FAILED) return a;
      const b = right(scope);
      if (b === undefined || b === FAILED) return b;
      return operate(a, b);
    };
  }
  return (scope) => {
    let result = left(scope);
    for (let place = 1; place < operands.length; place++) {
      if (result === undefined || result === FAILED) return result;
      const next = (operands[place] as Calculate)(scope);
      if (next === undefined || next === FAILED) return next;
      result = operate(result, next);
    }
    return result;
  };
}

const smaller = (a: Decimal, b: Decimal): Decimal => (compare(a, b) <= 0 ? a : b);
const greater = (a: Decimal, b: Decimal): Decimal => (compare(a, b) >= 0 ? a : b);

function compileOr(operands: readonly Calculate[]): Calculate {
  return (scope) => {
    for (const operand of operands) {
      const value = operand(scope);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function compileSumOfPath(text: string, block: Block, environment: Environment, rule: RuleInfo, where: string): Calculate {
  const path = compileListPath(text, block, environment, where);
  return (scope) => {
    let total: Decimal | typeof FAILED = ZERO;
    path.forEach(scope, (value) => {
      if (value === undefined || total === FAILED) return;
      const decimal = path.decimal && typeof value === 'object' && value !== null && isDecimal(value) ? value : toDecimal(value);
      total = decimal === undefined ? report(scope, rule, path, `expected decimal numbers, found ${describeShape(value)}`) : add(total, decimal);
    });
    return total;
  };
}

/** Scope for a list that is only looked at (sum, some, allocate): it has a place in the input, none in the output. */
export function inspectionBlock(path: { pointerText: string; pattern: string | undefined }, block: Block): { block: Block; frame: Frame } {
  const frame: Frame = { parent: block.frame, sourcePath: path.pattern === undefined ? undefined : path.pointerText, targetPath: '', repeated: true, transparent: true };
  return { frame, block: { parent: block, frame, lets: new Map(), pattern: path.pattern } };
}

function compileSumOver(over: SumOver, block: Block, environment: Environment, rule: RuleInfo, where: string): Calculate {
  const list = compileListPath(over.each, block, environment, where);
  const inner = inspectionBlock(list, block);
  const test = over.where === undefined ? undefined : compileCondition(over.where, inner.block, environment, rule, where);
  const calculate = compileCalculation(over.of, inner.block, environment, rule, where);
  return (scope) => {
    let total: Decimal = ZERO;
    let failed = false;
    let place = 0;
    list.forEach(scope, (record) => {
      const own = new Scope(scope.run, inner.frame, record, scope, place, place, scope.out);
      place++;
      if (test !== undefined && !test(own)) return;
      const value = calculate(own);
      if (value === FAILED) failed = true;
      else if (value !== undefined) total = add(total, value);
    });
    return failed ? FAILED : total;
  };
}

/** Compiles exact decimal arithmetic. */
export function compileCalculation(calculation: Calculation, block: Block, environment: Environment, rule: RuleInfo, where: string): Calculate {
  if (typeof calculation === 'string') return compileOperand(calculation, block, environment, rule, where);
  if (typeof calculation === 'number') return constant(toDecimal(calculation), where);
  if (!Array.isArray(calculation)) return constant(toDecimal((calculation as { value?: unknown }).value), where);

  const [operator, ...rest] = calculation as readonly [string, ...unknown[]];
  const compileAll = (): Calculate[] => rest.map((operand) => compileCalculation(operand as Calculation, block, environment, rule, where));
  const only = (): Calculate => {
    const [operand, ...others] = compileAll();
    if (operand === undefined || others.length > 0) throw new MappingError(where, `"${operator}" takes one operand`);
    return operand;
  };
  switch (operator) {
    case 'add':
      return compileBinary(add, atLeastTwo(compileAll(), operator, where));
    case 'subtract':
      return compileBinary(subtract, atLeastTwo(compileAll(), operator, where));
    case 'multiply':
      return compileBinary(multiply, atLeastTwo(compileAll(), operator, where));
    case 'min':
      return compileBinary(smaller, atLeastTwo(compileAll(), operator, where));
    case 'max':
      return compileBinary(greater, atLeastTwo(compileAll(), operator, where));
    case 'or':
      return compileOr(atLeastTwo(compileAll(), operator, where));
    case 'negate':
      return mapResult(only(), negate);
    case 'absolute':
      return mapResult(only(), absolute);
    case 'sum': {
      const [over] = rest as [string | SumOver];
      if (typeof over === 'string') return compileSumOfPath(over, block, environment, rule, where);
      return compileSumOver(over, block, environment, rule, where);
    }
    case 'count': {
      const path = compileListPath(String(rest[0]), block, environment, where);
      return (scope) => {
        let count = 0;
        path.forEach(scope, () => count++);
        return { units: count, scale: 0 };
      };
    }
    case 'divide':
    case 'round':
      return compileRounded(operator, rest, block, environment, rule, where);
    default:
      throw new MappingError(where, `"${operator}" is not an arithmetic operation`);
  }
}

function compileRounded(operator: 'divide' | 'round', rest: readonly unknown[], block: Block, environment: Environment, rule: RuleInfo, where: string): Calculate {
  const options = rest.at(-1) as { scale?: number | string; rounding?: string } | undefined;
  if (typeof options !== 'object' || Array.isArray(options) || options?.scale === undefined) throw new MappingError(where, `"${operator}" needs {"scale", "rounding"} at its end`);
  const rounding = assertRounding(options.rounding, where);
  const scale = compileScale(options.scale, block, environment, rule, where);
  const operands = rest.slice(0, -1).map((operand) => compileCalculation(operand as Calculation, block, environment, rule, where));
  const [first, second] = operands;
  if (first === undefined || operands.length !== (operator === 'divide' ? 2 : 1)) throw new MappingError(where, `"${operator}" has the wrong number of operands`);
  return (scope) => {
    const value = first(scope);
    if (value === undefined || value === FAILED) return value;
    const digits = scale(scope);
    if (digits === FAILED) return FAILED;
    if (second === undefined) return round(value, digits, rounding);
    const divisor = second(scope);
    if (divisor === undefined || divisor === FAILED) return divisor;
    return divide(value, divisor, digits, rounding) ?? report(scope, rule, undefined, 'division by zero');
  };
}

function constant(value: Decimal | undefined, where: string): Calculate {
  if (value === undefined) throw new MappingError(where, 'expected a path, a whole number, {"value": "0.5"} or an operation');
  return () => value;
}

function atLeastTwo(operands: Calculate[], operator: string, where: string): Calculate[] {
  if (operands.length < 2) throw new MappingError(where, `"${operator}" takes two or more operands`);
  return operands;
}

function mapResult(calculate: Calculate, change: (value: Decimal) => Decimal): Calculate {
  return (scope) => {
    const value = calculate(scope);
    return value === undefined || value === FAILED ? value : change(value);
  };
}
