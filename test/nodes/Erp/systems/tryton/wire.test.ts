import { decodeWire, wireDate, wireDecimal } from '../../../../../nodes/Erp/systems/tryton/client';

test.each([
  [{ __class__: 'Decimal', decimal: '1080.0000' }, '1080.0000'],
  [{ __class__: 'Decimal', decimal: '0E-10' }, '0.0000000000'],
  [{ __class__: 'Decimal', decimal: '1.2E+3' }, '1200'],
  [{ __class__: 'Decimal', decimal: '-1.5E-3' }, '-0.0015'],
  [{ __class__: 'Decimal', decimal: '12E1' }, '120'],
  [{ __class__: 'date', year: 2026, month: 1, day: 3 }, '2026-01-03'],
  [
    { __class__: 'datetime', year: 2026, month: 11, day: 22, hour: 1, minute: 2, second: 3, microsecond: 45 },
    '2026-11-22T01:02:03.000045Z',
  ],
  [{ __class__: 'time', hour: 1, minute: 2, second: 3, microsecond: 0 }, '01:02:03.000000'],
  [{ __class__: 'timedelta', seconds: 86400 }, 'PT86400S'],
  [{ __class__: 'bytes', base64: 'aGVs\nbG8=\n' }, 'aGVsbG8='],
  [
    { __class__: 'unheard-of', a: 1 },
    { __class__: 'unheard-of', a: 1 },
  ],
  [
    [{ 'product.': { code: 'A', list_price: { __class__: 'Decimal', decimal: '1' } }, 'lot.': null }],
    [{ 'product.': { code: 'A', list_price: '1' }, 'lot.': null }],
  ],
])('%j is read as %j', (wire, plain) => {
  expect(decodeWire(wire)).toEqual(plain);
});

test('decimals and dates are sent in the tagged form', () => {
  expect(wireDecimal('10.0001')).toEqual({ __class__: 'Decimal', decimal: '10.0001' });
  expect(wireDate('2026-11-02')).toEqual({ __class__: 'date', year: 2026, month: 11, day: 2 });
});
