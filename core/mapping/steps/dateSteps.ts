import { describeShape } from '../../failure';
import { assertKeys, report } from '../compile/environment';
import { compilePath } from '../compile/path';
import type { Scope } from '../compile/scope';
import { MappingError } from '../issue';
import { dateInZone, isTimeZone, parseMoment, utcText } from './dates';
import type { CompileStep, StepContext } from './step';
import { onText } from './step';

const BAD_ZONE = 'the time zone is not known; use an IANA name such as Asia/Shanghai';

/** Steps on dates and times. */
export const dateSteps: Readonly<Record<string, CompileStep>> = {
  dateTime: (argument, context) => {
    const { rule, source, where } = context;
    assertKeys(argument, ['zone', 'to'], where, '"dateTime"');
    const zone = compileZone(argument.zone, context);
    if (argument.to !== undefined && argument.to !== 'UTC')
      throw new MappingError(where, '"to" is "UTC", or left out to keep the offset of the source');
    const toUtc = argument.to === 'UTC';
    return onText(context, (text, scope) => {
      const moment = parseMoment(text.trim(), zone?.(scope));
      if (moment !== undefined) return toUtc ? utcText(moment) : moment.text;
      return report(
        scope,
        rule,
        source,
        `expected a date and time with offset, such as 2026-11-22T10:15:30+08:00, got ${describeShape(text)}`,
      );
    });
  },
  date: (argument, context) => {
    const { rule, source } = context;
    assertKeys(argument, ['zone'], context.where, '"date"');
    const zone = compileZone(argument.zone, context);
    return onText(context, (text, scope) => {
      const trimmed = text.trim();
      if (/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) {
        // A calendar date without a time is already a business date.
        return parseMoment(trimmed, 'UTC') === undefined ? report(scope, rule, source, 'expected a real calendar date') : trimmed;
      }
      const name = zone === undefined ? 'UTC' : zone(scope);
      if (name === undefined) return report(scope, rule, source, BAD_ZONE);
      const moment = parseMoment(trimmed, zone === undefined ? undefined : name);
      if (moment === undefined) return report(scope, rule, source, `expected a date, got ${describeShape(text)}`);
      return dateInZone(moment.epochMs, name) ?? report(scope, rule, source, BAD_ZONE);
    });
  },
};

/** A zone is an IANA name or a path (`@timeZone`) that holds one. */
function compileZone(zone: unknown, context: StepContext): ((scope: Scope) => string | undefined) | undefined {
  if (zone === undefined) return undefined;
  if (typeof zone !== 'string') throw new MappingError(context.where, '"zone" is an IANA name or a path to one');
  if (isTimeZone(zone)) return () => zone;
  const { get } = compilePath(zone, context.block, context.environment, context.where);
  return (scope) => {
    const value = get(scope);
    return typeof value === 'string' && isTimeZone(value) ? value : undefined;
  };
}
