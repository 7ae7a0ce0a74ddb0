/** Lone halves of a surrogate pair: no database stores them. With the u flag, paired ones do not match. */
const LONE_SURROGATES = /\p{Cs}/gu;
/** Control characters (C0 and C1) without tab, line feed and carriage return. */
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;

/**
 * Makes text fit for a field of one line: control characters, tabs and line breaks become a blank, runs of blanks one blank.
 * Emoji and characters beyond the basic plane stay.
 */
export function singleLine(text: string): string {
  return text
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(CONTROLS, ' ')
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim();
}

/** Makes text fit for a field of several lines: line breaks become line feeds, control characters go, emoji stay. */
export function multiLine(text: string): string {
  return text
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(CONTROLS, '')
    .trim();
}
