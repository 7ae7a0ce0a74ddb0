import type { Decimal } from '../../decimal';
import { formatDecimal, formatShortest, multiply, divide, round, toDecimal, toScale } from '../../decimal';
import { describeShape } from '../../failure';
import { assertRounding, compileScale } from '../compile/calculation';
import type { Block, Environment, PathInfo, RuleInfo } from '../compile/environment';
import { report, showCode } from '../compile/environment';
import { compilePath } from '../compile/path';
import type { Scope } from '../compile/scope';
import { FAILED } from '../compile/scope';
import type { CleanOptions, JsonValue, Step } from '../format';
import { MappingError } from '../issue';
import { dateInZone, isTimeZone, parseMoment } from './dates';
import { CLEAN_PRESETS, cleanText, textLength, truncateText } from './text';

/** Changes one value that is there; may return `undefined` (now missing) or FAILED (reported). */
export type Apply = (value: unknown, scope: Scope) => unknown;

/** What a step yields: a Decimal is printed at the end, in its shortest form or with all its decimals. */
export type Yield = 'any' | 'decimal' | 'decimalFixed';

export interface CompiledStep {
  readonly apply: Apply;
  readonly yields: Yield;
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

type TextStep = (text: string, scope: Scope) => unknown;

/** Steps on text also take numbers (ids) and print decimals; anything else is a located problem. */
function onText(context: StepContext, change: TextStep): CompiledStep {
  const { rule, source, incoming } = context;
  const { maxTextLength } = context.environment.limits;
  return {
    yields: 'any',
    apply: (value, scope) => {
      if (typeof value === 'string') {
        if (value.length <= maxTextLength) return change(value, scope);
        return report(scope, rule, source, `the text has ${value.length} characters; the limit is ${maxTextLength}`);
      }
      if (incoming !== 'any') return change(printDecimal(value as Decimal, incoming), scope);
      if (typeof value === 'number' && Number.isFinite(value)) return change(String(value), scope);
      return report(scope, rule, source, `expected text, got ${describeShape(value)}`);
    },
  };
}

export function printDecimal(value: Decimal, yields: Yield): string {
  return yields === 'decimalFixed' ? formatDecimal(value) : formatShortest(value);
}

const SIMPLE: Readonly<Record<string, (context: StepContext) => CompiledStep>> = {
  trim: (context) => onText(context, (text) => text.trim()),
  upper: (context) => onText(context, (text) => text.toUpperCase()),
  lower: (context) => onText(context, (text) => text.toLowerCase()),
  collapse: (context) => onText(context, (text) => text.replace(/\s+/g, ' ').trim()),
  text: (context) => onText(context, (text) => text),
  integer: ({ rule, source }) => ({
    yields: 'any',
    apply: (value, scope) => {
      if (Number.isSafeInteger(value)) return value;
      const decimal = toDecimal(value);
      const whole = decimal === undefined ? undefined : toScale(decimal, 0);
      if (whole !== undefined && typeof whole.units === 'number') return whole.units;
      return report(scope, rule, source, `expected a whole number, got ${describeShape(value)}`);
    },
  }),
  boolean: ({ rule, source }) => ({
    yields: 'any',
    apply: (value, scope) => {
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 1 || value === '1') return true;
      if (value === 'false' || value === 0 || value === '0') return false;
      return report(scope, rule, source, `expected true or false, got ${describeShape(value)}`);
    },
  }),
  decimal: (context) => ({ yields: 'decimal', apply: readDecimal(context) }),
};

function readDecimal({ rule, source, incoming }: StepContext): (value: unknown, scope: Scope) => Decimal | typeof FAILED {
  if (incoming !== 'any') return (value) => value as Decimal;
  return (value, scope) => toDecimal(value) ?? report(scope, rule, source, `expected a decimal number, got ${describeShape(value)}`);
}

type Options = Readonly<Record<string, unknown>>;

const WITH_OPTIONS: Readonly<Record<string, (argument: unknown, context: StepContext) => CompiledStep>> = {
  decimal: (argument, context) => {
    const { scale, rounding } = argument as { scale: number | string; rounding?: string };
    const { rule, source, where } = context;
    const digits = compileScale(scale, context.block, context.environment, rule, where);
    const mode = rounding === undefined ? undefined : assertRounding(rounding, where);
    const read = readDecimal(context);
    return {
      yields: 'decimalFixed',
      apply: (value, scope) => {
        const decimal = read(value, scope);
        if (decimal === FAILED) return FAILED;
        const wanted = digits(scope);
        if (wanted === FAILED) return FAILED;
        if (mode !== undefined) return round(decimal, wanted, mode);
        return toScale(decimal, wanted) ?? report(scope, rule, source, `expected at most ${wanted} decimals, got ${decimal.scale}`);
      },
    };
  },
  clean: (argument, context) => {
    const options = typeof argument === 'string' ? presetOf(argument, context.where) : (argument as CleanOptions);
    return onText(context, (text, scope) => {
      const cleaned = cleanText(text, options);
      if (typeof cleaned === 'string') return cleaned === '' ? undefined : cleaned;
      return report(scope, context.rule, context.source, `${cleaned.found} are not allowed here`);
    });
  },
  replace: (argument, context) => {
    const { find, with: replacement } = argument as { find: string; with: string };
    if (find === '') throw new MappingError(context.where, 'replace needs a text to find');
    return onText(context, (text) => text.replaceAll(find, () => replacement));
  },
  prefix: (argument, context) => onText(context, (text) => `${String(argument)}${text}`),
  suffix: (argument, context) => onText(context, (text) => `${text}${String(argument)}`),
  after: (argument, context) => {
    const mark = String(argument);
    return onText(context, (text) => {
      const at = text.lastIndexOf(mark);
      return at < 0 ? text : text.slice(at + mark.length);
    });
  },
  before: (argument, context) => {
    const mark = String(argument);
    return onText(context, (text) => {
      const at = text.indexOf(mark);
      return at < 0 ? text : text.slice(0, at);
    });
  },
  maxLength: (argument, context) => {
    const limit = wholeNumber(argument, context.where);
    return onText(context, (text, scope) => {
      const length = textLength(text);
      return length <= limit ? text : report(scope, context.rule, context.source, `expected at most ${limit} characters, got ${length}`);
    });
  },
  truncate: (argument, context) => {
    const limit = wholeNumber(argument, context.where);
    return onText(context, (text) => truncateText(text, limit));
  },
  oneOf: (argument, { rule, source }) => {
    const allowed = argument as readonly JsonValue[];
    const values = new Set<unknown>(allowed);
    return {
      yields: 'any',
      apply: (value, scope) => (values.has(value) ? value : report(scope, rule, source, `expected one of ${allowed.join(', ')}, got ${showCode(value, rule) ?? describeShape(value)}`)),
    };
  },
  lookup: (argument, context) => compileLookup(argument as Options, context),
  convert: (argument, context) => compileConvert(argument as Options, context),
  dateTime: (argument, context) => {
    const zone = compileZone((argument as Options).zone, context);
    return onText(context, (text, scope) => {
      const moment = parseMoment(text.trim(), zone?.(scope));
      return moment?.text ?? report(scope, context.rule, context.source, `expected a date and time with offset, such as 2026-11-22T10:15:30+08:00, got ${describeShape(text)}`);
    });
  },
  date: (argument, context) => {
    const zone = compileZone((argument as Options).zone, context);
    return onText(context, (text, scope) => {
      if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
        if (parseMoment(text, 'UTC') !== undefined) return text;
        return report(scope, context.rule, context.source, 'expected a real calendar date');
      }
      const name = zone?.(scope);
      const moment = parseMoment(text.trim(), name);
      if (moment === undefined) return report(scope, context.rule, context.source, `expected a date, got ${describeShape(text)}`);
      const date = dateInZone(moment.epochMs, name ?? 'UTC');
      return date ?? report(scope, context.rule, context.source, 'the time zone is not known; use an IANA name such as Asia/Shanghai');
    });
  },
  split: (argument, context) => {
    const mark = String(argument);
    if (mark === '') throw new MappingError(context.where, 'split needs a separator');
    return onText(context, (text) => text.split(mark).map((part) => part.trim()).filter((part) => part !== ''));
  },
};

function presetOf(name: string, where: string): CleanOptions {
  if (name === 'line' || name === 'paragraphs') return CLEAN_PRESETS[name];
  throw new MappingError(where, `clean takes "line", "paragraphs" or {"controls", "lineBreaks", "emoji"}`);
}

function wholeNumber(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new MappingError(where, 'expected a whole number above zero');
}

/** A zone is an IANA name or a path (`@timeZone`) that holds one. */
function compileZone(zone: unknown, context: StepContext): ((scope: Scope) => string | undefined) | undefined {
  if (zone === undefined) return undefined;
  const text = String(zone);
  if (isTimeZone(text)) return () => text;
  const path = compilePath(text, context.block, context.environment, context.where);
  return (scope) => {
    const value = path.get(scope);
    return typeof value === 'string' && isTimeZone(value) ? value : undefined;
  };
}

function tableNamed(name: unknown, { environment, where }: StepContext): ReadonlyMap<string, JsonValue> {
  const table = environment.tables.get(String(name));
  if (table === undefined) throw new MappingError(where, `there is no table "${String(name)}"; the tables are ${[...environment.tables.keys()].join(', ')}`);
  return table;
}

function compileLookup({ table: name, onMiss }: Options, context: StepContext): CompiledStep {
  const table = tableNamed(name, context);
  const fallback = typeof onMiss === 'object' && onMiss !== null ? (onMiss as { use: JsonValue }).use : undefined;
  if (fallback === undefined && onMiss !== 'error' && onMiss !== 'keep' && onMiss !== 'missing') {
    throw new MappingError(context.where, 'a lookup says what happens on a miss: "error", "keep", "missing" or {"use": value}');
  }
  return onText(context, (text, scope) => {
    const found = table.get(text);
    if (found !== undefined) return found;
    if (fallback !== undefined) return fallback;
    if (onMiss === 'keep') return text;
    if (onMiss === 'missing') return undefined;
    return report(scope, context.rule, context.source, `${showCode(text, context.rule) ?? describeShape(text)} is not in the table "${String(name)}"; add it there`);
  });
}

/** Converts a quantity between units by a table of factors to one base unit; inexact results are an error, never rounded. */
function compileConvert({ table: name, from, to }: Options, context: StepContext): CompiledStep {
  const { rule, source, block, environment, where } = context;
  const factors = new Map<string, Decimal>();
  for (const [unit, factor] of tableNamed(name, context)) {
    const decimal = toDecimal(factor);
    if (decimal === undefined || decimal.units <= 0) throw new MappingError(where, `the factor of "${unit}" in table "${String(name)}" is not a positive decimal`);
    factors.set(unit, decimal);
  }
  const fromPath = compilePath(String(from), block, environment, where);
  const toPath = to === undefined ? undefined : compilePath(String(to), block, environment, where);
  const factorOf = (path: typeof fromPath, scope: Scope): Decimal | typeof FAILED => {
    const unit = path.get(scope);
    const factor = typeof unit === 'string' ? factors.get(unit) : undefined;
    return factor ?? report(scope, rule, path, `the unit ${showCode(unit, rule) ?? describeShape(unit)} is not in the table "${String(name)}"`);
  };
  const read = readDecimal(context);
  return {
    yields: 'decimal',
    apply: (value, scope) => {
      const quantity = read(value, scope);
      if (quantity === FAILED) return FAILED;
      const factor = factorOf(fromPath, scope);
      if (factor === FAILED) return FAILED;
      const base = multiply(quantity, factor);
      if (toPath === undefined) return base;
      const target = factorOf(toPath, scope);
      if (target === FAILED) return FAILED;
      const result = divide(base, target, 12, 'down');
      const back = result === undefined ? undefined : multiply(result, target);
      if (result !== undefined && back !== undefined && formatShortest(back) === formatShortest(base)) return result;
      return report(scope, rule, source, 'the quantity cannot be converted to the other unit without a remainder');
    },
  };
}

/** Compiles one step. */
export function compileStep(step: Step, context: StepContext): CompiledStep {
  if (typeof step === 'string') {
    const simple = Object.hasOwn(SIMPLE, step) ? SIMPLE[step] : undefined;
    if (simple === undefined) throw new MappingError(context.where, `"${step}" is not a step`);
    return simple(context);
  }
  const [entry, ...others] = Object.entries(step as Record<string, unknown>);
  const compile = entry !== undefined && Object.hasOwn(WITH_OPTIONS, entry[0]) ? WITH_OPTIONS[entry[0]] : undefined;
  if (entry === undefined || compile === undefined || others.length > 0) throw new MappingError(context.where, `${JSON.stringify(step).slice(0, 60)} is not a step`);
  return compile(entry[1], context);
}
