import { DateTime } from 'luxon';

/**
 * Reads a Retry-After header: seconds (also with a fraction) or an HTTP date.
 * @returns milliseconds to wait from `nowMs`, never negative; `undefined` when the header is missing or makes no sense
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const value = header?.trim() ?? '';
  if (value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = DateTime.fromHTTP(value);
  return date.isValid ? Math.max(0, date.toMillis() - nowMs) : undefined;
}
