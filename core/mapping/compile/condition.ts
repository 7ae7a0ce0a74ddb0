import { compare } from '../../decimal';
import type { Calculation, Comparison, Condition, JsonValue, TypeName } from '../format';
import { MappingError } from '../issue';
import { COMPARISONS, CONDITIONS, TYPE_NAMES } from '../vocabulary';
import { compileCalculation } from './calculation';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, countPart } from './environment';
import { compileListPath, inspectionBlock } from './listPath';
import type { CompiledPath, Get } from './path';
import { compilePath } from './path';
import type { Scope as RecordScope } from './scope';
import { FAILED, Scope, isRecord } from './scope';

export type Test = (scope: RecordScope) => boolean;

/** What a condition is compiled with. */
interface Site {
  readonly block: Block;
  readonly environment: Environment;
  readonly rule: RuleInfo;
  readonly where: string;
}

const DECIDE: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
};

const IS_TYPE: Readonly<Record<TypeName, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  object: (value) => isRecord(value),
};

/** Compiles a condition. A comparison with a missing or unreadable operand is false. */
export function compileCondition(
  condition: Condition,
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): Test {
  countPart(environment, where);
  assertKeys(condition, CONDITIONS, where, 'a condition');
  const [entry, ...others] = Object.entries(condition as Readonly<Record<string, unknown>>);
  if (entry === undefined || others.length > 0) throw new MappingError(where, 'a condition has exactly one key');
  const site: Site = { block, environment, rule, where };
  const [kind, argument] = entry;
  switch (kind) {
    case 'all':
    case 'any':
    case 'not':
      return compileLogic(kind, argument, site);
    case 'compare':
      return compileCompare(argument, site);
    case 'some':
      return compileSome(argument, site);
    case 'exists':
    case 'missing':
    case 'truthy':
      return compilePresence(kind, compilePath(argument as string, block, environment, where));
    default:
      return compileValueTest(kind, argument, site);
  }
}

function getter(path: unknown, { block, environment, where }: Site): Get {
  return compilePath(path as string, block, environment, where).get;
}

function compilePresence(kind: 'exists' | 'missing' | 'truthy', { get, field }: CompiledPath): Test {
  if (kind === 'exists') return (scope) => get(scope) !== undefined;
  if (kind === 'missing') {
    return (scope) => {
      const value = get(scope);
      return value === undefined || value === '';
    };
  }
  if (field !== undefined) return (scope) => isTruthy(scope.record[field]);
  return (scope) => isTruthy(get(scope));
}

function isTruthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0 && value !== FAILED;
}

/** Conditions on one value: `[path, what it is compared with]`. */
function compileValueTest(kind: string, argument: unknown, site: Site): Test {
  const { where } = site;
  if (!Array.isArray(argument) || argument.length !== 2)
    throw new MappingError(where, `"${kind}" takes a list of two: a path and what it is compared with`);
  const [path, other] = argument as unknown as readonly [unknown, unknown];
  const get = getter(path, site);
  switch (kind) {
    case 'type': {
      if (!TYPE_NAMES.includes(other as TypeName)) throw new MappingError(where, `a type is one of ${TYPE_NAMES.join(', ')}`);
      const is = IS_TYPE[other as TypeName];
      return (scope) => is(get(scope));
    }
    case 'equals':
      assertScalar(other, where);
      return (scope) => (get(scope) ?? null) === other;
    case 'same': {
      const second = getter(other, site);
      return (scope) => get(scope) === second(scope);
    }
    case 'in': {
      if (!Array.isArray(other)) throw new MappingError(where, '"in" needs a list of values');
      for (const value of other) assertScalar(value as JsonValue, where);
      const values = new Set<unknown>(other);
      return (scope) => values.has(get(scope) ?? null);
    }
    default: {
      if (typeof other !== 'string') throw new MappingError(where, `"${kind}" needs a text`);
      if (kind === 'startsWith') {
        return (scope) => {
          const value = get(scope);
          return typeof value === 'string' && value.startsWith(other);
        };
      }
      return (scope) => {
        const value = get(scope);
        return Array.isArray(value) ? value.includes(other) : typeof value === 'string' && value.includes(other);
      };
    }
  }
}

function assertScalar(value: unknown, where: string): void {
  if (typeof value === 'object' && value !== null)
    throw new MappingError(where, 'only texts, numbers, true, false and null can be compared');
}

function compileLogic(kind: 'all' | 'any' | 'not', argument: unknown, { block, environment, rule, where }: Site): Test {
  if (kind === 'not') {
    const test = compileCondition(argument as Condition, block, environment, rule, where);
    return (scope) => !test(scope);
  }
  if (!Array.isArray(argument) || argument.length === 0) throw new MappingError(where, `"${kind}" needs a list of conditions`);
  const tests = argument.map((inner) => compileCondition(inner as Condition, block, environment, rule, where));
  const stopAt = kind === 'any';
  return (scope) => {
    for (const test of tests) if (test(scope) === stopAt) return stopAt;
    return !stopAt;
  };
}

function compileCompare(argument: unknown, { block, environment, rule, where }: Site): Test {
  const [left, operator, right, ...others] = (Array.isArray(argument) ? argument : []) as unknown as readonly [
    Calculation,
    Comparison,
    Calculation,
    ...unknown[],
  ];
  if (!COMPARISONS.includes(operator) || right === undefined || others.length > 0) {
    throw new MappingError(where, `"compare" takes [calculation, one of ${COMPARISONS.join(' ')}, calculation]`);
  }
  const decide = DECIDE[operator];
  const first = compileCalculation(left, block, environment, rule, where);
  const second = compileCalculation(right, block, environment, rule, where);
  return (scope) => {
    const a = first(scope);
    const b = second(scope);
    if (a === undefined || b === undefined || a === FAILED || b === FAILED) return false;
    return decide(compare(a, b));
  };
}

function compileSome(argument: unknown, { block, environment, rule, where }: Site): Test {
  assertKeys(argument, ['each', 'where'], where, '"some"');
  const list = compileListPath(argument.each as string, block, environment, rule, where);
  const inner = inspectionBlock(list, block, where);
  const test = compileCondition(argument.where as Condition, inner.block, environment, rule, where);
  return (scope) => {
    const own = new Scope(scope.run, inner.frame, scope);
    own.out = scope.out;
    let place = 0;
    let found = false;
    list.forEach(scope, (record) => {
      own.enter(record, place, place);
      place++;
      found = test(own);
      return found ? FAILED : undefined;
    });
    return found;
  };
}
