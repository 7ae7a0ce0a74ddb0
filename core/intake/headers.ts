/** Headers as Node gives them: names in lower case, repeated ones joined or as a list. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads a header by its name without the family's prefix, in any case; an empty or repeated one counts as missing. */
export type HeaderReader = (name: string) => string | undefined;

/** @param prefixes header families, tried in this order */
export function headerReader(headers: Headers, prefixes: readonly string[]): HeaderReader {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    for (const prefix of prefixes) {
      const value = byName.get(`${prefix}${name}`);
      if (typeof value === 'string' && value.trim() !== '') return value.trim();
    }
    return undefined;
  };
}
