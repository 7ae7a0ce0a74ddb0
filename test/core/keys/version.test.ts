import fc from 'fast-check';
import { compareVersions, orderOfVersion } from '../../../core/keys';

describe('the order of versions', () => {
  it.each([
    ['9', '10'],
    ['0', '1'],
    ['007', '8'],
    ['9007199254740992', '9007199254740993'],
    ['2026-11-22T10:00:00+08:00', '2026-11-22T02:00:01Z'],
    ['2026-11-22T01:59:59Z', '2026-11-22T10:00:00+08:00'],
    ['2026-11-22T02:00:00Z', '2026-11-22T02:00:00.000000001Z'],
    ['2026-11-22T02:00:00.5Z', '2026-11-22T02:00:00.51Z'],
    ['2026-11-22T02:00:00.999999999Z', '2026-11-22T02:00:01Z'],
    ['1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z'],
    ['1960-01-01T00:00:00Z', '1969-01-01T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00'], // the hour that comes twice
    ['2026-12-31T23:59:59-08:00', '2027-01-01T08:00:00Z'],
    ['rev-a', 'rev-b'],
    ['2026-11-22T02:00:00Z', '2026-11-22T02:00:00Z/2026-11-22T02:00:05Z'],
    ['2026-11-22T02:00:00Z/2026-11-22T02:00:05Z', '2026-11-22T02:00:00Z/2026-11-22T02:00:05.1Z'],
    ['2026-11-22T02:00:00Z/2026-11-22T09:00:00Z', '2026-11-22T02:00:01Z/2026-11-22T02:00:00Z'],
    ['1/2', '1/10'],
  ])('puts %s before %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it.each([
    ['2026-11-22T10:00:00+08:00', '2026-11-22T02:00:00Z'],
    ['2026-11-22t02:00:00z', '2026-11-22T02:00:00Z'],
    ['2026-11-22T02:00:00.000Z', '2026-11-22T02:00:00Z'],
    ['2026-11-22T02:00:00.1234567891Z', '2026-11-22T02:00:00.1234567899Z'], // finer than a nanosecond
    ['007', '7'],
    [' 7 ', '7'],
    ['x', 'x'],
  ])('takes %s and %s for the same', (one, other) => {
    expect(compareVersions(one, other)).toBe(0);
  });

  it.each(['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-11-22T25:00:00Z', '2026-11-22 02:00:00', '2026-11-22', ''])(
    'takes %p for a text, not for a time',
    (version) => {
      expect(orderOfVersion(version)).toBe(`t${version}`);
    },
  );

  it('is the order of instants, whatever offset and precision they are written with', () => {
    const instant = fc.record({ ms: fc.integer({ min: -2e12, max: 4e12 }), offset: fc.integer({ min: -720, max: 840 }) });
    const text = ({ ms, offset }: { ms: number; offset: number }): string => {
      const sign = offset < 0 ? '-' : '+';
      const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
        String(part).padStart(2, '0'),
      );
      return `${new Date(ms + offset * 60_000).toISOString().slice(0, -1)}${sign}${hours}:${minutes}`;
    };
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        expect(Math.sign(compareVersions(text(one), text(other)))).toBe(Math.sign(one.ms - other.ms));
      }),
    );
  });

  it('is an order: no version is before itself, and what is before the second is before the third', () => {
    const version = fc.oneof(
      fc.nat().map(String),
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, a)).toBe(0);
        expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
