import { assertKeys, report } from '../compile/environment';
import type { CleanOptions } from '../format';
import { MappingError } from '../issue';
import type { ChangeText, CompileStep } from './step';
import { onText } from './step';
import { CLEAN_PRESETS, cleanText, textLength, truncateText } from './text';

/** The step `text` changes nothing: making text of a number is what all steps on text do first. */
export const sameText = (text: string): string => text;

/** Steps on text that need no argument. */
export const plainTextSteps: Readonly<Record<string, CompileStep>> = {
  text: (_, context) => onText(context, sameText),
  trim: (_, context) => onText(context, (text) => text.trim()),
  upper: (_, context) => onText(context, (text) => text.toUpperCase()),
  lower: (_, context) => onText(context, (text) => text.toLowerCase()),
  collapse: (_, context) => onText(context, (text) => text.replace(/\s+/g, ' ').trim()),
};

/** Steps on text with an argument. */
export const textSteps: Readonly<Record<string, CompileStep>> = {
  clean: (argument, context) => {
    const { rule, source, where } = context;
    const options = cleanOptions(argument, where);
    return onText(context, (text, scope) => {
      const cleaned = cleanText(text, options);
      if (typeof cleaned === 'string') return cleaned === '' ? undefined : cleaned;
      return report(scope, rule, source, `${cleaned.found} are not allowed here`);
    });
  },
  replace: (argument, context) => {
    assertKeys(argument, ['find', 'with'], context.where, '"replace"');
    const find = textOf(argument.find, context.where);
    const replacement = textOf(argument.with, context.where);
    if (find === '') throw new MappingError(context.where, 'replace needs a text to find');
    return onText(context, (text) => {
      const at = text.indexOf(find);
      if (at < 0) return text;
      const next = at + find.length;
      return text.includes(find, next) ? text.split(find).join(replacement) : text.slice(0, at) + replacement + text.slice(next);
    });
  },
  prefix: (argument, context) => {
    const prefix = textOf(argument, context.where);
    return onText(context, (text) => `${prefix}${text}`);
  },
  suffix: (argument, context) => {
    const suffix = textOf(argument, context.where);
    return onText(context, (text) => `${text}${suffix}`);
  },
  withoutPrefix: (argument, context) => {
    const prefix = textOf(argument, context.where);
    return onText(context, (text) => (text.startsWith(prefix) ? text.slice(prefix.length) : text));
  },
  withoutSuffix: (argument, context) => {
    const suffix = textOf(argument, context.where);
    return onText(context, (text) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text));
  },
  after: (argument, context) => {
    const mark = textOf(argument, context.where);
    return onText(context, (text) => {
      const at = text.lastIndexOf(mark);
      return at < 0 ? text : text.slice(at + mark.length);
    });
  },
  before: (argument, context) => {
    const mark = textOf(argument, context.where);
    return onText(context, (text) => {
      const at = text.indexOf(mark);
      return at < 0 ? text : text.slice(0, at);
    });
  },
  maxLength: (argument, context) => {
    const { rule, source } = context;
    const limit = wholeNumber(argument, context.where);
    return onText(context, (text, scope) => {
      const length = text.length <= limit ? text.length : textLength(text);
      return length <= limit ? text : report(scope, rule, source, `expected at most ${limit} characters, got ${length}`);
    });
  },
  truncate: (argument, context) => {
    const limit = wholeNumber(argument, context.where);
    return onText(context, (text) => truncateText(text, limit));
  },
  split: (argument, context) => {
    const mark = textOf(argument, context.where);
    if (mark === '') throw new MappingError(context.where, 'split needs a separator');
    const { rule, source } = context;
    const { maxItems } = context.environment.limits;
    const change: ChangeText = (text, scope) => {
      const parts = text.split(mark, maxItems + 1);
      if (parts.length > maxItems)
        return report(scope, rule, source, `the text splits into more than ${maxItems} parts, which is the limit`);
      return parts.map((part) => part.trim()).filter((part) => part !== '');
    };
    return { ...onText(context, change), endsText: true };
  },
};

function cleanOptions(argument: unknown, where: string): CleanOptions {
  if (argument === 'line' || argument === 'paragraphs') return CLEAN_PRESETS[argument];
  assertKeys(argument, ['controls', 'lineBreaks', 'emoji'], where, '"clean"');
  const { controls, lineBreaks, emoji } = argument as Partial<CleanOptions>;
  const known =
    ['remove', 'space', 'error'].includes(String(controls)) &&
    ['keep', 'space'].includes(String(lineBreaks)) &&
    ['keep', 'remove', 'error'].includes(String(emoji));
  if (!known) {
    throw new MappingError(
      where,
      'clean takes "line", "paragraphs" or {"controls": remove|space|error, "lineBreaks": keep|space, "emoji": keep|remove|error}',
    );
  }
  return argument as unknown as CleanOptions;
}

function textOf(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw new MappingError(where, 'expected a text');
}

function wholeNumber(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new MappingError(where, 'expected a whole number above zero');
}
