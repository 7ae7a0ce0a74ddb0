import { compare } from '../../decimal';
import type { Calculation, Condition, JsonValue } from '../format';
import { MappingError } from '../issue';
import { compileCalculation, inspectionBlock } from './calculation';
import type { Block, Environment, RuleInfo } from './environment';
import { compileListPath, compilePath } from './path';
import { FAILED, Scope } from './scope';

export type Test = (scope: Scope) => boolean;

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
};

/** Compiles a condition. A comparison with a missing or unreadable operand is false. */
export function compileCondition(condition: Condition, block: Block, environment: Environment, rule: RuleInfo, where: string): Test {
  const entries = typeof condition === 'object' && condition !== null ? Object.entries(condition as Record<string, unknown>) : [];
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) throw new MappingError(where, 'a condition has exactly one key');
  const [kind, argument] = entry;
  const all = (list: unknown): Test[] => (list as readonly Condition[]).map((inner) => compileCondition(inner, block, environment, rule, where));
  const path = (text: unknown) => compilePath(String(text), block, environment, where);

  switch (kind) {
    case 'exists': {
      const { get } = path(argument);
      return (scope) => get(scope) !== undefined;
    }
    case 'missing': {
      const { get } = path(argument);
      return (scope) => {
        const value = get(scope);
        return value === undefined || value === '';
      };
    }
    case 'truthy': {
      const { get } = path(argument);
      return (scope) => {
        const value = get(scope);
        return value !== undefined && value !== false && value !== '' && value !== 0 && value !== FAILED;
      };
    }
    case 'equals': {
      const [text, expected] = argument as [string, JsonValue];
      const { get } = path(text);
      return (scope) => (get(scope) ?? null) === expected;
    }
    case 'same': {
      const [left, right] = argument as [string, string];
      const first = path(left);
      const second = path(right);
      return (scope) => first.get(scope) === second.get(scope);
    }
    case 'in': {
      const [text, list] = argument as [string, readonly JsonValue[]];
      const { get } = path(text);
      const values = new Set<unknown>(list);
      return (scope) => values.has(get(scope) ?? null);
    }
    case 'contains': {
      const [text, part] = argument as [string, string];
      const { get } = path(text);
      return (scope) => {
        const value = get(scope);
        return Array.isArray(value) ? value.includes(part) : typeof value === 'string' && value.includes(part);
      };
    }
    case 'startsWith': {
      const [text, part] = argument as [string, string];
      const { get } = path(text);
      return (scope) => {
        const value = get(scope);
        return typeof value === 'string' && value.startsWith(part);
      };
    }
    case 'compare': {
      const [left, operator, right] = argument as [Calculation, string, Calculation];
      const decide = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
      if (decide === undefined) throw new MappingError(where, `"${operator}" is not a comparison`);
      const first = compileCalculation(left, block, environment, rule, where);
      const second = compileCalculation(right, block, environment, rule, where);
      return (scope) => {
        const a = first(scope);
        const b = second(scope);
        if (a === undefined || b === undefined || a === FAILED || b === FAILED) return false;
        return decide(compare(a, b));
      };
    }
    case 'some': {
      const { each, where: inner } = argument as { each: string; where: Condition };
      const list = compileListPath(each, block, environment, where);
      const own = inspectionBlock(list, block);
      const test = compileCondition(inner, own.block, environment, rule, where);
      return (scope) => {
        let found = false;
        let place = 0;
        list.forEach(scope, (record) => {
          if (!found) found = test(new Scope(scope.run, own.frame, record, scope, place, place, scope.out));
          place++;
        });
        return found;
      };
    }
    case 'all': {
      const tests = all(argument);
      return (scope) => tests.every((test) => test(scope));
    }
    case 'any': {
      const tests = all(argument);
      return (scope) => tests.some((test) => test(scope));
    }
    case 'not': {
      const test = compileCondition(argument as Condition, block, environment, rule, where);
      return (scope) => !test(scope);
    }
    default:
      throw new MappingError(where, `"${kind}" is not a condition`);
  }
}
