import type { Decimal } from '../../decimal';
import type { JsonValue } from '../format';
import type { Apply, ChangeText, CompiledStep, StepContext, Yield } from '../steps/step';
import { printDecimal, textOfOther } from '../steps/step';
import { sameText } from '../steps/textSteps';
import type { InnerField } from './path';
import { readInner } from './path';
import type { CompiledRule } from './rule';
import type { Scope } from './scope';
import { FAILED } from './scope';
import type { CompiledSource, Read } from './source';

/** What a rule does when its value is missing. */
export interface RuleEnd {
  readonly fallback?: JsonValue | undefined;
  /** Reports that a required value is missing or empty text; undefined when it may be. */
  readonly missing?: ((value: unknown, scope: Scope) => typeof FAILED) | undefined;
}

/** What most rules are: a field of the current record, or of an object in it, made text and changed by steps. */
export interface TextField {
  /** The field, unless it is an inner one. */
  readonly key: string;
  readonly inner: InnerField | undefined;
  /** What the steps do; undefined when they only make text of it. */
  readonly change: ChangeText | undefined;
  /** For values that are not text, or too long. */
  readonly other: Apply;
  readonly maxTextLength: number;
}

/** The text field that a source and its first step make, if they do. */
export function textFieldOf(
  { field, innerField }: CompiledSource,
  { change }: CompiledStep,
  context: StepContext,
): TextField | undefined {
  if (change === undefined || (field === undefined && innerField === undefined)) return undefined;
  const { maxTextLength } = context.environment.limits;
  return {
    key: field ?? '',
    inner: innerField,
    change: change === sameText ? undefined : change,
    other: textOfOther(context, change),
    maxTextLength,
  };
}

/** Reads a text field in one function; what is not plain text takes the long way. */
export function readTextField({ key, inner, change, other, maxTextLength }: TextField, end: RuleEnd): Read {
  const settle = (value: unknown, scope: Scope): unknown => {
    if (value === undefined || value === null) return settleEnd(undefined, scope, end);
    if (typeof value !== 'string' || value.length > maxTextLength) return settleEnd(other(value, scope), scope, end);
    return settleEnd(change === undefined ? value : change(value, scope), scope, end);
  };
  if (change === undefined && inner !== undefined) {
    return (scope) => {
      const value = readInner(inner, scope);
      return typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : settle(value, scope);
    };
  }
  if (change === undefined) {
    return (scope) => {
      const value = scope.record[key];
      return typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : settle(value, scope);
    };
  }
  return (scope) => {
    const value = inner === undefined ? scope.record[key] : readInner(inner, scope);
    if (typeof value !== 'string' || value.length > maxTextLength) return settle(value, scope);
    const result = change(value, scope);
    return typeof result === 'string' && result !== '' ? result : settleEnd(result, scope, end);
  };
}

/** Default and required, for a value that may be missing or empty. */
function settleEnd(value: unknown, scope: Scope, { fallback, missing }: RuleEnd): unknown {
  const result = value ?? fallback;
  return missing !== undefined && (result === undefined || result === '') ? missing(result, scope) : result;
}

/** Runs steps one after the other; what is missing or failed stays so. */
export function applySteps({ field, read }: CompiledSource, before: Read, steps: readonly CompiledStep[]): Read {
  let result = before;
  for (const { apply } of steps)
    result = field !== undefined && result === read ? applyToField(field, apply) : applyStep(result, apply);
  return result;
}

function applyToField(field: string, apply: Apply): Read {
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

/** The last step of a rule, its default and whether it is required, in one function. */
export function finish(before: Read, last: Apply | undefined, yields: Yield, end: RuleEnd): CompiledRule {
  const { fallback, missing } = end;
  if (fallback === undefined && missing === undefined)
    return { read: last === undefined ? before : applyStep(before, last), yields };
  if (yields !== 'any') return finishDecimal(last === undefined ? before : applyStep(before, last), yields, end);
  if (last === undefined) {
    return {
      yields,
      read: (scope) => {
        const value = before(scope);
        return value === undefined || value === '' ? settleEnd(value, scope, end) : value;
      },
    };
  }
  return {
    yields,
    read: (scope) => {
      let value = before(scope);
      if (value !== undefined && value !== FAILED) value = last(value, scope);
      return value === undefined || value === '' ? settleEnd(value, scope, end) : value;
    },
  };
}

function finishDecimal(read: Read, yields: Yield, { fallback, missing }: RuleEnd): CompiledRule {
  if (fallback !== undefined) {
    // The default is written as it stands, so what was calculated is printed here already.
    return { read: (scope) => print(read(scope), yields) ?? fallback, yields: 'any' };
  }
  return { read: (scope) => read(scope) ?? missing?.(undefined, scope), yields };
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
