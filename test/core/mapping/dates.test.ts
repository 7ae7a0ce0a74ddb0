import fc from 'fast-check';
import type { Moment } from '../../../core/mapping/steps/dates';
import { dateInZone, isTimeZone, parseMoment, utcText } from '../../../core/mapping/steps/dates';

test.each<[string, string | undefined, string | undefined]>([
  ['2026-11-22T10:15:30+08:00', undefined, '2026-11-22T10:15:30+08:00'],
  ['2026-11-22T10:15:30Z', undefined, '2026-11-22T10:15:30Z'],
  ['2026-11-22T10:15:30+00:00', undefined, '2026-11-22T10:15:30Z'],
  ['2026-11-22T10:15:30.123456789-0330', undefined, '2026-11-22T10:15:30.123456789-03:30'],
  ['2026-11-22 10:15', 'Asia/Shanghai', '2026-11-22T10:15:00+08:00'],
  ['2026-11-22', 'UTC', '2026-11-22T00:00:00Z'],
  ['2026-07-01T12:00:00', 'Europe/Berlin', '2026-07-01T12:00:00+02:00'],
  ['2026-12-01T12:00:00', 'Europe/Berlin', '2026-12-01T12:00:00+01:00'],
  ['2028-02-29T00:00:00Z', undefined, '2028-02-29T00:00:00Z'],
  ['2026-02-29T00:00:00Z', undefined, undefined],
  ['1900-02-29T00:00:00Z', undefined, undefined],
  ['2026-04-31T00:00:00Z', undefined, undefined],
  ['2026-11-22T24:00:00Z', undefined, undefined],
  ['2026-11-22T10:60:00Z', undefined, undefined],
  ['2026-11-22T10:15:30+15:00', undefined, undefined],
  ['2026-11-22T10:15:30', undefined, undefined],
  ['2026-11-22T10:15:30', 'Mars/Olympus', undefined],
  ['22.11.2026', 'UTC', undefined],
  ['2026-11-2AT10:15:30Z', undefined, undefined],
  ['', 'UTC', undefined],
])('"%s" in %s is %s', (text, zone, expected) => {
  expect(parseMoment(text, zone)?.text).toBe(expected);
});

test('every moment is read as the platform’s own parser reads it', () => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const parts = fc.tuple(
    fc.integer({ min: 1970, max: 2099 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.integer({ min: 0, max: 59 }),
    fc.constantFrom('Z', '+08:00', '-03:30', '+14:00', '-11:00', '+00:00'),
  );
  fc.assert(
    fc.property(
      parts,
      fc.constantFrom('', '.5', '.123', '.999'),
      ([year, month, day, hour, minute, second, offset], fraction) => {
        const text = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${offset}`;
        const moment = parseMoment(text, undefined) as Moment;
        expect(moment.epochMs).toBe(Date.parse(text));
        expect(utcText(moment)).toBe(new Date(text).toISOString());
      },
    ),
    { numRuns: 2_000, seed: 1 },
  );
});

test('a night when clocks change: the skipped and the doubled hour are still moments', () => {
  expect(parseMoment('2026-03-29T02:30:00', 'Europe/Berlin')?.text).toMatch(/^2026-03-29T02:30:00\+0[12]:00$/);
  expect(parseMoment('2026-10-25T02:30:00', 'Europe/Berlin')?.text).toMatch(/^2026-10-25T02:30:00\+0[12]:00$/);
});

test.each([
  ['2026-11-22T23:30:00-08:00', 'Asia/Shanghai', '2026-11-23'],
  ['2026-12-01T00:30:00+08:00', 'Asia/Shanghai', '2026-12-01'],
  ['2026-12-01T00:30:00+08:00', 'UTC', '2026-11-30'],
  ['2026-12-31T16:00:00Z', 'Asia/Shanghai', '2027-01-01'],
  ['2026-03-08T07:59:59Z', 'America/Los_Angeles', '2026-03-07'],
])('%s in %s is the business date %s', (text, zone, date) => {
  expect(dateInZone(parseMoment(text, undefined)?.epochMs ?? 0, zone)).toBe(date);
});

test('unknown zones are known to be unknown', () => {
  expect([isTimeZone('Asia/Shanghai'), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([true, false, false]);
  expect(dateInZone(0, 'Mars/Olympus')).toBeUndefined();
});
