import fc from 'fast-check';
import { parseLossless } from '../../../core/json';
import { parsePayload } from '../../src/intake/parsePayload';

const read = (text: string) => parsePayload(Buffer.from(text));

describe('a payload', () => {
  it.each([
    '{"id":820982911946154508}',
    '{"id": -820982911946154508 ,"a":[ 12345678901234567890 , 1]}',
    '{"price":1234567890123.50,"negative":-1234567890123.50,"exact":9007199254740991}',
    '{"a":1.2345678901234567e10,"b":100000000000000000000,"c":0.1}',
    '{"note":"from: 820982911946154508, to","id":820982911946154508}',
    '{"note":"[820982911946154508]"}',
    '{"note":"\\"a\\":820982911946154508,"}',
    '{"a":{"b":[[1234567890123456789]]},":12345678901234567,":1}',
  ])('keeps its digits: %s', (text) => {
    expect(read(text)).toEqual(parseLossless(text));
  });

  it('is read as the slower parser reads it, whatever it is', () => {
    const number = fc.oneof(
      fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
      fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat(999_999)).map(([whole, part]) => `${whole}.${part}`),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    );
    const text = fc
      .oneof(
        fc.string({ unit: 'binary' }),
        number.map((digits) => `, ${digits},`),
        number.map((digits) => `[${digits}]`),
      )
      .map((value) => JSON.stringify(value));
    const space = fc.constantFrom('', ' ', '\n\t');
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        number,
        text,
        fc.constantFrom('true', 'null'),
        fc.array(fc.tuple(space, tie('value'), space).map((parts) => parts.join(''))).map((items) => `[${items.join(',')}]`),
        fc
          .array(fc.tuple(text, space, tie('value'), space))
          .map((members) => `{${members.map(([key, gap, item, end]) => `${key}:${gap}${item}${end}`).join(',')}}`),
      ),
    }));
    fc.assert(
      fc.property(value, (item) => {
        const body = `{"value":${item}}`;
        expect(read(body)).toEqual(parseLossless(body));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', '[]', '1', '"a"', 'null', '{', '{"a":01234567890123456789}', '{"a":1234567890.12345678901.2}'])(
    'is none when the body is %j',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );
});
