import fc from 'fast-check';
import { CanonicalJsonError, canonicalJson, hashOfJson } from '../../../core/audit';

test('the example of RFC 8785 gives the bytes of RFC 8785, but for its number beyond 2^53', () => {
  const value = {
    numbers: [333333333.33333329, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('members are sorted by UTF-16 code units, also inside of lists', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  expect(Object.keys(JSON.parse(canonicalJson([value]))[0] as object).length).toBe(7);
  expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  expect(canonicalJson([{ b: 1, a: { d: 1, c: 2 } }])).toBe('[{"a":{"c":2,"d":1},"b":1}]');
});

test('1, 1.0 and 1e0 are one number, and -0 is 0', () => {
  for (const text of ['1', '1.0', '1e0', '10E-1']) expect(canonicalJson(JSON.parse(text))).toBe('1');
  expect(canonicalJson(-0)).toBe('0');
});

test.each([
  ['a whole number beyond 2^53', { a: [9007199254740992] }, '/a/0'],
  ['a large power of ten', 1e30, ''],
  ['NaN', { a: Number.NaN }, '/a'],
  ['an infinity', Number.POSITIVE_INFINITY, ''],
  ['half a character in a text', { a: 'x\ud83d' }, '/a'],
  ['half a character in a name', { '\ude00': 1 }, ''],
  ['nothing in a list', [undefined], '/0'],
  ['a date', { at: new Date(0) }, '/at'],
  ['bytes', { bytes: Buffer.from('a') }, '/bytes'],
  ['a big integer', 1n, ''],
  ['a function', { f: () => 1 }, '/f'],
])('%s is refused with its place', (_what, value, pointer) => {
  expect(() => canonicalJson(value)).toThrow(CanonicalJsonError);
  expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ pointer }));
});

test('the largest exact numbers pass', () => {
  expect(canonicalJson([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])).toBe('[9007199254740991,-9007199254740991]');
});

test('composed and decomposed Unicode stay different', () => {
  expect(hashOfJson('é')).not.toBe(hashOfJson('e\u0301'));
});

test('missing, null and empty text are three things, and undefined is missing', () => {
  expect(canonicalJson({ a: undefined })).toBe('{}');
  expect(new Set([{}, { a: null }, { a: '' }].map(hashOfJson)).size).toBe(3);
});

test('deep nesting is refused instead of ending the process', () => {
  const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as unknown;
  expect(() => canonicalJson(deep)).toThrow('nested more than 200 deep');
});

test('an error names no value', () => {
  expect(() => canonicalJson({ patient: 'Zhang San\ud800' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('Zhang') as string }),
  );
});

test('any JSON has one text, whatever the order of its members, and reads back as itself', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      fc.pre(hasCanonicalForm(value));
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      const turned = (part: unknown): unknown => {
        if (Array.isArray(part)) return part.map(turned);
        if (typeof part !== 'object' || part === null) return part;
        return Object.fromEntries(
          Object.entries(part)
            .reverse()
            .map(([key, member]) => [key, turned(member)]),
        );
      };
      expect(canonicalJson(turned(JSON.parse(text)))).toBe(text);
    }),
    { numRuns: 300 },
  );
});

/** Without whole numbers beyond 2^53, which are refused. */
function hasCanonicalForm(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(hasCanonicalForm);
}
