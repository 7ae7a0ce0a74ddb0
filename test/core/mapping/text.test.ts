import fc from 'fast-check';
import { CLEAN_PRESETS, cleanText, textLength, truncateText } from '../../../core/mapping/steps/text';

test.each([
  ['a\u0000b', 'a b'],
  ['  a \t b ', 'a b'],
  ['a\r\nb\u2028c', 'a b c'],
  ['e\u0301', 'é'],
  ['x\ud800y', 'xy'],
  ['\ufeffname\u200b', 'name'],
  ['left\u202eright', 'left right'],
  ['𠮷野家 🧤', '𠮷野家 🧤'],
  ['👩\u200d⚕\ufe0f', '👩\u200d⚕\ufe0f'],
  ['\u0001', ''],
])('a line: %j becomes %j', (text, expected) => {
  expect(cleanText(text, CLEAN_PRESETS.line)).toBe(expected);
});

test('paragraphs keep their line breaks, in one form', () => {
  expect(cleanText('a \r\n\r\n b\u0007\rc', CLEAN_PRESETS.paragraphs)).toBe('a\n\nb\nc');
});

test('what must not be there is named, not removed, when the options say so', () => {
  expect(cleanText('a\u0007', { controls: 'error', lineBreaks: 'keep', emoji: 'keep' })).toEqual({ found: 'control characters' });
  expect(cleanText('a 🧤', { controls: 'remove', lineBreaks: 'keep', emoji: 'error' })).toEqual({ found: 'emoji' });
  expect(cleanText('a 🧤 1', { controls: 'remove', lineBreaks: 'keep', emoji: 'remove' })).toBe('a 1');
});

test('cleaning twice changes nothing more, and leaves no control characters or half characters', () => {
  const options = fc.record({
    controls: fc.constantFrom('remove' as const, 'space' as const),
    lineBreaks: fc.constantFrom('keep' as const, 'space' as const),
    emoji: fc.constantFrom('keep' as const, 'remove' as const),
  });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), options, (text, how) => {
      const once = cleanText(text, how) as string;
      expect(cleanText(once, how)).toBe(once);
      expect(Buffer.from(once, 'utf8').toString('utf8')).toBe(once);
      expect(once).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      expect(once).toBe(once.trim());
    }),
    { numRuns: 3_000, seed: 2 },
  );
});

test('cutting never goes through a character', () => {
  expect(truncateText('𠮷野家', 1)).toBe('𠮷');
  expect(truncateText('ab cd', 3)).toBe('ab');
  expect(textLength('𠮷野家')).toBe(3);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const cut = truncateText(text, length);
      expect(textLength(cut)).toBeLessThanOrEqual(length);
      expect(text.startsWith(cut)).toBe(true);
    }),
    { numRuns: 1_000, seed: 2 },
  );
});
