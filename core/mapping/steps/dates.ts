/** A moment as the source wrote it. */
export interface Moment {
  readonly epochMs: number;
  /** RFC 3339 text with the source's own offset. */
  readonly text: string;
  /** Minutes east of UTC. */
  readonly offsetMinutes: number;
}

/** A moment in UTC: `2026-11-22T02:15:30.000Z`. */
export function utcText({ epochMs, text, offsetMinutes }: Moment): string {
  const minutes = twoDigits(text, 11) * 60 + twoDigits(text, 14) - offsetMinutes;
  // Within the same day and to the second, only hours and minutes change.
  if (minutes < 0 || minutes >= 1440 || text.charCodeAt(19) === 46) return new Date(epochMs).toISOString();
  return `${text.slice(0, 11)}${pad(Math.trunc(minutes / 60))}:${pad(minutes % 60)}${text.slice(16, 19)}.000Z`;
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|z|[+-]\d{2}:?\d{2})?)?$/;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Two digits at a place of a text; NaN when they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The form that most systems send, `2026-11-22T10:15:30+08:00` or with `Z`, read without a regular expression. */
function parsePlain(text: string): Moment | undefined {
  const { length } = text;
  if (length !== 25 && length !== 20) return undefined;
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== 84 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  )
    return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const sign = text.charCodeAt(19);
  let minutes = 0;
  if (length === 25) {
    if ((sign !== 43 && sign !== 45) || text.charCodeAt(22) !== 58) return undefined;
    const hours = twoDigits(text, 20);
    const rest = twoDigits(text, 23);
    if (!(hours <= 14 && rest <= 59)) return undefined;
    minutes = (sign === 45 ? -1 : 1) * (hours * 60 + rest);
    if (minutes === 0) return undefined;
  } else if (sign !== 90) return undefined;
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > (DAYS_IN_MONTH[month - 1] as number) + (isLeap ? 1 : 0)) return undefined;
  return { epochMs: Date.UTC(year, month - 1, day, hour, minute, second) - minutes * 60_000, text, offsetMinutes: minutes };
}

/**
 * Reads ISO 8601 / RFC 3339 text. A time without offset is only understood when `zone` says where it was meant.
 * @param zone IANA zone for texts without offset
 * @returns `undefined` when the text is not a real moment (32 January, 25 o'clock) or has no offset and no zone is known
 */
export function parseMoment(text: string, zone: string | undefined): Moment | undefined {
  const plain = parsePlain(text);
  if (plain !== undefined) return plain;
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset] = match;
  const wallMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const wall = new Date(wallMs);
  if (wall.getUTCFullYear() !== Number(year) || wall.getUTCMonth() !== Number(month) - 1 || wall.getUTCDate() !== Number(day))
    return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;

  const offsetMinutes = offset === undefined ? undefined : parseOffset(offset);
  if (offset !== undefined && offsetMinutes === undefined) return undefined;
  const minutes = offsetMinutes ?? (zone === undefined ? undefined : zoneOffsetMinutes(wallMs, zone));
  if (minutes === undefined) return undefined;
  const milliseconds = fraction === '' ? 0 : Math.trunc(Number(`0${fraction}`) * 1000);
  return {
    epochMs: wallMs - minutes * 60_000 + milliseconds,
    text: `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${formatOffset(minutes)}`,
    offsetMinutes: minutes,
  };
}

function parseOffset(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function formatOffset(minutes: number): string {
  if (minutes === 0) return 'Z';
  const magnitude = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.trunc(magnitude / 60)).padStart(2, '0')}:${String(magnitude % 60).padStart(2, '0')}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
/** More zones than a mapping ever uses; names can come from records, in any mix of upper and lower case. */
const MAX_FORMATTERS = 500;

function formatterFor(zone: string): Intl.DateTimeFormat | undefined {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  try {
    const formatter = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    if (formatters.size < MAX_FORMATTERS) formatters.set(zone, formatter);
    return formatter;
  } catch {
    return undefined;
  }
}

/** Whether the runtime knows the IANA zone. */
export function isTimeZone(zone: string): boolean {
  return formatterFor(zone) !== undefined;
}

/**
 * The calendar date of a moment in a zone: `2026-11-23` for 18:00 UTC of the 22nd in Asia/Shanghai.
 * @returns `undefined` for an unknown zone
 */
export function dateInZone(epochMs: number, zone: string): string | undefined {
  return formatterFor(zone)?.format(epochMs).slice(0, 10);
}

/** Offset of a zone for a wall-clock time, in minutes east of UTC; for times skipped or doubled by DST, the later offset's reading. */
function zoneOffsetMinutes(wallMs: number, zone: string): number | undefined {
  const formatter = formatterFor(zone);
  if (formatter === undefined) return undefined;
  const offsetAt = (epochMs: number): number =>
    (Date.parse(`${formatter.format(epochMs).replace(' ', 'T')}Z`) - Math.trunc(epochMs / 1000) * 1000) / 60_000;
  const guess = offsetAt(wallMs);
  return offsetAt(wallMs - guess * 60_000);
}
