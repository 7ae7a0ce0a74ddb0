import { type Language, LOCALES } from './i18n';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The zone in which the viewer's machine shows times, with its offset. */
export function zoneName(language: Language, atMs: number): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const parts = new Intl.DateTimeFormat(LOCALES[language], { timeZoneName: 'longOffset' }).formatToParts(atMs);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return timeZone === 'UTC' || offset === timeZone ? timeZone : `${timeZone} (${offset})`;
}

/** Date and time to the second, with the zone: for tooltips and details. */
export function fullTime(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeStyle: 'long' }).format(atMs);
}

/** As short as it can be without doubt: the time of today, otherwise day and time, the year only when it is another one. */
export function shortTime(language: Language, atMs: number, nowMs: number): string {
  const [at, now] = [new Date(atMs), new Date(nowMs)];
  const isToday = at.toDateString() === now.toDateString();
  const isThisYear = at.getFullYear() === now.getFullYear();
  const day: Intl.DateTimeFormatOptions = isToday
    ? {}
    : { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) };
  const clock: Intl.DateTimeFormatOptions = isToday
    ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
    : { hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(LOCALES[language], { ...day, ...clock, hourCycle: 'h23' }).format(at);
}

/** `3 min ago`, for what matters by its age. */
export function age(language: Language, atMs: number, nowMs: number): string {
  const format = new Intl.RelativeTimeFormat(LOCALES[language], { style: 'short', numeric: 'always' });
  const passedMs = nowMs - atMs;
  const far = Math.abs(passedMs);
  if (far < MINUTE_MS) return format.format(-Math.round(passedMs / SECOND_MS), 'second');
  if (far < HOUR_MS) return format.format(-Math.round(passedMs / MINUTE_MS), 'minute');
  if (far < DAY_MS) return format.format(-Math.round(passedMs / HOUR_MS), 'hour');
  return format.format(-Math.round(passedMs / DAY_MS), 'day');
}

/** `640 ms`, `1.9 s`, `4 min`. */
export function duration(language: Language, ms: number): string {
  const [value, unit] =
    ms < SECOND_MS
      ? [ms, 'millisecond']
      : ms < MINUTE_MS
        ? [ms / SECOND_MS, 'second']
        : ms < HOUR_MS
          ? [ms / MINUTE_MS, 'minute']
          : [ms / HOUR_MS, 'hour'];
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'unit',
    unit,
    unitDisplay: 'narrow',
    maximumFractionDigits: value < 10 && unit !== 'millisecond' ? 1 : 0,
  }).format(value);
}

export function number(language: Language, value: number): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

export function percent(language: Language, share: number): string {
  return new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);
}
