import { UsageError } from './usageError';

/** Reads a whole number from 1 on. @throws UsageError naming the option */
export function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`${option} takes a whole number from 1 on`);
  return Number(text);
}
