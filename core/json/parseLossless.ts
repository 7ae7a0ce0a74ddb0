interface ReviverContext {
  readonly source?: string;
}

/** A number whose JavaScript value prints differently from its JSON source has lost digits. */
const MAX_SAFE_DIGITS = 15;

function keepDigits(this: unknown, _key: string, value: unknown, context?: ReviverContext): unknown {
  if (typeof value !== 'number') return value;
  const source = context?.source;
  if (source === undefined) return value;
  if (source.length <= MAX_SAFE_DIGITS) return value;
  return String(value) === source ? value : source;
}

/**
 * Parses JSON without losing digits: a number that a JavaScript double cannot hold exactly (Shopify's and JD's 64-bit ids)
 * is returned as a string with its original digits; every other value as `JSON.parse` returns it.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseLossless(text: string): unknown {
  return JSON.parse(text, keepDigits as (this: unknown, key: string, value: unknown) => unknown);
}
