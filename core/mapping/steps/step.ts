import type { Decimal } from '../../decimal';
import { formatDecimal, formatShortest, toDecimal } from '../../decimal';
import { describeShape } from '../../failure';
import type { Block, Environment, PathInfo, RuleInfo } from '../compile/environment';
import { report } from '../compile/environment';
import type { Scope } from '../compile/scope';
import type { FAILED } from '../compile/scope';

/** Changes one value that is there; may return `undefined` (now missing) or FAILED (reported). */
export type Apply = (value: unknown, scope: Scope) => unknown;

/** The same for steps on text. */
export type ChangeText = (text: string, scope: Scope) => unknown;

/** What a step yields: a Decimal is printed at the end, in its shortest form or with all its decimals. */
export type Yield = 'any' | 'decimal' | 'decimalFixed';

export interface CompiledStep {
  readonly apply: Apply;
  readonly yields: Yield;
  /** For steps on text: what they do to it. Neighbours are joined, so that the value is made text only once. */
  readonly change?: ChangeText;
  /** It can yield something other than text (a table's number, a list), so that the next step has to look again. */
  readonly endsText?: boolean;
}

export interface StepContext {
  readonly block: Block;
  readonly environment: Environment;
  readonly rule: RuleInfo;
  readonly where: string;
  /** Where the value came from, for messages. */
  readonly source: PathInfo | undefined;
  readonly incoming: Yield;
}

/** Compiles one kind of step from its argument (`undefined` for steps written as a bare word). */
export type CompileStep = (argument: unknown, context: StepContext) => CompiledStep;

/** Prints a decimal as its step says. */
export function printDecimal(value: Decimal, yields: Yield): string {
  return yields === 'decimalFixed' ? formatDecimal(value) : formatShortest(value);
}

/** Steps on text also take numbers (ids) and print decimals; anything else is a located problem. */
export function onText(context: StepContext, change: ChangeText): CompiledStep {
  const { maxTextLength } = context.environment.limits;
  const other = textOfOther(context, change);
  return {
    yields: 'any',
    change,
    apply: (value, scope) =>
      typeof value === 'string' && value.length <= maxTextLength ? change(value, scope) : other(value, scope),
  };
}

/** The rare half of {@link onText}: values that are not text, or too long. */
export function textOfOther({ rule, source, incoming, environment }: StepContext, change: ChangeText): Apply {
  const { maxTextLength } = environment.limits;
  return (value, scope) => {
    if (typeof value === 'string')
      return report(scope, rule, source, `the text has ${value.length} characters; the limit is ${maxTextLength}`);
    if (incoming !== 'any' && !Array.isArray(value)) return change(printDecimal(value as Decimal, incoming), scope);
    if (typeof value === 'number' && Math.abs(value) < 1e21) return change(String(value), scope);
    return report(scope, rule, source, `expected text, got ${describeShape(value)}`);
  };
}

/** Reads the value of a rule as a decimal; FAILED (reported) when it is none. */
export function readDecimal({ rule, source, incoming }: StepContext): (value: unknown, scope: Scope) => Decimal | typeof FAILED {
  if (incoming !== 'any') {
    return (value, scope) =>
      Array.isArray(value) ? report(scope, rule, source, 'expected one decimal number, got a list') : (value as Decimal);
  }
  return (value, scope) =>
    toDecimal(value) ?? report(scope, rule, source, `expected a decimal number, got ${describeShape(value)}`);
}
