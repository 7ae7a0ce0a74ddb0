/**
 * One term of Shopify's search syntax with its value in quotes, so that no character of the value is read as syntax.
 * @example searchTerm('sku', "O'Neil") // sku:'O\'Neil'
 */
export function searchTerm(field: string, value: string): string {
  // Control characters can't be searched for, and a line break would end the term.
  const oneLine = value.replace(/\p{Cc}+/gu, ' ');
  return `${field}:'${oneLine.replace(/[\\']/g, '\\$&')}'`;
}

/** Joins searches so that all of them apply; empty ones are left out. */
export function allOf(searches: readonly (string | undefined)[]): string | undefined {
  const given = searches.map((search) => search?.trim() ?? '').filter((search) => search !== '');
  if (given.length === 0) return undefined;
  return given.length === 1 ? given[0] : given.map((search) => `(${search})`).join(' AND ');
}
