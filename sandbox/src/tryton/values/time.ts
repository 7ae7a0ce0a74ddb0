import { PythonError } from '../errors';

const calendars = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter is a thousand times slower than using it. */
function calendar(timeZone: string): Intl.DateTimeFormat {
  const known =
    calendars.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, known);
  return known;
}

/** A calendar date without time and zone. */
export class Day {
  private constructor(
    readonly year: number,
    readonly month: number,
    readonly day: number,
  ) {}

  /** Refuses impossible dates with Python's words. */
  static of(year: number, month: number, day: number): Day {
    if (!(month >= 1 && month <= 12)) throw new PythonError('month must be in 1..12');
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    if (!(day >= 1 && day <= last)) throw new PythonError('day is out of range for month');
    return new Day(year, month, day);
  }

  /** The date that a zone's calendar shows at a point in time. */
  static inZone(epochMs: number, timeZone: string): Day {
    const text = calendar(timeZone).format(epochMs);
    const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
    return new Day(year, month, day);
  }

  plusDays(days: number): Day {
    const date = new Date(Date.UTC(this.year, this.month - 1, this.day + days));
    return new Day(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  }

  /** `YYYY-MM-DD`; also the order key. */
  toString(): string {
    const pad = (value: number, width: number) => String(value).padStart(width, '0');
    return `${pad(this.year, 4)}-${pad(this.month, 2)}-${pad(this.day, 2)}`;
  }
}

/** A point in time with microseconds, UTC. */
export class Moment {
  constructor(
    /** Microseconds since 1970-01-01T00:00:00Z. */
    readonly micros: number,
  ) {}

  static of(date: Day, hour: number, minute: number, second: number, microsecond: number): Moment {
    if (!(hour >= 0 && hour < 24)) throw new PythonError('hour must be in 0..23');
    if (!(minute >= 0 && minute < 60)) throw new PythonError('minute must be in 0..59');
    if (!(second >= 0 && second < 60)) throw new PythonError('second must be in 0..59');
    if (!(microsecond >= 0 && microsecond < 1_000_000)) throw new PythonError('microsecond must be in 0..999999');
    return new Moment(Date.UTC(date.year, date.month - 1, date.day, hour, minute, second) * 1000 + microsecond);
  }

  get day(): Day {
    return Day.inZone(Math.floor(this.micros / 1000), 'UTC');
  }

  get date(): Date {
    return new Date(Math.floor(this.micros / 1000));
  }

  get microsecond(): number {
    return ((this.micros % 1_000_000) + 1_000_000) % 1_000_000;
  }

  /** Whole seconds since 1970, as SQLite computes a record's timestamp. */
  get epochSeconds(): number {
    return Math.floor(this.micros / 1_000_000);
  }
}

/** A length of time. */
export class Duration {
  constructor(readonly seconds: number) {}
}
