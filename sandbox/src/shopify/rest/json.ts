/** What a REST payload is made of; a bigint becomes an exact JSON integer. */
export type Json = string | number | boolean | null | bigint | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

const ESCAPES = /[&<>\u2028\u2029]/g;

/**
 * Serialises as Shopify does: 64-bit ids keep all their digits, and `&`, `<`, `>` and the two line separators are written as
 * `\uXXXX` (so re-serialising a parsed body gives other bytes, and another signature).
 */
export function toJson(value: Json): string {
  return write(value).replace(ESCAPES, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function write(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}
