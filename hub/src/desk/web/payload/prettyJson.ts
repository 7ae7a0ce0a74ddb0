const INDENT = '  ';

/**
 * JSON with a line for each value, every value as it was written: no digit of a 64-bit id is lost, because nothing is parsed.
 * @returns the text as it was when it is not JSON
 */
export function prettyJson(text: string): string {
  if (jsonError(text) !== undefined) return text;
  let pretty = '';
  let depth = 0;
  const line = () => `\n${INDENT.repeat(depth)}`;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const isOpening = token === '{' || token === '[';
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    const before = pretty.at(-1);
    const isEmpty = isClosing && (before === '{' || before === '[');
    const startsLine = before === '{' || before === '[' || before === ',';
    if (isEmpty || token === ',') pretty += token;
    else if (token === ':') pretty += ': ';
    else pretty += isClosing || startsLine ? `${line()}${token}` : token;
    if (isOpening) depth += 1;
  }
  return pretty;
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR =
  /(?:"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Reads as far as a text is JSON; answers where it stops. Browsers name the place in some of their messages only. */
function endOfJson(text: string): number {
  let at = 0;
  const take = (form: RegExp): boolean => {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match !== null) at += match[0].length;
    return match !== null;
  };
  const sign = (character: string): boolean => {
    if (text[at] !== character) return false;
    at += 1;
    return take(SPACE);
  };
  const list = (end: string, entry: () => boolean): boolean => {
    if (sign(end)) return true;
    do if (!entry()) return false;
    while (sign(','));
    return sign(end);
  };
  const value = (): boolean => {
    if (sign('{')) return list('}', () => take(TEXT) && take(SPACE) && sign(':') && value());
    if (sign('[')) return list(']', value);
    return take(SCALAR) && take(SPACE);
  };
  take(SPACE);
  value();
  return at;
}

export interface JsonError {
  /** 1 is the first. */
  readonly line: number;
  readonly column: number;
}

/** Where a text stops being JSON; `undefined` when it is JSON. */
export function jsonError(text: string): JsonError | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const before = text.slice(0, endOfJson(text)).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}
