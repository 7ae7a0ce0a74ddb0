import type { CleanOptions } from '../format';

/* Control characters are what this module is about. */
const CONTROLS_BUT_BREAKS =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
const LINE_BREAKS = /\r\n?|\n|\u0085/gu;
const EMOJI =
  /\p{Extended_Pictographic}(?:[\u{1F3FB}-\u{1F3FF}\uFE0F]|\u200D\p{Extended_Pictographic})*|[\u{1F1E6}-\u{1F1FF}]{2}|\uFE0F/gu;
const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const PLAIN = /^[\x20-\x7E]*$/;

/** What one line (names, addresses) and what paragraphs (notes) become when nothing else is said. */
export const CLEAN_PRESETS: Readonly<Record<'line' | 'paragraphs', CleanOptions>> = {
  line: { controls: 'space', lineBreaks: 'space', emoji: 'keep' },
  paragraphs: { controls: 'remove', lineBreaks: 'keep', emoji: 'keep' },
};

/**
 * Cleans text for a target: control and invisible direction characters, line breaks, emoji, halves of 4-byte characters.
 * Blanks at the ends and doubled blanks in a line go too.
 * @returns the text, or what was found when the options say `error`
 */
export function cleanText(text: string, options: CleanOptions): string | { readonly found: 'control characters' | 'emoji' } {
  if (PLAIN.test(text) && !text.includes('  ')) return text.trim();
  let result = text.normalize('NFC').replace(LONE_SURROGATES, '');
  result = result.replace(LINE_BREAKS, options.lineBreaks === 'space' ? ' ' : '\n');
  const controls = result.replace(/\t/g, ' ').replace(CONTROLS_BUT_BREAKS, options.controls === 'space' ? ' ' : '');
  if (options.controls === 'error' && controls !== result.replace(/\t/g, ' ')) return { found: 'control characters' };
  result = controls;
  if (options.emoji !== 'keep') {
    const without = result.replace(EMOJI, '');
    if (options.emoji === 'error' && without !== result) return { found: 'emoji' };
    result = without;
  }
  return result
    .replace(/ {2,}/g, ' ')
    .replace(/ *\n */g, '\n')
    .trim();
}

/** Cuts to a number of characters (code points), never through a 4-byte character. */
export function truncateText(text: string, length: number): string {
  if (text.length <= length) return text;
  return Array.from(text).slice(0, length).join('').trimEnd();
}

/** Length in characters as people count them (code points). */
export function textLength(text: string): number {
  return PLAIN.test(text) ? text.length : Array.from(text).length;
}
