import type { TrytonRow } from './search';

/** Record behind a many-to-one that was read with a dotted field (`product.code` arrives under `product.`). */
export function related(row: Readonly<Record<string, unknown>>, field: string): TrytonRow | undefined {
  const value = row[`${field}.`];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as TrytonRow) : undefined;
}

/** Records behind an x2many that was read with dotted fields (`lines.amount` arrives as a list under `lines.`). */
export function relatedList(row: Readonly<Record<string, unknown>>, field: string): readonly TrytonRow[] {
  const value = row[`${field}.`];
  return Array.isArray(value) ? (value as readonly TrytonRow[]) : [];
}

/** Text of a field, or `undefined` when it is empty or null. */
export function textOf(row: Readonly<Record<string, unknown>> | undefined, field: string): string | undefined {
  const value = row?.[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Id in a many-to-one or integer field, or `undefined` when unset. */
export function idOf(row: Readonly<Record<string, unknown>> | undefined, field: string): number | undefined {
  const value = row?.[field];
  return typeof value === 'number' ? value : undefined;
}

/** Ids in an x2many field. */
export function idsOf(row: Readonly<Record<string, unknown>> | undefined, field: string): readonly number[] {
  const value = row?.[field];
  return Array.isArray(value) ? value.filter((id): id is number => typeof id === 'number') : [];
}
