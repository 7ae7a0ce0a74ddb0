/**
 * Describes a value without showing it, for messages that may be stored or logged.
 * @returns e.g. `text of 12 characters`, `a list of 3`, `nothing`, `a number`
 */
export function describeShape(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') {
    if (value === '') return 'empty text';
    return `text of ${value.length} character${value.length === 1 ? '' : 's'}`;
  }
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return 'a number';
    return Number.isSafeInteger(value) ? 'a whole number' : 'a whole number too large to be exact';
  }
  if (typeof value === 'boolean') return 'true or false';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}
