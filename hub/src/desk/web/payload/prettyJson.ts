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
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const before = text.slice(0, position).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}
