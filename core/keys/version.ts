const INTEGER = /^\d{1,30}$/;
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;
const INTEGER_WIDTH = 30;
const SECONDS_WIDTH = 14;
const FRACTION_WIDTH = 9;
/** Seconds from the year 0 to 1970: added so that times before 1970 are ordered as well. */
const SECONDS_BEFORE_1970 = 62_167_219_200;

/**
 * A version as text whose order (by code units, as `<` compares) is the order of versions: whole numbers by value, RFC 3339 times by
 * instant (down to the nanosecond, whatever their offset), anything else as it is. A version may have several parts, separated by
 * `/`: the first that differs decides, and a missing part comes before a present one. Shopify's `updated_at` has whole seconds only,
 * so the time at which the event was triggered is its second part.
 *
 * @example orderOfVersion('2026-11-22T10:00:00+08:00') < orderOfVersion('2026-11-22T02:00:01Z') // true
 */
export function orderOfVersion(version: string): string {
  return version.split('/').map(orderOfPart).join('\u0001');
}

/** Negative when `one` is older than `other`, 0 when they are the same version, positive when it is newer. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [orderOfVersion(one), orderOfVersion(other)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function orderOfPart(part: string): string {
  const text = part.trim();
  if (INTEGER.test(text)) return `n${text.padStart(INTEGER_WIDTH, '0')}`;
  const [, dateTime = '', fraction = '.', offset = ''] = TIME.exec(text) ?? [];
  const instantMs = dateTime === '' ? Number.NaN : Date.parse(`${dateTime}${offset}`.toUpperCase());
  // The 30th of February and its like are no times: V8 would take them for the day after the last.
  if (Number.isNaN(instantMs) || !isCalendarDay(dateTime.slice(0, 10))) return `t${text}`;
  const seconds = String(instantMs / 1000 + SECONDS_BEFORE_1970).padStart(SECONDS_WIDTH, '0');
  return `d${seconds}.${fraction.slice(1).padEnd(FRACTION_WIDTH, '0').slice(0, FRACTION_WIDTH)}`;
}

function isCalendarDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}
